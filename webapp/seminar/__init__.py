"""Many worksheets on one case: opening a seminar, joining it, its desk, its screen, the comparison and the record."""

from webapp.seminar import afterwards as afterwards
from webapp.seminar import closing as closing
from webapp.seminar import codes_views as codes_views
from webapp.seminar import compare as compare
from webapp.seminar import desk as desk
from webapp.seminar import desk_reading as desk_reading
from webapp.seminar import developments as developments
from webapp.seminar import discussion_views as discussion_views
from webapp.seminar import holder_views as holder_views
from webapp.seminar import joining as joining
from webapp.seminar import live as live
from webapp.seminar import opening as opening
from webapp.seminar import people_views as people_views
from webapp.seminar import private_notes as private_notes
from webapp.seminar import projector as projector
from webapp.seminar import record_views as record_views
from webapp.seminar import rehearsal as rehearsal
from webapp.seminar import room as room
from webapp.seminar import screen as screen
from webapp.seminar import tray_views as tray_views
from webapp.seminar import withdrawing as withdrawing
from webapp.seminar import withholding as withholding
from webapp.seminar.blueprint import blueprint

__all__ = ["blueprint"]
