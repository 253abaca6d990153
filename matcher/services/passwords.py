"""Passwords: hashing with argon2id, the rules of two profiles, what is too well known.

Parameters and profiles: docs/decisions/0060-passwords.md.
"""

import string
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from data.settings import PasswordProfile
from matcher.services.errors import FieldProblem

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, hash_len=32, salt_len=16)
"""argon2id, 19 MiB, 2 passes: OWASP Password Storage Cheat Sheet; decision 0060."""

MIN_CHARACTERS = {PasswordProfile.ASVS: 12, PasswordProfile.DENGBAO: 10}
MAX_CHARACTERS = 256
"""Long passphrases pass whole; beyond this a request only wants to keep the hasher busy."""

MIN_CLASSES = 3
DENGBAO_ROTATION = timedelta(days=90)
DENGBAO_HISTORY = 5
INITIAL_PASSWORD_LIFE = timedelta(days=7)
"""A first or reset password must be used within a week (ASVS 6.4.1)."""

_BLOCKED_FILE = Path(__file__).with_name("blocked_passwords.txt")


def hash_password(password: str) -> str:
    """Return the argon2id hash with its parameters and salt."""
    return HASHER.hash(password)


def is_correct(password_hash: str, password: str) -> bool:
    """Return whether the password is the one that was hashed."""
    if len(password) > MAX_CHARACTERS:
        return False
    try:
        return HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def waste_time(password: str) -> None:
    """Do the work of one check, for a user who does not exist (ASVS 6.3.1: same timing)."""
    is_correct(_decoy(), password)


@lru_cache(maxsize=1)
def _decoy() -> str:
    return HASHER.hash("a password of nobody")


def is_password_due(changed_at: datetime, *, now: datetime, profile: PasswordProfile) -> bool:
    """Return whether the profile asks for a new password by now (等保2.0 8.1.4.1 a)."""
    return profile is PasswordProfile.DENGBAO and now - changed_at > DENGBAO_ROTATION


def problems_of(
    password: str,
    *,
    profile: PasswordProfile,
    personal: Sequence[str] = (),
    history: Sequence[str] = (),
    field: str = "password",
) -> list[FieldProblem]:
    """Return what is wrong with a new password.

    Parameters
    ----------
    password
        As typed; spaces and any script count, nothing is trimmed.
    profile
        `asvs`: length and list only. `dengbao`: also classes and history.
    personal
        Words an attacker would try first: e-mail, name, organization.
    history
        Hashes of earlier passwords, newest first.
    field
        Name of the form field.
    """
    found: list[FieldProblem] = []
    if len(password) < MIN_CHARACTERS[profile]:
        least = {"min": MIN_CHARACTERS[profile]}
        found.append(FieldProblem(field=field, rule="password_too_short", values=least))
    elif len(password) > MAX_CHARACTERS:
        most = {"max": MAX_CHARACTERS}
        found.append(FieldProblem(field=field, rule="too_long", values=most))
    elif is_well_known(password) or _is_personal(password, personal):
        found.append(FieldProblem(field=field, rule="password_too_common"))
    if profile is PasswordProfile.DENGBAO:
        found += _dengbao_problems(password, history, field)
    return found


def _dengbao_problems(password: str, history: Sequence[str], field: str) -> list[FieldProblem]:
    found = []
    if len(_classes(password)) < MIN_CLASSES:
        found.append(FieldProblem(field=field, rule="password_too_uniform"))
    if any(is_correct(old, password) for old in history[:DENGBAO_HISTORY]):
        found.append(FieldProblem(field=field, rule="password_used_before"))
    return found


def _classes(password: str) -> set[str]:
    found = set()
    for character in password:
        if character in string.ascii_lowercase:
            found.add("lower")
        elif character in string.ascii_uppercase:
            found.add("upper")
        elif character.isdigit():
            found.add("digit")
        else:
            found.add("other")
    return found


def _is_personal(password: str, personal: Sequence[str]) -> bool:
    """Return whether the password is little more than a word about its owner."""
    lowered = password.casefold()
    for words in personal:
        for word in {words, words.partition("@")[0]}:
            key = word.strip().casefold()
            if len(key) >= 3 and len(lowered.replace(key, "")) <= 4:  # noqa: PLR2004
                return True
    return False


def is_well_known(password: str) -> bool:
    """Return whether the password is on the blocked list, or one of its words made longer.

    Compared without case and without trailing digits and signs, so that `Password2024!`
    counts as `password`; a word repeated (`abcabcabcabc`) counts as the word.
    """
    lowered = password.casefold()
    stem = lowered.strip(string.digits + string.punctuation + " ")
    return (
        lowered in _blocked()
        or stem in _blocked()
        or len(set(lowered)) <= 3  # noqa: PLR2004 - aaaa, ababab, 112211
        or _period(lowered) in _blocked()
        or _is_run(lowered)
    )


def _period(text: str) -> str:
    """Return the shortest string whose repetition is the text."""
    for size in range(1, len(text) // 2 + 1):
        if len(text) % size == 0 and text[:size] * (len(text) // size) == text:
            return text[:size]
    return text


def _is_run(text: str) -> bool:
    """Return whether nine in ten steps go to the next or previous character."""
    steps = [abs(ord(b) - ord(a)) for a, b in pairwise(text)]
    return bool(steps) and sum(step <= 1 for step in steps) >= 0.9 * len(steps)


@lru_cache(maxsize=1)
def _blocked() -> frozenset[str]:
    lines = _BLOCKED_FILE.read_text("utf-8").splitlines()
    return frozenset(line.strip().casefold() for line in lines if line and line[0] != "#")
