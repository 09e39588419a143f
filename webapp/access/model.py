"""The tables of who holds what."""

from __future__ import annotations

import sqlalchemy as sa

from webapp.answers.model import metadata
from webapp.database import Moment

holding = sa.Table(
    "holding",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("browser", sa.String(64), nullable=False),
    sa.Column("worksheet", sa.ForeignKey("worksheet.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("made_at", Moment, nullable=False),
    sa.UniqueConstraint("browser", "worksheet"),
    comment="A browser that may open a worksheet. Only a keyed hash of the browser's key is kept.",
)

return_code = sa.Table(
    "return_code",
    metadata,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("worksheet", sa.ForeignKey("worksheet.id", ondelete="CASCADE"), nullable=False, unique=True),
    sa.Column("made_at", Moment, nullable=False),
    comment="The keyed hash of the code that opens a worksheet again.",
)

wrong_code = sa.Table(
    "wrong_code",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("browser", sa.String(64), nullable=False, index=True),
    sa.Column("at", Moment, nullable=False, index=True),
    comment="A wrong code that a browser sent; kept for as long as it can make that browser wait.",
)
