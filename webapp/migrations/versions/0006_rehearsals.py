"""Which seminars are rehearsals with made-up participants."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Mark rehearsals; the seminars that were opened before are none."""
    op.add_column("seminar", sa.Column("rehearsal", sa.Boolean, nullable=False, server_default=sa.false()))
