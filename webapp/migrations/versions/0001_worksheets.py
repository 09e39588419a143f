"""Worksheets, their revisions, and who holds them."""

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
        sa.Column("kind", sa.String(8), nullable=False),
        sa.UniqueConstraint("worksheet", "question", "number"),
        sa.CheckConstraint("kind in ('save', 'autosave')", name="kind"),
    )
    op.create_table(
        "holding",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("browser", sa.String(64), nullable=False),
        sa.Column(
            "worksheet", sa.String(16), sa.ForeignKey("worksheet.id", ondelete="CASCADE"), nullable=False, index=True
        ),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("browser", "worksheet"),
    )
    op.create_table(
        "return_code",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column(
            "worksheet", sa.String(16), sa.ForeignKey("worksheet.id", ondelete="CASCADE"), nullable=False, unique=True
        ),
        sa.Column("made_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "wrong_code",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("browser", sa.String(64), nullable=False, index=True),
        sa.Column("at", sa.DateTime, nullable=False, index=True),
    )
