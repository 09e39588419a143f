"""Many worksheets on one case: opening a seminar, joining it, its desk, its screen, the comparison and the record."""

from webapp.seminar.blueprint import blueprint

__all__ = ["blueprint"]
