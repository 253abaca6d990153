"""The cookie that lets one follow-up form be saved for half an hour (UX.md, ASVS 14.2.1).

It replaces the link's token: the address bar, the history and the referrer hold no secret. It is
sent with that one form's addresses only, and names the link, so that a revoked or expired link
closes its open forms too.
"""

import hashlib
import hmac
from datetime import datetime

from flask import request
from werkzeug.wrappers import Response

from matcher.services.follow_ups import FORM_LIFETIME
from web.extensions import settings

_NAME = "answer"
_PARTS = 3


def cookie_name() -> str:
    """Return the cookie's name; __Secure- with https (__Host- would forbid a path of its own)."""
    return f"__Secure-{_NAME}" if settings().is_https else _NAME


def give(response: Response, *, path: str, token_hash: str, now: datetime) -> None:
    """Set the cookie for one form."""
    expires = int((now + FORM_LIFETIME).timestamp())
    response.set_cookie(
        cookie_name(),
        f"{token_hash}.{expires}.{_signature(token_hash, expires, path)}",
        max_age=int(FORM_LIFETIME.total_seconds()),
        path=path,
        secure=settings().is_https,
        httponly=True,
        samesite="Lax",
    )


def token_hash_for(path: str, *, now: datetime) -> str | None:
    """Return the hash of the link that opened this form; None without a cookie that holds."""
    parts = request.cookies.get(cookie_name(), "").split(".")
    if len(parts) != _PARTS or not parts[1].isdecimal() or len(parts[1]) > 12:  # noqa: PLR2004
        return None
    token_hash, expires, signature = parts[0], int(parts[1]), parts[2]
    wanted = _signature(token_hash, expires, path)
    if not hmac.compare_digest(signature.encode(), wanted.encode()):
        return None
    return token_hash if now.timestamp() < expires else None


def _signature(token_hash: str, expires: int, path: str) -> str:
    key = settings().effective_secret_key.encode()
    message = f"follow-up form:{token_hash}:{expires}:{path}".encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()
