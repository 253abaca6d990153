"""Comments on public notices, for the officers who answer them."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from data.queries import public_notices as reads
from data.vocabulary import CommentStatus, Role
from matcher.services import public_comments, review_access
from matcher.services.errors import FieldProblem, InvalidError
from matcher.services.public_comments import AnswerForm
from web.access import Access, allow, required_actor
from web.extensions import now, read_only, writing
from web.forms import form_page, notify, redirect_to, text
from web.paging import before_id, next_link
from web.presenters import public_notices as shown

bp = Blueprint("public_comments", __name__, url_prefix="/public-comments")

PAGE = 30


@bp.get("")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def index() -> ResponseReturnValue:
    """List the comments on the officer's batches: those that wait first of all."""
    shows_all = request.args.get("status") == "all"
    with read_only() as session:
        found = reads.comments(
            session,
            readable=review_access.comments_readable_by(required_actor()),
            status=None if shows_all else CommentStatus.OPEN,
            before_id=before_id(),
            limit=PAGE + 1,
        )
    return render_template(
        "public_comments/index.html",
        items=[shown.comment_item(one) for one in found[:PAGE]],
        shows_all=shows_all,
        next_url=next_link(found, PAGE),
    )


@bp.get("/<int:comment_id>")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def show(comment_id: int) -> ResponseReturnValue:
    """Show one comment with its sender, and the form of the answer."""
    return _page(comment_id, [])


@bp.post("/<int:comment_id>/answer")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def answer(comment_id: int) -> ResponseReturnValue:
    """Record the answer, and whether comment and answer are shown to the public."""
    choice = text("is_published")
    given = text("version")
    try:
        with writing() as session:
            public_comments.answer(
                session,
                actor=required_actor(),
                comment_id=comment_id,
                form=AnswerForm(
                    answer=request.form.get("answer", ""),
                    is_published={"yes": True, "no": False}.get(choice),
                    unpublished_reason=request.form.get("unpublished_reason", ""),
                ),
                version=int(given) if given.isdecimal() and len(given) < 10 else 0,  # noqa: PLR2004
                now=now(),
            )
    except InvalidError as error:
        return _page(comment_id, list(error.problems)), 422
    notify(_("The answer was recorded."))
    return redirect_to("public_comments.index")


def _page(comment_id: int, problems: list[FieldProblem]) -> str:
    with read_only() as session:
        row = public_comments.readable_comment(session, required_actor(), comment_id)
    item = shown.comment_item(row)
    is_published = item["is_published"]
    return form_page(
        "public_comments/show.html",
        problems,
        item=item,
        max_characters=public_comments.MAX_ANSWER_CHARACTERS,
        labels={
            "answer": _("Answer"),
            "is_published": _("Shown to the public"),
            "unpublished_reason": _("Why it is not shown"),
        },
        values={
            "answer": item["answer"],
            "is_published": {True: "yes", False: "no"}.get(is_published, ""),
            "unpublished_reason": item["unpublished_reason"],
        },
    )
