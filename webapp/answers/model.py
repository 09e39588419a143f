"""The tables of what was answered."""

from __future__ import annotations

import sqlalchemy as sa

from webapp.database import Moment

metadata = sa.MetaData()

snapshot = sa.Table(
    "snapshot",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    comment="A framework or a case exactly as it was when somebody started to answer, named by its content.",
)

worksheet = sa.Table(
    "worksheet",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("framework", sa.ForeignKey("snapshot.digest"), nullable=False),
    sa.Column("case", sa.ForeignKey("snapshot.digest")),
    sa.Column("holder_kind", sa.String(8), nullable=False),
    sa.Column("holder_name", sa.String(80), nullable=False),
    sa.Column("from_file", sa.Boolean, nullable=False),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("changed_at", Moment, nullable=False),
    sa.Column("delete_at", Moment, nullable=False, index=True),
    sa.Column("deleted_at", Moment),
    sa.CheckConstraint("holder_kind in ('person', 'group')", name="holder_kind"),
)

revision = sa.Table(
    "revision",
    metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("worksheet", sa.ForeignKey("worksheet.id", ondelete="CASCADE"), nullable=False),
    sa.Column("question", sa.String(60), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("written_at", Moment, nullable=False),
    sa.Column("writer", sa.Integer, nullable=False),
    sa.Column("writer_name", sa.String(80), nullable=False),
    sa.Column("page", sa.String(24), nullable=False),
    sa.Column("turn", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("stage", sa.String(12), nullable=False),
    sa.Column("after_reveal", sa.Boolean, nullable=False),
    sa.Column("developments", sa.Integer, nullable=False, server_default="0"),
    sa.UniqueConstraint("worksheet", "question", "number"),
    sa.CheckConstraint("kind in ('save', 'autosave')", name="kind"),
    comment="One saved state of an answer. `page` is the page load that wrote it, `turn` tells its sendings apart;"
    " `answer` is its exact JSON; `stage` is empty outside seminars; `developments` is how many the"
    " seminar had published then.",
)
