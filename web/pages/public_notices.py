"""公示: what is under public notice, open to everybody, and the form for comments."""

from typing import Any

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from data.queries import public_notices as reads
from matcher.services import batches, public_comments
from matcher.services.errors import FieldProblem, InvalidError, TooManyError
from matcher.services.public_comments import CommentForm
from web.access import Access, allow
from web.extensions import now, read_only, writing
from web.forms import form_page, text
from web.presenters import public_notices as shown
from web.security.addresses import caller_address
from web.security.rate_limit import RateLimiter

bp = Blueprint("public_notices", __name__, url_prefix="/public-notices")

COMMENTS_PER_MINUTE = 3
"""Comments from one address. Source: docs/decisions/0176-public-comments.md."""


@bp.get("")
@allow(Access.PUBLIC)
def index() -> ResponseReturnValue:
    """List the batches with applications under public notice."""
    with read_only() as session:
        found = reads.batches_under_notice(session)
    return render_template(
        "public_notices/index.html", batches=[shown.batch_item(one) for one in found]
    )


@bp.get("/<int:batch_id>")
@allow(Access.PUBLIC)
def show(batch_id: int) -> ResponseReturnValue:
    """List what is under public notice in a batch, each with its last day for comments."""
    with read_only() as session:
        batch = batches.batch_of_id(session, batch_id)
        found = reads.under_notice(session, batch_id=batch_id)
    return render_template(
        "public_notices/show.html",
        batch=batch,
        items=[shown.notice_item(one, now()) for one in found],
    )


@bp.get("/applications/<int:application_id>")
@allow(Access.PUBLIC)
def application(application_id: int) -> ResponseReturnValue:
    """Show one application under public notice, answered comments, and the comment form."""
    return _page(application_id, [])


@bp.post("/applications/<int:application_id>/comments")
@allow(Access.PUBLIC)
def comment(application_id: int) -> ResponseReturnValue:
    """Take a comment until the last day; name and contact are sealed."""
    _limit_rate()
    if text("website"):
        # A field people do not see was filled in: a machine. It learns nothing from the answer.
        return render_template("public_notices/done.html", code="—", item=None)
    try:
        with writing() as session:
            made = public_comments.comment(
                session, application_id=application_id, form=_posted(), now=now()
            )
            item = shown.notice_item(public_comments.notice_of(session, application_id), now())
    except InvalidError as error:
        return _page(application_id, list(error.problems)), 422
    return render_template("public_notices/done.html", code=made.receipt_code, item=item)


def _limit_rate() -> None:
    made = RateLimiter(COMMENTS_PER_MINUTE)
    limiter: RateLimiter = current_app.extensions.setdefault("comment_limiter", made)
    wait = limiter.retry_after_seconds(caller_address(), now=now())
    if wait:
        raise TooManyError("too_many_requests", retry_after_seconds=wait)


def _posted() -> CommentForm:
    return CommentForm(
        name=text("name"),
        contact=text("contact"),
        text=request.form.get("text", "").strip(),
        has_consented=bool(text("consent")),
    )


def _page(application_id: int, problems: list[FieldProblem]) -> str:
    with read_only() as session:
        view = _view(session, application_id)
    return form_page(
        "public_notices/application.html",
        problems,
        labels={
            "text": _("Your comment"),
            "name": _("Your name"),
            "contact": _("Telephone or e-mail"),
            "consent": _("Consent"),
        },
        limits={
            "text": public_comments.MAX_TEXT_CHARACTERS,
            "name": public_comments.MAX_NAME_CHARACTERS,
            "contact": public_comments.MAX_CONTACT_CHARACTERS,
        },
        **view,
    )


def _view(session: Session, application_id: int) -> dict[str, Any]:
    row = public_comments.notice_of(session, application_id)
    found = reads.published_comments(session, [application_id])
    return {
        "row": row,
        "item": shown.notice_item(row, now()),
        "facts": shown.public_facts(session, row),
        "comments": shown.public_comments(found.get(application_id, ())),
    }
