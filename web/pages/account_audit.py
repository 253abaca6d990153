"""The audit trail, read only, for the audit administrator."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from data.queries.users import audit_events
from data.vocabulary import Role
from matcher.services import audit
from web.access import Access, allow
from web.extensions import read_only
from web.paging import before_id, next_link

bp = Blueprint("account_audit", __name__, url_prefix="/audit")

PAGE = 50


@bp.get("")
@allow(Role.AUDIT_ADMIN, Access.SESSION_ONLY)
def index() -> ResponseReturnValue:
    """List events, newest first; `action` is a prefix."""
    return _page(None)


@bp.post("/verify")
@allow(Role.AUDIT_ADMIN, Access.SESSION_ONLY)
def verify() -> ResponseReturnValue:
    """Check the hash chain from the first event to the last; changes nothing."""
    with read_only() as session:
        broken = audit.first_broken_event_id(session)
    return _page({"broken_id": broken})


def _page(verification: dict[str, int | None] | None) -> str:
    action = request.args.get("action", "").strip()[:60]
    with read_only() as session:
        found = audit_events(session, action=action, before_id=before_id(), limit=PAGE + 1)
    return render_template(
        "account/audit.html",
        events=found[:PAGE],
        next_url=next_link(found, PAGE) if request.method == "GET" else None,
        action=action,
        verification=verification,
    )
