"""What a facilitator writes: cases and agendas of one's own, kept for this browser and taken along as files."""

from webapp.material import agenda_views as agenda_views
from webapp.material import case_views as case_views
from webapp.material import question_views as question_views
from webapp.material import views as views
from webapp.material.blueprint import blueprint

__all__ = ["blueprint"]
