"""Two addresses for a balancer: whether the process lives, and whether its database answers."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint
from flask.typing import ResponseReturnValue

from webapp.current import database

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def health() -> ResponseReturnValue:
    """The process answers."""
    return {"status": "ok"}


@blueprint.get("/ready")
def ready() -> ResponseReturnValue:
    """The database answers; 503 where it does not."""
    with database().read() as connection:
        connection.execute(sa.select(1))
    return {"status": "ok"}
