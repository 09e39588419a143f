"""Walking a case without JavaScript: contents, steps, saving, blanks, and taking a choice back."""

from __future__ import annotations

import pytest

from tests.visitor import Visitor

COUNCIL = "What has the Security Council decided"


@pytest.fixture
def walker(visitor: Visitor) -> Visitor:
    """Somebody who has just begun a worksheet on Kosovo and stands on its contents page."""
    visitor.open("/").follow("Work through a case").tick("Kosovo").press("Start")
    assert visitor.heading == "Your return code"
    return visitor.press("I have kept it")


def test_contents_list_every_step_in_words(walker: Visitor) -> None:
    for title in ("The case", "Legal basis", "R2P pillars", "Just-war criteria", "Sovereignty", "Collateral risk"):
        assert walker.has(f"{title} no answer yet")
    assert walker.has("Closing questions no answer yet")
    assert "%" not in walker.text


def test_who_comes_back_goes_on_where_they_left_off(walker: Visitor) -> None:
    assert walker.follow("Begin with the case").heading == "The case"
    walker.follow("Just-war criteria").tick("Not known").press("Save and go to contents")
    assert walker.follow("Go on with").heading == "Just-war criteria"


def test_save_and_continue_leads_through_every_step_and_blanks_never_block(walker: Visitor) -> None:
    headings = [walker.follow("The case").heading]
    while walker.heading != "Summary of the answers given":
        headings.append(walker.press("Save and continue").heading)
    assert headings == [
        "The case",
        "Legal basis",
        "R2P pillars",
        "Just-war criteria",
        "Sovereignty",
        "Collateral risk",
        "Aftermath",
        "Closing questions",
        "Summary of the answers given",
    ]


def test_an_answer_is_saved_shown_again_and_can_be_taken_back(walker: Visitor) -> None:
    walker.follow("Legal basis").tick("Draft not adopted", COUNCIL)
    walker.fill("Reasons and evidence", "SC/6659\nof 26 March", COUNCIL).press("Save and go to contents")
    assert walker.has("Legal basis some answers")
    walker.follow("Legal basis")
    assert walker.is_ticked("Draft not adopted", COUNCIL)
    assert walker.value("Reasons and evidence", COUNCIL) == "SC/6659\nof 26 March"
    walker.tick("Draft not adopted", COUNCIL, on=False).fill("Reasons and evidence", "", COUNCIL)
    walker.press("Save and go to contents")
    assert walker.has("Legal basis no answer yet")


def test_every_question_answered_is_said_in_words(walker: Visitor) -> None:
    walker.follow("R2P pillars")
    for question in walker.page.findall(".//form//fieldset/legend/h2"):
        walker.tick("Not known", "".join(question.itertext()))
    walker.press("Save and go back to Legal basis")
    assert walker.heading == "Legal basis"
    assert walker.follow("Kosovo").has("R2P pillars every question answered")


def test_a_text_beside_an_unticked_another_answer_ticks_it(walker: Visitor) -> None:
    walker.follow("Legal basis").fill("Another answer, in words", "A letter of the President", COUNCIL)
    walker.press("Save and go to contents").follow("Read the summary")
    assert walker.has("Another answer: A letter of the President")


def test_a_text_too_long_comes_back_and_stops_no_other(walker: Visitor) -> None:
    other = "Which legal grounds are put forward"
    walker.follow("Legal basis").fill("Reasons and evidence", "x" * 4001, COUNCIL)
    walker.tick("No legal ground stated", other).press("Save and continue")
    assert walker.status == 422
    assert walker.has("This text is longer than 4,000 characters. Shorten it and save again.")
    assert walker.value("Reasons and evidence", COUNCIL) == "x" * 4001
    assert walker.is_ticked("No legal ground stated", other)
    walker.fill("Reasons and evidence", "x" * 4000, COUNCIL).press("Save and go to contents").follow("Read the summary")
    assert walker.has("No legal ground stated")
    assert walker.has("x" * 4000)


def test_the_length_is_counted_as_the_author_sees_it(walker: Visitor) -> None:
    walker.follow("Legal basis").fill("Reasons and evidence", "\n" * 2000 + "😀" * 2000, COUNCIL)
    assert walker.press("Save and continue").heading == "R2P pillars"


def test_a_choice_that_is_not_on_the_form_gets_a_sentence(walker: Visitor) -> None:
    walker.follow("Legal basis").tick("Draft not adopted", COUNCIL)
    walker.control("Draft not adopted", COUNCIL).set("value", "draft-eaten")
    walker.fill("Reasons and evidence", "kept", COUNCIL).press("Save and continue")
    assert walker.status == 422
    assert walker.has("One of the choices sent is not on this form. Choose again and save.")
    assert walker.value("Reasons and evidence", COUNCIL) == "kept"


def test_the_case_is_one_step_away_and_what_came_after_is_opened_on_purpose(walker: Visitor) -> None:
    walker.follow("Legal basis").follow("Read the case")
    assert walker.has("Kosovo is a province of Serbia")
    assert not walker.has("Operation Allied Force")
    walker.follow("Kosovo").follow("Read the summary").follow("what came after")
    assert walker.has("Operation Allied Force")


def test_a_group_records_other_views_and_a_person_is_not_asked(visitor: Visitor, walker: Visitor) -> None:
    walker.follow("Legal basis")
    with pytest.raises(AssertionError):
        walker.control("Other views in the group")
    walker.open("/worksheets/new").tick("Kosovo").tick("A group").fill("Name of", "Group Adriatic").press("Start")
    walker.press("I have kept it").follow("Legal basis")
    walker.fill("Other views in the group", "One of us disagrees", COUNCIL).press("Save and continue")
    walker.follow("Kosovo").follow("Read the summary")
    assert walker.has("No choice made.")
    assert walker.has("Other views One of us disagrees")
    assert walker.has("Group Adriatic")


def test_a_case_of_ones_own(visitor: Visitor) -> None:
    visitor.open("/worksheets/new").tick("A case of your own").press("Start").press("I have kept it")
    visitor.follow("The case").fill("Answer: Name of the case", "The islands").fill("Answer: Kind of case", "present")
    visitor.press("Save and continue")
    visitor.open("/")
    assert visitor.has("The islands")
    visitor.follow("The islands").follow("Read the summary")
    assert visitor.has("The islands present")


def test_corrections_stand_beside_the_text_of_the_case(walker: Visitor) -> None:
    walker.follow("The case").fill("Corrections and additions", "Also Montenegro", "Who would send forces")
    walker.press("Save and continue").follow("Kosovo").follow("Read the summary")
    assert walker.has("Corrections and additions Also Montenegro")
    assert walker.has("In the case NATO members, expected to send aircraft")


def test_characters_that_no_document_holds_are_replaced_and_the_author_is_told(walker: Visitor) -> None:
    walker.follow("Legal basis").fill("Reasons and evidence", "a\x0bb\r\nc", COUNCIL).press("Save and continue")
    assert walker.has("Some characters of your text can’t be stored")
    assert walker.press("Save and go back to Legal basis").value("Reasons and evidence", COUNCIL) == "a\ufffdb\nc"
