"""Cases and agendas that users write."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make their table."""
    op.create_table(
        "own_material",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("browser", sa.String(64), nullable=False, index=True),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.Column("delete_at", sa.DateTime, nullable=False, index=True),
        sa.Column("used_at", sa.DateTime),
        sa.CheckConstraint("kind in ('case', 'agenda')", name="kind"),
    )
