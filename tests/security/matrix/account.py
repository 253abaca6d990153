"""Log-in, own account, tokens, second factor."""

from itertools import count

from data.models import ApiToken
from data.vocabulary import Role
from matcher.services import user_sessions
from tests.security.row import EVERY_ROLE, HIDDEN, OWN_ONLY, Row
from tests.security.world import World

_PARK_MANAGERS = dict.fromkeys(Role, HIDDEN) | {Role.PARK_MANAGER: OWN_ONLY}
_numbers = count(1)


def _log_in(world: World) -> int:
    with world.write() as session:
        _, row_id = user_sessions.open_session(
            session,
            user_id=world.person(Role.PARK_MANAGER).user.id,
            now=world.now,
            is_second_factor_passed=False,
        )
    return row_id


def _token(world: World) -> int:
    with world.write() as session:
        row = ApiToken(
            token_hash=f"{next(_numbers):064d}",
            prefix="tq_test",
            user_id=world.person(Role.PARK_MANAGER).user.id,
            name="doomed",
            created_at=world.now,
        )
        session.add(row)
        session.flush()
        return row.id


def _own(endpoint: str, method: str, path: str, **options) -> Row:
    return Row(endpoint, method, path=path, allowed=EVERY_ROLE, is_session_only=True, **options)


ROWS = [
    Row("account.log_in_form", "GET", path="/login", is_public=True),
    Row(
        "account.log_in",
        "POST",
        path="/login",
        is_public=True,
        form={"email": "x"},
    ),
    Row("account.code_form", "GET", path="/login/code", is_public=True),
    Row("account.code", "POST", path="/login/code", is_public=True),
    _own("account.log_out", "POST", "/logout"),
    _own("account.password_form", "GET", "/account/password"),
    _own("account.change_password", "POST", "/account/password"),
    _own("account.waiting", "GET", "/account/waiting"),
    _own("account_settings.overview", "GET", "/account"),
    _own("account_settings.change_profile", "POST", "/account/profile"),
    _own("account_settings.email_form", "GET", "/account/email"),
    _own("account_settings.change_email", "POST", "/account/email"),
    _own("account_settings.password_again_form", "GET", "/account/password-again"),
    _own("account_settings.password_again", "POST", "/account/password-again"),
    _own("account_settings.credentials", "GET", "/account/credentials"),
    _own("account_settings.end_other_sessions", "POST", "/account/sessions/end-others"),
    _own("account_settings.create_token", "POST", "/account/tokens"),
    Row(
        "account_settings.end_session",
        "POST",
        path=lambda world: f"/account/sessions/{_log_in(world)}/end",
        allowed=_PARK_MANAGERS,
        is_session_only=True,
    ),
    Row(
        "account_settings.revoke_token",
        "POST",
        path=lambda world: f"/account/tokens/{_token(world)}/revoke",
        allowed=_PARK_MANAGERS,
        is_session_only=True,
    ),
    _own("account_second_factor.overview", "GET", "/account/second-factor"),
    _own("account_second_factor.enrolment", "GET", "/account/second-factor/enrolment"),
    _own("account_second_factor.begin", "POST", "/account/second-factor/enrolment/begin"),
    _own("account_second_factor.confirm", "POST", "/account/second-factor/enrolment"),
    _own("account_second_factor.renew_codes", "POST", "/account/second-factor/recovery-codes"),
    _own("account_second_factor.remove", "POST", "/account/second-factor/remove"),
    _own("api_tokens.index", "GET", "/api/v1/tokens"),
    _own("api_tokens.create", "POST", "/api/v1/tokens", json={}),
    Row(
        "api_tokens.revoke",
        "DELETE",
        path=lambda world: f"/api/v1/tokens/{_token(world)}",
        allowed=_PARK_MANAGERS,
        is_session_only=True,
    ),
]
