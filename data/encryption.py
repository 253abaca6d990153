"""Sealing of personal fields with AES-256-GCM; the key is configured once per process."""

import hashlib
import json
import os
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
_PURPOSE = b"tanqiao field encryption v1"
_ciphers: list[AESGCM] = []


class KeyMissingError(RuntimeError):
    """A sealed field was touched before the process configured its key."""


def configure_encryption(secret_key: str) -> None:
    """Derive the field key from the service's secret and keep it for this process."""
    key = hashlib.scrypt(secret_key.encode(), salt=_PURPOSE, n=2**12, r=8, p=1, dklen=32)
    _ciphers[:] = [AESGCM(key)]


def _cipher() -> AESGCM:
    if not _ciphers:
        msg = "configure_encryption was not called"
        raise KeyMissingError(msg)
    return _ciphers[0]


def encrypt_json(value: Any) -> bytes:  # noqa: ANN401 - any JSON value
    """Return nonce and ciphertext of a JSON value."""
    nonce = os.urandom(NONCE_BYTES)
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return nonce + _cipher().encrypt(nonce, plain, None)


def decrypt_json(sealed: bytes) -> Any:  # noqa: ANN401 - any JSON value
    """Return the JSON value of what `encrypt_json` returned.

    Raises
    ------
    cryptography.exceptions.InvalidTag
        If the bytes were changed or sealed with another key.
    """
    nonce, ciphertext = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    return json.loads(_cipher().decrypt(nonce, ciphertext, None))
