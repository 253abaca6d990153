"""The one place where a request is given an identity and refused or let through."""

import re
import secrets
from datetime import datetime, timedelta

from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import NotFound, RequestEntityTooLarge, Unauthorized
from werkzeug.wrappers import Response as BaseResponse

from data.queries.users import Identity
from matcher.services import audit, tokens, user_sessions
from matcher.services.actor import Actor
from matcher.services.errors import FieldProblem, ForbiddenError, InvalidError, TooManyError
from matcher.services.user_sessions import Limits
from web.access import ASSETS_RULE, Rule, rule_of
from web.extensions import now, read_only, settings, writing
from web.security import cookies, csrf
from web.security.addresses import address_hash, caller_address
from web.security.log_in_state import current_log_in
from web.security.rate_limit import RateLimiter
from web.security.set_up import SetUpStep, unfinished_step, way_to_finish
from web.security.touching import write_if_free

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


def register_gate(app: Flask) -> None:
    """Run the gate before every request."""
    app.extensions["rate_limiter"] = RateLimiter(app.extensions["settings"].rate_limit_per_minute)
    app.before_request(_gate)


def session_limits() -> Limits:
    """Return how long a log-in lives by the settings."""
    return Limits(
        idle=timedelta(minutes=settings().session_idle_minutes),
        absolute=timedelta(hours=settings().session_hours),
    )


def current_identity() -> Identity | None:
    """Return the user behind this request with name and organization."""
    found = g.get("identity")
    return found if isinstance(found, Identity) else None


def _gate() -> BaseResponse | None:
    g.request_id = _request_id()
    if request.endpoint is None:
        _identify_quietly()
        return None
    rule = rule_of(current_app, request.endpoint)
    if rule is None:
        raise ForbiddenError
    if rule is ASSETS_RULE or rule.has_own_guard:
        return None
    _identify()
    _limit_rate(rule)
    return _admit(rule)


def _request_id() -> str:
    given = request.headers.get("X-Request-ID", "")
    if settings().trusted_proxies and _REQUEST_ID.fullmatch(given):
        return given
    return secrets.token_hex(12)


def _identify_quietly() -> None:
    # An address that does not exist: the error page still greets its user.
    if "Authorization" not in request.headers:
        _identify()


def _identify() -> None:
    moment = now()
    header = request.headers.get("Authorization")
    if header is not None:
        _identify_by_token(header, moment)
        return
    token = cookies.read(cookies.SESSION)
    if not token:
        return
    with read_only() as session:
        found = user_sessions.recognise(session, token, now=moment, limits=session_limits())
    if found is None:
        return
    if found.identity.has_second_factor and not found.row.is_second_factor_passed:
        if moment - found.row.created_at < user_sessions.HALF_LIFE:
            g.half_log_in = found
        return
    g.log_in = found
    _act_as(found.identity, is_token=False)
    if moment - found.row.last_seen_at >= user_sessions.TOUCH_EVERY:
        session_id = found.row.id
        write_if_free(lambda session: user_sessions.touch(session, session_id, now=moment))


def _identify_by_token(header: str, moment: datetime) -> None:
    scheme, _, secret = header.partition(" ")
    found = None
    if scheme.lower() == "bearer" and secret.strip():
        with read_only() as session:
            found = tokens.recognise(session, secret.strip(), now=moment)
    if found is None:
        raise Unauthorized
    _act_as(found.identity, is_token=True)
    used_at = found.row.last_used_at
    if used_at is None or moment - used_at >= tokens.TOUCH_EVERY:
        token_id = found.row.id
        write_if_free(lambda session: tokens.touch(session, token_id, now=moment))


def _act_as(identity: Identity, *, is_token: bool) -> None:
    g.identity = identity
    g.actor = Actor(
        user_id=identity.user_id,
        organization_id=identity.organization_id,
        role=identity.role,
        region_code=identity.region_code,
        jurisdiction=identity.jurisdiction,
        is_token=is_token,
        language=identity.language,
        address_hash=address_hash(),
    )


def _limit_rate(rule: Rule) -> None:
    if not rule.is_rate_limited or "actor" in g:
        return
    limiter: RateLimiter = current_app.extensions["rate_limiter"]
    seconds = limiter.retry_after_seconds(caller_address(), now=now())
    if seconds:
        raise TooManyError("too_many_requests", retry_after_seconds=seconds)


def _refuse_long_form() -> None:
    # Werkzeug limits multipart forms this way, but reads a plain one whole.
    limit: int = current_app.config["MAX_FORM_MEMORY_SIZE"]
    is_plain = request.mimetype == "application/x-www-form-urlencoded"
    if is_plain and (request.content_length or 0) > limit:
        raise RequestEntityTooLarge


def _refuse_nul() -> None:
    # No text of ours holds NUL, and PostgreSQL refuses it: a clear message, no database error.
    if "\x00" in request.path:
        raise NotFound
    for source in (request.args, request.form):
        for field, values in source.lists():
            if any("\x00" in text for text in (field, *values)):
                problem = FieldProblem(field=field, rule="control_character")
                raise InvalidError([problem])


def _admit(rule: Rule) -> BaseResponse | None:
    actor: Actor | None = g.get("actor")
    if actor is None and not rule.is_public:
        raise Unauthorized
    _refuse_long_form()
    is_unsafe = request.method not in csrf.SAFE_METHODS
    if is_unsafe and not (actor and actor.is_token) and not csrf.is_genuine(current_log_in()):
        raise ForbiddenError("csrf_failed")
    _refuse_nul()
    if actor is None:
        return None
    if rule.is_public:
        _act_as_public_if_unfinished(actor)
        return None
    if actor.role not in rule.roles or (rule.is_session_only and actor.is_token):
        _audit_refusal(actor)
        raise ForbiddenError("session_only" if actor.role in rule.roles else "forbidden")
    return None if rule.is_open_to_unfinished else _send_to_set_up(actor)


def _step_to_do(actor: Actor) -> SetUpStep | None:
    # A token was made by a finished log-in or by the operator's command: decision 0062.
    identity = current_identity()
    if actor.is_token or identity is None:
        return None
    return unfinished_step(
        identity, current_log_in(), now=now(), profile=settings().password_profile
    )


def _send_to_set_up(actor: Actor) -> Response | None:
    step = _step_to_do(actor)
    return None if step is None else way_to_finish(step)


def _act_as_public_if_unfinished(actor: Actor) -> None:
    # The page greets its user, but shows them no more than it shows everyone.
    if _step_to_do(actor) is not None:
        g.pop("actor")


def _audit_refusal(actor: Actor) -> None:
    with writing() as session:
        audit.record(
            session,
            now=now(),
            action="authorization.refused",
            actor=actor,
            is_success=False,
            details={"endpoint": request.endpoint, "method": request.method},
        )
