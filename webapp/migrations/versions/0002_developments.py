"""Developments of a seminar's case, who has looked at a section since, and how many had been published at a saving."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of developments; what was written before had none."""
    op.create_table(
        "development",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "seminar", sa.String(16), sa.ForeignKey("seminar.id", ondelete="CASCADE"), nullable=False, index=True
        ),
        sa.Column("number", sa.Integer),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("fact", sa.Integer),
        sa.Column("when", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("sections", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("published_at", sa.DateTime),
        sa.UniqueConstraint("seminar", "number"),
        sa.CheckConstraint("kind in ('new', 'later', 'after')", name="kind"),
    )
    op.create_table(
        "looked",
        sa.Column("participant", sa.Integer, sa.ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("section", sa.String(60), primary_key=True),
        sa.Column("developments", sa.Integer, nullable=False),
    )
    op.add_column("revision", sa.Column("developments", sa.Integer, nullable=False, server_default="0"))
