"""Other seats that a holder answers a section from."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table of seats."""
    op.create_table(
        "seat",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "worksheet", sa.String(16), sa.ForeignKey("worksheet.id", ondelete="CASCADE"), nullable=False, unique=True
        ),
        sa.Column("own", sa.String(16), sa.ForeignKey("worksheet.id", ondelete="CASCADE"), nullable=False),
        sa.Column("section", sa.String(60), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.UniqueConstraint("own", "section", "name"),
    )
