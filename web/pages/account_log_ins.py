"""Failed log-ins and locks, for the security administrator."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from data.queries.users import failed_log_ins, user_by_email
from data.vocabulary import Role
from matcher.services import user_administration
from matcher.services.errors import FieldProblem
from web.access import Access, allow, required_actor
from web.errors import described
from web.extensions import now, read_only, writing
from web.forms import notify, redirect_to, text
from web.paging import before_id, next_link

bp = Blueprint("account_log_ins", __name__, url_prefix="/log-ins")

PAGE = 50


@bp.get("")
@allow(Role.SECURITY_ADMIN, Access.SESSION_ONLY)
def index() -> ResponseReturnValue:
    """Show failed log-ins and the locks that hold."""
    return _page([])


@bp.post("/locks/<int:lock_id>/unlock")
@allow(Role.SECURITY_ADMIN, Access.SESSION_ONLY)
def unlock(lock_id: int) -> ResponseReturnValue:
    """End a lock before its time."""
    with writing() as session:
        user_administration.unlock(session, required_actor(), lock_id, now=now())
    notify(_("The lock was ended."))
    return redirect_to("account_log_ins.index")


@bp.post("/second-factor")
@allow(Role.SECURITY_ADMIN, Access.SESSION_ONLY)
def reset_second_factor() -> ResponseReturnValue:
    """Remove a lost second factor of the user with this e-mail address."""
    with writing() as session:
        user = user_by_email(session, text("email"))
        if user is not None:
            user_administration.reset_second_factor(session, required_actor(), user.id, now=now())
    if user is None:
        return _page([FieldProblem(field="email", rule="unknown_user")]), 422
    notify(_("The second factor was removed; the user must set up a new one at the next log-in."))
    return redirect_to("account_log_ins.index")


def _page(problems: list[FieldProblem]) -> str:
    with read_only() as session:
        locks = user_administration.locks(session, now=now())
        found = failed_log_ins(session, before_id=before_id(), limit=PAGE + 1)
    errors = [described(problem) for problem in problems]
    return render_template(
        "account/log_ins.html",
        locks=locks,
        events=found[:PAGE],
        next_url=next_link(found, PAGE),
        errors=errors,
    )
