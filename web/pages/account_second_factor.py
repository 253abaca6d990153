"""Two-step verification: enrolment with a QR code, recovery codes, removal."""

from io import BytesIO

import segno
from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from data.queries.users import user_of_id
from data.vocabulary import TOTP_REQUIRED_ROLES
from matcher.services import second_factor, user_sessions
from matcher.services.errors import FieldProblem, InvalidError
from web.access import Access, allow, required_actor
from web.extensions import now, read_only, writing
from web.forms import form_page, notify, redirect_to, text
from web.security import cookies
from web.security.log_in_state import required_log_in, with_token
from web.security.reauthentication import reauthenticated

bp = Blueprint("account_second_factor", __name__, url_prefix="/account/second-factor")


@bp.get("")
@allow(Access.ANY_USER, Access.SESSION_ONLY)
def overview() -> ResponseReturnValue:
    """Show whether two-step verification is on."""
    actor = required_actor()
    with read_only() as session:
        user = user_of_id(session, actor.user_id)
    return render_template(
        "account/second_factor.html",
        enrolled_at=user.totp_confirmed_at,
        codes_left=len(user.recovery_code_hashes),
        is_required=actor.role in TOTP_REQUIRED_ROLES,
    )


@bp.get("/enrolment")
@allow(Access.ANY_USER, Access.SESSION_ONLY, Access.UNFINISHED)
def enrolment() -> ResponseReturnValue:
    """Begin: the secret is made by a POST, since a GET changes nothing (RULINGS 10)."""
    return _enrolment_page([])


@bp.post("/enrolment/begin")
@allow(Access.ANY_USER, Access.SESSION_ONLY, Access.UNFINISHED)
def begin() -> ResponseReturnValue:
    """Make the secret and show it."""
    with writing() as session:
        second_factor.begin_enrolment(session, required_actor())
    return redirect_to("account_second_factor.enrolment")


@bp.post("/enrolment")
@allow(Access.ANY_USER, Access.SESSION_ONLY, Access.UNFINISHED)
def confirm() -> ResponseReturnValue:
    """Check the first code and show the recovery codes once."""
    try:
        with writing() as session:
            codes, token = second_factor.confirm_enrolment(
                session,
                required_actor(),
                session_id=required_log_in().row.id,
                code=text("code"),
                now=now(),
            )
    except InvalidError as error:
        return _enrolment_page(list(error.problems)), 422
    return with_token(make_response(_codes_page(codes)), token)


@bp.post("/recovery-codes")
@allow(Access.ANY_USER, Access.SESSION_ONLY)
@reauthenticated
def renew_codes() -> ResponseReturnValue:
    """Replace the recovery codes."""
    with writing() as session:
        codes = second_factor.renew_recovery_codes(session, required_actor(), now=now())
    return _codes_page(codes)


@bp.post("/remove")
@allow(Access.ANY_USER, Access.SESSION_ONLY)
@reauthenticated
def remove() -> ResponseReturnValue:
    """Remove the second factor, for instance before changing to a new phone."""
    with writing() as session:
        second_factor.remove(session, required_actor(), now=now())
        token = user_sessions.rotate(
            session, required_log_in().row.id, now=now(), is_second_factor_passed=False
        )
    notify(_("Two-step verification was removed."))
    is_required = required_actor().role in TOTP_REQUIRED_ROLES
    target = "account_second_factor.enrolment" if is_required else "account_second_factor.overview"
    response = redirect_to(target)
    cookies.write(response, cookies.SESSION, token)
    return response


def _codes_page(codes: list[str]) -> str:
    return render_template("account/recovery_codes.html", codes=codes)


def _enrolment_page(problems: list[FieldProblem]) -> str:
    with read_only() as session:
        waiting = second_factor.waiting_enrolment(session, required_actor())
    return form_page(
        "account/enrolment.html",
        problems,
        secret=waiting.secret if waiting else None,
        grouped=_grouped(waiting.secret) if waiting else None,
        qr_svg=_qr_svg(waiting.uri) if waiting else None,
    )


def _grouped(secret: str) -> str:
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))


def _qr_svg(uri: str) -> Markup:
    """Return the QR code as SVG with attributes only: the CSP forbids inline style."""
    buffer = BytesIO()
    segno.make(uri, error="m").save(
        buffer,
        kind="svg",
        scale=5,
        border=4,
        xmldecl=False,
        svgclass="qr",
        lineclass=None,
        light="#fff",
        title=_("QR code for the authenticator app"),
    )
    return Markup(buffer.getvalue().decode())  # noqa: S704  # nosec B704
