"""Random secrets given to users, and the hashes that are kept of them."""

import hashlib
import secrets

TOKEN_BYTES = 32
"""256 bits; ASVS 7.2.3 asks for 128 at least."""

_ONE_TIME_ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits that are not mistaken for each other when read aloud."""


def new_token() -> str:
    """Return a URL-safe secret of 256 random bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> str:
    """Return what is stored of a random secret; SHA-256 suffices at 128 bits and more."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_one_time_password() -> str:
    """Return a first password that satisfies both profiles (115 bits)."""
    while True:
        text = "".join(secrets.choice(_ONE_TIME_ALPHABET) for _ in range(16))
        if any(c.isdigit() for c in text) and any(c.isupper() for c in text):
            return "-".join(text[i : i + 4] for i in range(0, 16, 4))
