"""Users, for the system administrator: create, close, open, give a new first password."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from data.queries.users import users
from data.reference.divisions import divisions
from data.vocabulary import Role
from matcher.services import accounts, user_administration
from matcher.services.accounts import OneTimePassword
from matcher.services.errors import FieldProblem, InvalidError
from web.access import Access, allow, required_actor
from web.extensions import now, read_only, writing
from web.forms import form_page, notify, redirect_to, text
from web.i18n import current_language
from web.paging import before_id, next_link
from web.regions import region_options

bp = Blueprint("users", __name__, url_prefix="/users")

PAGE = 30


@bp.get("")
@allow(Role.SYSTEM_ADMIN, Access.SESSION_ONLY)
def index() -> ResponseReturnValue:
    """List users."""
    wanted = request.args.get("query", "").strip()[:100]
    with read_only() as session:
        found = users(session, text=wanted, before_id=before_id(), limit=PAGE + 1)
    language = current_language()
    return render_template(
        "account/users.html",
        users=[
            {"user": user, "organization": name, "role": user.role.label(language)}
            for user, name in found[:PAGE]
        ],
        query=wanted,
        next_url=next_link([user for user, _name in found], PAGE),
        own_id=required_actor().user_id,
    )


@bp.get("/new")
@allow(Role.SYSTEM_ADMIN, Access.SESSION_ONLY)
def new() -> ResponseReturnValue:
    """Show the form for a new user."""
    return _form([])


@bp.post("")
@allow(Role.SYSTEM_ADMIN, Access.SESSION_ONLY)
def create() -> ResponseReturnValue:
    """Create a user and show the one-time password once."""
    problems = _problems()
    if problems:
        return _form(problems), 422
    try:
        with writing() as session:
            made = accounts.create_user(
                session,
                email=text("email"),
                name=text("name"),
                role=Role(text("role")),
                organization_name=text("organization_name"),
                region_code=text("region_code") or None,
                now=now(),
                actor=required_actor(),
            )
    except InvalidError as error:
        return _form(list(error.problems)), 422
    return _one_time_password(made), 201


@bp.post("/<int:user_id>/deactivate")
@allow(Role.SYSTEM_ADMIN, Access.SESSION_ONLY)
def deactivate(user_id: int) -> ResponseReturnValue:
    """Close an account."""
    with writing() as session:
        user_administration.deactivate(session, required_actor(), user_id, now=now())
    notify(_("The account was closed; its log-ins and tokens ended."))
    return redirect_to("users.index")


@bp.post("/<int:user_id>/activate")
@allow(Role.SYSTEM_ADMIN, Access.SESSION_ONLY)
def activate(user_id: int) -> ResponseReturnValue:
    """Open a closed account again."""
    with writing() as session:
        user_administration.activate(session, required_actor(), user_id, now=now())
    notify(_("The account is open again."))
    return redirect_to("users.index")


@bp.post("/<int:user_id>/password")
@allow(Role.SYSTEM_ADMIN, Access.SESSION_ONLY)
def reset_password(user_id: int) -> ResponseReturnValue:
    """Give a new one-time password and show it once."""
    with writing() as session:
        made = user_administration.reset_password(session, required_actor(), user_id, now=now())
    return _one_time_password(made)


def _problems() -> list[FieldProblem]:
    found = []
    if text("role") not in list(Role):
        found.append(FieldProblem(field="role", rule="required"))
    if text("region_code") and text("region_code") not in divisions():
        found.append(FieldProblem(field="region_code", rule="unknown_region"))
    return found


def _form(problems: list[FieldProblem]) -> str:
    language = current_language()
    return form_page(
        "account/new_user.html",
        problems,
        roles=[{"value": role.value, "label": role.label(language)} for role in Role],
        regions=region_options(language),
    )


def _one_time_password(made: OneTimePassword) -> str:
    return render_template("account/one_time_password.html", made=made)
