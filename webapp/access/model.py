"""The tables of who holds what: browsers, codes, and seminars with their people."""

from __future__ import annotations

import sqlalchemy as sa

from webapp.answers.model import metadata
from webapp.database import Moment

seminar = sa.Table(
    "seminar",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("framework", sa.ForeignKey("snapshot.digest"), nullable=False),
    sa.Column("case", sa.ForeignKey("snapshot.digest"), nullable=False),
    sa.Column("holders", sa.String(8), nullable=False),
    sa.Column("names", sa.String(12), nullable=False),
    sa.Column("folded", sa.Boolean, nullable=False),
    sa.Column("rehearsal", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("join_code", sa.String(8), nullable=False, unique=True),
    sa.Column("locked", sa.Boolean, nullable=False),
    sa.Column("shared", sa.Boolean, nullable=False),
    sa.Column("notes_told", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("sections", sa.Text, nullable=False),
    sa.Column("screen", sa.Text, nullable=False),
    sa.Column("countdown", Moment),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("activity", sa.Integer, nullable=False),
    sa.Column("screen_version", sa.Integer, nullable=False),
    sa.Column("moved_at", Moment, nullable=False),
    sa.Column("opened_at", Moment, nullable=False),
    sa.Column("ended_at", Moment),
    sa.Column("delete_at", Moment, nullable=False, index=True),
    sa.Column("deleted_at", Moment),
    sa.CheckConstraint("holders in ('person', 'group')", name="holders"),
    sa.CheckConstraint("names in ('given', 'pseudonym', 'none')", name="names"),
    comment="One exercise. `framework` is its agenda; `sections` and `screen` are JSON (see rooms.py). `version` counts"
    " what every page shows, `activity` what the desk alone shows, `screen_version` what the screen shows."
    " `notes_told`: who joins is told of notes of the discussion; without that there are none.",
)

stage_log = sa.Table(
    "stage_log",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("seminar", sa.ForeignKey("seminar.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("section", sa.String(60), nullable=False),
    sa.Column("stage", sa.String(12), nullable=False),
    sa.Column("at", Moment, nullable=False),
)

seminar_worksheet = sa.Table(
    "seminar_worksheet",
    metadata,
    sa.Column("worksheet", sa.ForeignKey("worksheet.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("seminar", sa.ForeignKey("seminar.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("pseudonym", sa.String(40), nullable=False),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("typed_in", sa.Boolean, nullable=False),
    sa.Column("erased_at", Moment),
    sa.UniqueConstraint("seminar", "pseudonym"),
    comment="A worksheet of a seminar: a participant's own, or a group's. `place` is drawn once, for the order in which"
    " answers stand side by side.",
)

seat = sa.Table(
    "seat",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("worksheet", sa.ForeignKey("worksheet.id", ondelete="CASCADE"), nullable=False, unique=True),
    sa.Column("own", sa.ForeignKey("worksheet.id", ondelete="CASCADE"), nullable=False),
    sa.Column("section", sa.String(60), nullable=False),
    sa.Column("name", sa.String(80), nullable=False),
    sa.UniqueConstraint("own", "section", "name"),
    comment="A worksheet on which the holder of `own` answers one section again from another seat. It is nobody of its"
    " own: who holds `own` holds it, and it stands in no seminar but through `own`.",
)

participant = sa.Table(
    "participant",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("seminar", sa.ForeignKey("seminar.id", ondelete="CASCADE"), nullable=False),
    sa.Column("worksheet", sa.ForeignKey("worksheet.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("joined_at", Moment, nullable=False),
    sa.Column("removed_at", Moment),
    sa.Index("participant_of", "seminar", "id"),
)

holding = sa.Table(
    "holding",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("browser", sa.String(64), nullable=False),
    sa.Column("worksheet", sa.ForeignKey("worksheet.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("participant", sa.ForeignKey("participant.id", ondelete="CASCADE"), index=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("made_at", Moment, nullable=False),
    sa.UniqueConstraint("browser", "worksheet"),
    comment="A browser that may open a worksheet. Only a keyed hash of the browser's key is kept.",
)

seminar_holding = sa.Table(
    "seminar_holding",
    metadata,
    sa.Column("browser", sa.String(64), primary_key=True),
    sa.Column("seminar", sa.ForeignKey("seminar.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("role", sa.String(8), primary_key=True),
    sa.Column("made_at", Moment, nullable=False),
    sa.CheckConstraint("role in ('desk', 'screen')", name="role"),
    comment="A browser that may open a seminar's desk or its screen.",
)

return_code = sa.Table(
    "return_code",
    metadata,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("worksheet", sa.ForeignKey("worksheet.id", ondelete="CASCADE"), index=True),
    sa.Column("participant", sa.ForeignKey("participant.id", ondelete="CASCADE"), unique=True),
    sa.Column("seminar", sa.ForeignKey("seminar.id", ondelete="CASCADE")),
    sa.Column("role", sa.String(8)),
    sa.Column("made_at", Moment, nullable=False),
    sa.UniqueConstraint("seminar", "role"),
    comment="The keyed hash of a code that opens a worksheet, a place in a seminar, a desk or a screen again.",
)

wrong_code = sa.Table(
    "wrong_code",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("browser", sa.String(64), nullable=False, index=True),
    sa.Column("at", Moment, nullable=False, index=True),
    comment="A wrong code that a browser sent; kept for as long as it can make that browser wait.",
)

private_note = sa.Table(
    "private_note",
    metadata,
    sa.Column("seminar", sa.ForeignKey("seminar.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("question", sa.String(60), primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("changed_at", Moment, nullable=False),
    comment="A facilitator's note that no page but the desk can show.",
)

development = sa.Table(
    "development",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("seminar", sa.ForeignKey("seminar.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("number", sa.Integer),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("fact", sa.Integer),
    sa.Column("when", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("sections", sa.Text, nullable=False),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("published_at", Moment),
    sa.UniqueConstraint("seminar", "number"),
    sa.CheckConstraint("kind in ('new', 'later', 'after')", name="kind"),
    comment="New facts of a seminar's case. `number` is the place in the order of publishing, null while prepared;"
    " `kind` tells whether they are new, one dated fact of what came after (`fact`, its place there), or all of it."
    " `when` and `text` are content texts, `sections` the ids of those worth another look, as JSON.",
)

looked = sa.Table(
    "looked",
    metadata,
    sa.Column("participant", sa.ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("section", sa.String(60), primary_key=True),
    sa.Column("developments", sa.Integer, nullable=False),
    comment="Up to which development a participant has looked at a section again.",
)

withheld = sa.Table(
    "withheld",
    metadata,
    sa.Column("worksheet", sa.ForeignKey("worksheet.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("question", sa.String(60), primary_key=True),
    sa.Column("reason", sa.String(300), nullable=False),
    sa.Column("at", Moment, nullable=False),
    comment="An answer of a seminar that the facilitator keeps from everybody but its author, and why.",
)

own_material = sa.Table(
    "own_material",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("browser", sa.String(64), nullable=False, index=True),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("changed_at", Moment, nullable=False),
    sa.Column("delete_at", Moment, nullable=False, index=True),
    sa.Column("used_at", Moment),
    sa.CheckConstraint("kind in ('case', 'agenda')", name="kind"),
    comment="A case or an agenda that somebody wrote, as JSON; the browser that made it holds it. `used_at`: since then"
    " a seminar runs on it, and it stays as it is.",
)

discussion_note = sa.Table(
    "discussion_note",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("seminar", sa.ForeignKey("seminar.id", ondelete="CASCADE"), nullable=False),
    sa.Column("question", sa.String(60), nullable=False),
    sa.Column("kind", sa.String(12), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("said_by", sa.String(80), nullable=False),
    sa.Column("edition", sa.Integer, nullable=False),
    sa.Column("written_at", Moment, nullable=False),
    sa.CheckConstraint("kind in ('fact', 'objection', 'open', 'reason')", name="kind"),
    sa.Index("discussion_note_of", "seminar", "id"),
    # The id of a removed note never comes again: a page that still shows it would change another one.
    sqlite_autoincrement=True,
    comment="What a facilitator noted of the discussion, for the record. `edition` grows with every change.",
)

tray = sa.Table(
    "tray",
    metadata,
    sa.Column("seminar", sa.ForeignKey("seminar.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("question", sa.String(60), primary_key=True),
    sa.Column("worksheet", sa.ForeignKey("worksheet.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Index("tray_of_worksheet", "worksheet"),
    comment="Answers that the desks have laid aside to show, by question, in an order.",
)
