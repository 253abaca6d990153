"""The account page: profile, e-mail, log-ins of this user, tokens."""

from datetime import timedelta

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from data.queries.users import sessions_of_user, tokens_of_user, user_of_id
from matcher.services import accounts, audit, tokens, user_sessions
from matcher.services.errors import FieldProblem, InvalidError
from web.access import Access, allow, required_actor
from web.extensions import now, read_only, writing
from web.forms import form_page, notify, redirect_to, text
from web.i18n import current_language
from web.pages.account import count_wrong_password
from web.regions import region_name
from web.security import cookies
from web.security.gate import current_identity, session_limits
from web.security.log_in_state import hand_over, required_log_in, wanted_path
from web.security.reauthentication import reauthenticated

bp = Blueprint("account_settings", __name__, url_prefix="/account")

TOKEN_LIFETIMES = {"30": 30, "90": 90, "365": 365, "": None}
"""Days a token may live; empty is without end."""


@bp.get("")
@allow(Access.ANY_USER, Access.SESSION_ONLY)
def overview() -> ResponseReturnValue:
    """Show the profile."""
    return _overview([])


@bp.post("/profile")
@allow(Access.ANY_USER, Access.SESSION_ONLY)
def change_profile() -> ResponseReturnValue:
    """Change name and language."""
    try:
        with writing() as session:
            accounts.change_profile(
                session, required_actor(), name=text("name"), language=text("language")
            )
    except InvalidError as error:
        return _overview(list(error.problems)), 422
    notify(_("Your profile was saved."))
    response = redirect_to("account_settings.overview")
    cookies.write(response, cookies.LANGUAGE, text("language"), max_age=cookies.LANGUAGE_SECONDS)
    return response


def _overview(problems: list[FieldProblem]) -> str:
    identity = current_identity()
    language = current_language()
    with read_only() as session:
        user = user_of_id(session, required_actor().user_id)
    return form_page(
        "account/overview.html",
        problems,
        user=user,
        identity=identity,
        role=user.role.label(language),
        region=region_name(user.region_code, language),
        values={"name": user.name, "language": user.language},
    )


@bp.get("/email")
@allow(Access.ANY_USER, Access.SESSION_ONLY)
@reauthenticated
def email_form() -> ResponseReturnValue:
    """Show the form for a new e-mail address."""
    return form_page("account/email.html", [])


@bp.post("/email")
@allow(Access.ANY_USER, Access.SESSION_ONLY)
@reauthenticated
def change_email() -> ResponseReturnValue:
    """Change the e-mail address that one logs in with."""
    try:
        with writing() as session:
            accounts.change_email(session, required_actor(), email=text("email"), now=now())
    except InvalidError as error:
        return form_page("account/email.html", error.problems), 422
    notify(_("Your e-mail address was changed. Please use the new one from now on."))
    return redirect_to("account_settings.overview")


@bp.get("/password-again")
@allow(Access.ANY_USER, Access.SESSION_ONLY)
def password_again_form() -> ResponseReturnValue:
    """Ask for the password again."""
    return form_page("account/password_again.html", [], next=wanted_path(""))


@bp.post("/password-again")
@allow(Access.ANY_USER, Access.SESSION_ONLY)
def password_again() -> ResponseReturnValue:
    """Check the repeated password."""
    try:
        with writing() as session:
            token = accounts.reauthenticate(
                session,
                required_actor(),
                session_id=required_log_in().row.id,
                password=request.form.get("password", ""),
                now=now(),
            )
    except InvalidError as error:
        count_wrong_password(error)
        page = form_page("account/password_again.html", error.problems, next=wanted_path(""))
        return page, 422
    return hand_over(token, wanted_path(url_for("account_settings.overview")))


@bp.get("/credentials")
@allow(Access.ANY_USER, Access.SESSION_ONLY)
def credentials() -> ResponseReturnValue:
    """List this user's log-ins and tokens."""
    return _credentials([])


@bp.post("/sessions/<int:session_id>/end")
@allow(Access.ANY_USER, Access.SESSION_ONLY)
def end_session(session_id: int) -> ResponseReturnValue:
    """End one of this user's log-ins."""
    with writing() as session:
        user_sessions.end_own(session, required_actor(), session_id, now=now())
        audit.record(
            session,
            now=now(),
            action="session.ended",
            actor=required_actor(),
            subject_kind="user_session",
            subject_id=session_id,
        )
    notify(_("The log-in was ended."))
    return redirect_to("account_settings.credentials")


@bp.post("/sessions/end-others")
@allow(Access.ANY_USER, Access.SESSION_ONLY)
def end_other_sessions() -> ResponseReturnValue:
    """End every other log-in of this user."""
    actor = required_actor()
    with writing() as session:
        user_sessions.end_all(session, actor.user_id, now=now(), but=required_log_in().row.id)
        audit.record(session, now=now(), action="session.others_ended", actor=actor)
    notify(_("All other log-ins were ended."))
    return redirect_to("account_settings.credentials")


@bp.post("/tokens")
@allow(Access.ANY_USER, Access.SESSION_ONLY)
def create_token() -> ResponseReturnValue:
    """Create a token and show it once."""
    actor = required_actor()
    days = TOKEN_LIFETIMES.get(text("lifetime"), 30)
    expires_at = None if days is None else now() + timedelta(days=days)
    try:
        with writing() as session:
            secret = tokens.create_token(
                session,
                user_id=actor.user_id,
                name=text("name"),
                now=now(),
                expires_at=expires_at,
                actor=actor,
            )
    except InvalidError as error:
        return _credentials(list(error.problems)), 422
    return render_template("account/token.html", secret=secret, name=text("name")), 201


@bp.post("/tokens/<int:token_id>/revoke")
@allow(Access.ANY_USER, Access.SESSION_ONLY)
def revoke_token(token_id: int) -> ResponseReturnValue:
    """Revoke one of this user's tokens."""
    with writing() as session:
        tokens.revoke_own(session, required_actor(), token_id, now=now())
    notify(_("The token was revoked."))
    return redirect_to("account_settings.credentials")


def _credentials(problems: list[FieldProblem]) -> str:
    actor = required_actor()
    limits, moment = session_limits(), now()
    with read_only() as session:
        log_ins = [
            row
            for row in sessions_of_user(session, actor.user_id)
            if moment - row.last_seen_at < limits.idle and moment - row.created_at < limits.absolute
        ]
        kept = tokens_of_user(session, actor.user_id)
    return form_page(
        "account/credentials.html",
        problems,
        log_ins=log_ins,
        present_id=required_log_in().row.id,
        tokens=kept,
        now=moment,
        lifetimes=[
            {"value": "30", "label": _("30 days")},
            {"value": "90", "label": _("90 days")},
            {"value": "365", "label": _("one year")},
            {"value": "", "label": _("without end")},
        ],
    )
