"""Names that say nothing about anybody: trees, shrubs and herbs."""

from __future__ import annotations

PSEUDONYMS = tuple(
    """
    Acacia Alder Almond Angelica Apple Apricot Arnica Ash Aspen Aster Bamboo Banyan Baobab Basil Bay Beech Bilberry
    Birch Bluebell Borage Bracken Briar Broom Camellia Campion Caraway Carob Cedar Chestnut Chicory Clover Columbine
    Comfrey Coriander Cornflower Cowslip Cypress Dahlia Daisy Dill Dogwood Ebony Elder Elm Fennel Fern Feverfew Fig
    Flax Foxglove Gentian Ginger Ginkgo Gorse Hawthorn Hazel Heather Hibiscus Holly Hornbeam Hyacinth Hyssop
    Iris Ivy Jasmine Juniper Kapok Larch Laurel Lavender Lemon Lilac Lily Linden Lotus Lupin Magnolia Mallow Mango Maple
    Marigold Marjoram Medlar Mint Mulberry Myrtle Nettle Nutmeg Oak Oleander Olive Orchid Oregano Palm Papaya Parsley
    Peach Pear Peony Pine Plane Plum Pomelo Poplar Poppy Primrose Quince Reed Rosemary Rowan Sage Sandalwood Sorrel
    Spruce Sycamore Tamarind Tansy Teak Thistle Thyme Tulip Verbena Vetch Violet Walnut Willow Yarrow Yew
    """.split()
)
