"""Logging in and out, the one-time code, a new password, waiting for approval."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from data.queries.organizations import organization_of_id
from data.vocabulary import OrganizationStatus
from matcher.services import accounts, audit, log_ins, second_factor, user_sessions
from matcher.services.errors import FieldProblem, InvalidError
from matcher.services.log_ins import LogInResult
from web.access import Access, allow, required_actor
from web.errors import described
from web.extensions import now, read_only, settings, writing
from web.forms import form_page, notify, text
from web.messages import problem_message
from web.security import cookies
from web.security.addresses import address_hash
from web.security.gate import current_identity
from web.security.log_in_state import (
    CLEAR_SITE_DATA,
    half_log_in,
    hand_over,
    required_log_in,
    wanted_path,
)

bp = Blueprint("account", __name__)

HOME = "/"


@bp.get("/login")
@allow(Access.PUBLIC)
def log_in_form() -> ResponseReturnValue:
    """Show the log-in form."""
    if current_identity() is not None:
        return redirect(wanted_path(HOME), code=303)
    has_ended = cookies.read(cookies.SESSION) is not None
    return render_template(
        "account/log_in.html", next=wanted_path(""), errors=[], has_ended=has_ended
    )


@bp.post("/login")
@allow(Access.PUBLIC)
def log_in() -> ResponseReturnValue:
    """Check e-mail and password."""
    email, password = text("email"), request.form.get("password", "")
    with read_only() as session:
        attempt = log_ins.check(session, email=email, password=password)
    with writing() as session:
        _end_present_session(session)
        outcome = log_ins.settle(
            session,
            attempt,
            now=now(),
            address_hash=address_hash(),
            user_agent=request.user_agent.string,
        )
    if outcome.token is None:
        return _refused(outcome.result, email)
    target = wanted_path("")
    if outcome.result is LogInResult.CODE_NEEDED:
        return hand_over(outcome.token, url_for("account.code_form", next=target or None))
    return hand_over(outcome.token, target or HOME)


def _end_present_session(session: object) -> None:
    log_in_now = g.get("log_in") or half_log_in()
    if log_in_now is not None:
        user_sessions.end(session, log_in_now.row.id, now=now())  # type: ignore[arg-type]


def _refused(result: LogInResult, email: str) -> ResponseReturnValue:
    codes = {
        LogInResult.LOCKED: "too_many_attempts",
        LogInResult.EXPIRED: "initial_password_expired",
    }
    code = codes.get(result, "wrong_log_in")
    minutes = int(log_ins.LOCK.total_seconds() // 60)
    message = problem_message(code, {"minutes": minutes})
    page = render_template(
        "account/log_in.html",
        next=wanted_path(""),
        email=email,
        errors=[{"field": "email", "message": message}],
    )
    return page, 429 if result is LogInResult.LOCKED else 422


@bp.get("/login/code")
@allow(Access.PUBLIC)
def code_form() -> ResponseReturnValue:
    """Ask for the one-time code."""
    if half_log_in() is None:
        return redirect(url_for("account.log_in_form"), code=303)
    return render_template("account/code.html", next=wanted_path(""), errors=[])


@bp.post("/login/code")
@allow(Access.PUBLIC)
def code() -> ResponseReturnValue:
    """Check the one-time code or a recovery code."""
    waiting_log_in = half_log_in()
    if waiting_log_in is None:
        return redirect(url_for("account.log_in_form"), code=303)
    with writing() as session:
        token = second_factor.pass_code(
            session,
            user_id=waiting_log_in.identity.user_id,
            session_id=waiting_log_in.row.id,
            code=text("code"),
            now=now(),
            address_hash=address_hash(),
        )
    if token is None:
        errors = [described(FieldProblem(field="code", rule="wrong_code"))]
        page = render_template("account/code.html", next=wanted_path(""), errors=errors)
        return page, 422
    return hand_over(token, wanted_path(HOME))


@bp.post("/logout")
@allow(Access.ANY_USER, Access.SESSION_ONLY, Access.UNFINISHED)
def log_out() -> ResponseReturnValue:
    """End this log-in wherever its cookie was copied to (ASVS 7.4.1)."""
    with writing() as session:
        user_sessions.end(session, required_log_in().row.id, now=now())
        audit.record(session, now=now(), action="logout", actor=required_actor())
    response = redirect(HOME, code=303)
    cookies.clear(response, cookies.SESSION)
    response.headers["Clear-Site-Data"] = CLEAR_SITE_DATA
    return response


@bp.get("/account/password")
@allow(Access.ANY_USER, Access.SESSION_ONLY, Access.UNFINISHED)
def password_form() -> ResponseReturnValue:
    """Show the form for a new password."""
    return _password_page([])


@bp.post("/account/password")
@allow(Access.ANY_USER, Access.SESSION_ONLY, Access.UNFINISHED)
def change_password() -> ResponseReturnValue:
    """Change the password; every other log-in ends."""
    new, again = request.form.get("new_password", ""), request.form.get("new_password_again", "")
    actor = required_actor()
    if new != again:
        differ = FieldProblem(field="new_password_again", rule="passwords_differ")
        return _password_page([differ]), 422
    try:
        with writing() as session:
            token = accounts.change_password(
                session,
                actor,
                session_id=required_log_in().row.id,
                present=request.form.get("present_password", ""),
                new=new,
                profile=settings().password_profile,
                now=now(),
            )
    except InvalidError as error:
        count_wrong_password(error)
        return _password_page(list(error.problems)), 422
    notify(_("Your password was changed; all your other log-ins ended."))
    return hand_over(token, url_for("account_settings.overview"))


def count_wrong_password(error: InvalidError) -> None:
    """Count a wrong repeated password, so that a stolen session cannot guess it."""
    if any(problem.rule == "wrong_password" for problem in error.problems):
        with writing() as session:
            key = log_ins.code_key(required_actor().user_id)
            log_ins.count_failure(session, key, now=now())


def _password_page(problems: list[FieldProblem]) -> str:
    identity = current_identity()
    return form_page(
        "account/password.html",
        problems,
        profile=settings().password_profile.value,
        must_change=identity is not None and identity.must_change_password,
    )


@bp.get("/account/waiting")
@allow(Access.ANY_USER, Access.SESSION_ONLY, Access.UNFINISHED)
def waiting() -> ResponseReturnValue:
    """Show the state of the organization's registration."""
    identity = current_identity()
    if identity is None or identity.organization_status is OrganizationStatus.APPROVED:
        return redirect(HOME, code=303)
    with read_only() as session:
        organization = organization_of_id(session, identity.organization_id)
    return render_template(
        "account/waiting.html",
        status=identity.organization_status.value,
        note=organization.decision_note,
    )
