"""Is the process up, and is it ready to serve: two questions with two answers."""

from typing import Any

from flask import Blueprint, Response, current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from matcher.services.vector_spaces import SwitchStatus, status
from web.access import Access, allow
from web.extensions import read_only, runtime

bp = Blueprint("health", __name__)

_VERSION_QUERY = "SELECT version_num FROM alembic_version"


@bp.get("/healthz")
@allow(Access.PUBLIC, Access.UNLIMITED)
def healthz() -> dict[str, str]:
    """Return that the process is up; touches nothing else."""
    return {"status": "ok"}


@bp.get("/readyz")
@allow(Access.PUBLIC, Access.UNLIMITED)
def readyz() -> Response:
    """Return whether database, index and encoder are ready, with their versions.

    While another encoder is being made ready the old one serves: that is ready, and `next` and
    the counts tell the progress.
    """
    parts = {"database": _database(), **_runtime_parts()}
    is_ready = all(part["ready"] for part in parts.values())
    body = {"status": "ready" if is_ready else "loading", **parts}
    response = Response(current_app.json.dumps(body), mimetype="application/json")
    if not is_ready:
        response.status_code = 503
        response.headers["Retry-After"] = "2"
    return response


def _database() -> dict[str, Any]:
    try:
        with read_only() as session:
            version = session.scalar(text(_VERSION_QUERY))
    except SQLAlchemyError:
        return {"ready": False, "version": None}
    return {"ready": version is not None, "version": version}


def _runtime_parts() -> dict[str, dict[str, Any]]:
    """Return what matcher.services.runtime.Runtime says of itself."""
    here = runtime()
    is_encoder_ready = bool(here.background.ready)
    switch = _switch()
    return {
        "index": {"ready": bool(here.is_built), "version": _index_version(here)},
        "encoder": {
            "ready": is_encoder_ready,
            "version": here.encoder.encoder_id if is_encoder_ready else None,
            "next": switch.next_id if switch else None,
            "encoded_count": switch.encoded_count if switch else None,
            "technology_count": switch.technology_count if switch else None,
        },
    }


def _switch() -> SwitchStatus | None:
    """Return how far a new encoder's vectors are, None if the database does not answer."""
    try:
        with read_only() as session:
            return status(session)
    except SQLAlchemyError:
        return None


def _index_version(here: Any) -> str | None:  # noqa: ANN401 - a Runtime
    return here.catalogue.encoder_id if here.is_built else None
