"""Notes of the discussion, which stand in the record, and the tray: answers laid aside for the screen.

Who joined an earlier seminar was not told of such notes, so `notes_told` is false there and nobody can write any.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make both tables, and mark the seminars whose people were told."""
    op.add_column("seminar", sa.Column("notes_told", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "discussion_note",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("seminar", sa.String(16), sa.ForeignKey("seminar.id", ondelete="CASCADE"), nullable=False),
        sa.Column("question", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("said_by", sa.String(80), nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("written_at", sa.DateTime, nullable=False),
        sa.CheckConstraint("kind in ('fact', 'objection', 'open', 'reason')", name="kind"),
        sa.Index("discussion_note_of", "seminar", "id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "tray",
        sa.Column("seminar", sa.String(16), sa.ForeignKey("seminar.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("question", sa.String(60), primary_key=True),
        sa.Column("worksheet", sa.String(16), sa.ForeignKey("worksheet.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Index("tray_of_worksheet", "worksheet"),
    )
