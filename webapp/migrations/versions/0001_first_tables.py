"""Worksheets with their revisions, seminars with their people, and who holds what."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "snapshot",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "wrong_code",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("browser", sa.String(64), nullable=False, index=True),
        sa.Column("at", sa.DateTime, nullable=False, index=True),
    )
    op.create_table(
        "seminar",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("framework", sa.String(64), sa.ForeignKey("snapshot.digest"), nullable=False),
        sa.Column("case", sa.String(64), sa.ForeignKey("snapshot.digest"), nullable=False),
        sa.Column("holders", sa.String(8), nullable=False),
        sa.Column("names", sa.String(12), nullable=False),
        sa.Column("folded", sa.Boolean, nullable=False),
        sa.Column("join_code", sa.String(8), nullable=False, unique=True),
        sa.Column("locked", sa.Boolean, nullable=False),
        sa.Column("shared", sa.Boolean, nullable=False),
        sa.Column("sections", sa.Text, nullable=False),
        sa.Column("screen", sa.Text, nullable=False),
        sa.Column("countdown", sa.DateTime),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("activity", sa.Integer, nullable=False),
        sa.Column("screen_version", sa.Integer, nullable=False),
        sa.Column("moved_at", sa.DateTime, nullable=False),
        sa.Column("opened_at", sa.DateTime, nullable=False),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("delete_at", sa.DateTime, nullable=False, index=True),
        sa.Column("deleted_at", sa.DateTime),
        sa.CheckConstraint("holders in ('person', 'group')", name="holders"),
        sa.CheckConstraint("names in ('given', 'pseudonym', 'none')", name="names"),
    )
    op.create_table(
        "worksheet",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("framework", sa.String(64), sa.ForeignKey("snapshot.digest"), nullable=False),
        sa.Column("case", sa.String(64), sa.ForeignKey("snapshot.digest")),
        sa.Column("holder_kind", sa.String(8), nullable=False),
        sa.Column("holder_name", sa.String(80), nullable=False),
        sa.Column("from_file", sa.Boolean, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.Column("delete_at", sa.DateTime, nullable=False, index=True),
        sa.Column("deleted_at", sa.DateTime),
        sa.CheckConstraint("holder_kind in ('person', 'group')", name="holder_kind"),
    )
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("seminar", sa.String(16), sa.ForeignKey("seminar.id", ondelete="CASCADE"), nullable=False),
        sa.Column(
            "worksheet", sa.String(16), sa.ForeignKey("worksheet.id", ondelete="CASCADE"), nullable=False, index=True
        ),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("joined_at", sa.DateTime, nullable=False),
        sa.Column("removed_at", sa.DateTime),
        sa.Index("participant_of", "seminar", "id"),
    )
    op.create_table(
        "private_note",
        sa.Column("seminar", sa.String(16), sa.ForeignKey("seminar.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("question", sa.String(60), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("worksheet", sa.String(16), sa.ForeignKey("worksheet.id", ondelete="CASCADE"), nullable=False),
        sa.Column("question", sa.String(60), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("written_at", sa.DateTime, nullable=False),
        sa.Column("writer", sa.Integer, nullable=False),
        sa.Column("writer_name", sa.String(80), nullable=False),
        sa.Column("page", sa.String(24), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("stage", sa.String(12), nullable=False),
        sa.Column("after_reveal", sa.Boolean, nullable=False),
        sa.CheckConstraint("kind in ('save', 'autosave')", name="kind"),
        sa.UniqueConstraint("worksheet", "question", "number"),
    )
    op.create_table(
        "seminar_holding",
        sa.Column("browser", sa.String(64), primary_key=True),
        sa.Column("seminar", sa.String(16), sa.ForeignKey("seminar.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("role", sa.String(8), primary_key=True),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.CheckConstraint("role in ('desk', 'screen')", name="role"),
    )
    op.create_table(
        "seminar_worksheet",
        sa.Column("worksheet", sa.String(16), sa.ForeignKey("worksheet.id", ondelete="CASCADE"), primary_key=True),
        sa.Column(
            "seminar", sa.String(16), sa.ForeignKey("seminar.id", ondelete="CASCADE"), nullable=False, index=True
        ),
        sa.Column("pseudonym", sa.String(40), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("typed_in", sa.Boolean, nullable=False),
        sa.Column("erased_at", sa.DateTime),
        sa.UniqueConstraint("seminar", "pseudonym"),
    )
    op.create_table(
        "stage_log",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "seminar", sa.String(16), sa.ForeignKey("seminar.id", ondelete="CASCADE"), nullable=False, index=True
        ),
        sa.Column("section", sa.String(60), nullable=False),
        sa.Column("stage", sa.String(12), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "holding",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("browser", sa.String(64), nullable=False),
        sa.Column(
            "worksheet", sa.String(16), sa.ForeignKey("worksheet.id", ondelete="CASCADE"), nullable=False, index=True
        ),
        sa.Column("participant", sa.Integer, sa.ForeignKey("participant.id", ondelete="CASCADE"), index=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("browser", "worksheet"),
    )
    op.create_table(
        "return_code",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("worksheet", sa.String(16), sa.ForeignKey("worksheet.id", ondelete="CASCADE"), index=True),
        sa.Column("participant", sa.Integer, sa.ForeignKey("participant.id", ondelete="CASCADE"), unique=True),
        sa.Column("seminar", sa.String(16), sa.ForeignKey("seminar.id", ondelete="CASCADE")),
        sa.Column("role", sa.String(8)),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("seminar", "role"),
    )
    op.create_table(
        "withheld",
        sa.Column("worksheet", sa.String(16), sa.ForeignKey("worksheet.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("question", sa.String(60), primary_key=True),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
