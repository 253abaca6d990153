"""What the caller was told, and the searches he keeps."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from data.queries import batch_choices
from data.queries import notifications as reads
from matcher.services import notifications, saved_searches
from matcher.services.errors import InvalidError, TooManyError
from web.access import Access, allow, required_actor
from web.errors import described
from web.extensions import now, read_only, writing
from web.forms import notify, redirect_to, text
from web.paging import before_id, next_link
from web.presenters.catalogue_facets import Batch, chips, here
from web.presenters.catalogue_filters import given_values, read_search

bp = Blueprint("notifications", __name__)

PAGE = 20
_OWN = (Access.ANY_USER, Access.SESSION_ONLY)


@bp.get("/notifications")
@allow(*_OWN)
def index() -> ResponseReturnValue:
    """Show what the caller was told, newest first."""
    actor = required_actor()
    with read_only() as session:
        found = reads.page(session, actor.user_id, before_id=before_id(), limit=PAGE + 1)
        search_count = len(reads.searches_of(session, actor.user_id))
    return render_template(
        "notifications/index.html",
        items=found[:PAGE],
        next_page=next_link(found, PAGE),
        first_url=url_for("notifications.index") if request.args.get("cursor") else None,
        search_count=search_count,
    )


@bp.post("/notifications/<int:notification_id>/open")
@allow(*_OWN)
def open_one(notification_id: int) -> ResponseReturnValue:
    """Mark a notification as read and go to what it is about."""
    with writing() as session:
        found = notifications.open_one(
            session, actor=required_actor(), notification_id=notification_id, now=now()
        )
        conditions = found.details.get("conditions", {})
    return redirect_to("catalogue.index", **conditions, sort="published")


@bp.post("/notifications/read")
@allow(*_OWN)
def read_all() -> ResponseReturnValue:
    """Mark all of the caller's notifications as read."""
    with writing() as session:
        notifications.read_all(session, actor=required_actor(), now=now())
    return redirect_to("notifications.index")


@bp.get("/searches")
@allow(*_OWN)
def searches() -> ResponseReturnValue:
    """Show the searches the caller keeps."""
    with read_only() as session:
        batches = _batches(session)
        found = reads.searches_of(session, required_actor().user_id)
    rows: list[dict[str, Any]] = [
        {
            "search": one,
            "url": here(one.conditions),
            "conditions": [chip["label"] for chip in chips(one.conditions, batches)],
        }
        for one in found
    ]
    return render_template(
        "saved_searches/index.html", rows=rows, limit=saved_searches.MAX_SEARCHES
    )


@bp.post("/searches")
@allow(*_OWN)
def save() -> ResponseReturnValue:
    """Keep the search whose conditions the form carries."""
    actor = required_actor()
    kept: dict[str, list[str]] = {}
    try:
        with writing() as session:
            codes = {batch.code: batch.batch_id for batch in _batches(session)}
            _search, kept, _unknown = read_search(given_values(request.form), actor, codes)
            saved_searches.save(session, actor=actor, name=text("name"), conditions=kept, now=now())
    except InvalidError as error:
        notify(" ".join(described(problem)["message"] for problem in error.problems), "bad")
        return redirect_to("catalogue.index", **kept)
    except TooManyError as error:
        limit = error.values["limit"]
        notify(
            _("You keep %(limit)s searches already. Please delete one first.", limit=limit), "bad"
        )
        return redirect_to("notifications.searches")
    notify(_("The search is saved. You are told here when entries that suit it are published."))
    return redirect_to("notifications.searches")


@bp.post("/searches/<int:search_id>/delete")
@allow(*_OWN)
def delete(search_id: int) -> ResponseReturnValue:
    """Forget a search."""
    with writing() as session:
        saved_searches.delete(session, actor=required_actor(), search_id=search_id, now=now())
    notify(_("The search is deleted."))
    return redirect_to("notifications.searches")


def _batches(session: Session) -> tuple[Batch, ...]:
    return tuple(Batch(*row) for row in batch_choices.all_batches(session))
