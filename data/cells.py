"""Cells of exports that a spreadsheet must not take for formulas."""

_RISKY = ("=", "+", "-", "@", "\t", "\r")
_GUARD = "'"


def neutralise_cell(value: object) -> object:
    """Return text that begins like a formula with an apostrophe before it; all else unchanged.

    Text that already begins with apostrophes and then like a formula gets one more, so that
    `restore_cell` gives back every text as it was.

    Source: OWASP ASVS 1.2.10; SECURITY requirement 9 (cells beginning = + - @, tab or CR).
    """
    return _GUARD + value if isinstance(value, str) and _is_risky(value) else value


def restore_cell(value: str) -> str:
    """Return the text as it was before `neutralise_cell`."""
    return value[1:] if value.startswith(_GUARD) and _is_risky(value[1:]) else value


def _is_risky(text: str) -> bool:
    return text.lstrip(" '").startswith(_RISKY)
