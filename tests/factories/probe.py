"""Routes that tell a test whom the gate let through."""

from flask import Blueprint

from data.vocabulary import Role
from web.access import Access, allow, current_actor

bp = Blueprint("probe", __name__, url_prefix="/probe")


def _who() -> str:
    actor = current_actor()
    return actor.role.value if actor else "nobody"


@bp.get("/public")
@allow(Access.PUBLIC)
def public() -> str:
    """Open to everyone."""
    return _who()


@bp.get("/users")
@allow(Access.ANY_USER)
def users() -> str:
    """Open to every user."""
    return _who()


@bp.get("/parks")
@allow(Role.PARK_MANAGER)
def parks() -> str:
    """Open to one role."""
    return _who()


@bp.post("/post")
@allow(Access.ANY_USER)
def post() -> str:
    """A change by any user."""
    return _who()
