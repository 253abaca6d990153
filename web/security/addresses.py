"""The caller's address, and paths that are safe to be sent to."""

import hashlib
import hmac
from urllib.parse import urlsplit

from flask import request

from web.extensions import settings

_HASH_CHARACTERS = 32


def caller_address() -> str:
    """Return the caller's network address (behind the configured number of proxies)."""
    return request.remote_addr or "unknown"


def address_hash() -> str:
    """Return the keyed hash of the caller's address: what logs and audit keep (RULINGS 19)."""
    key = settings().effective_secret_key.encode()
    digest = hmac.new(key, f"address:{caller_address()}".encode(), hashlib.sha256)
    return digest.hexdigest()[:_HASH_CHARACTERS]


def safe_path(wanted: str | None, default: str = "/") -> str:
    """Return `wanted` if it is a path of this site, else `default` (ASVS 3.7.2).

    Browsers drop control characters and read a backslash as a slash, so that a slash and a
    backslash, or two slashes with a tab between, would leave the site.
    """
    if not wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return default
    if "\\" in wanted or any(ord(c) < 0x20 or ord(c) == 0x7F for c in wanted):  # noqa: PLR2004
        return default
    parts = urlsplit(wanted)
    return default if parts.scheme or parts.netloc else wanted
