"""Cells of exports that a spreadsheet must not take for formulas."""

_RISKY = ("=", "+", "-", "@", "\t", "\r")
_GUARD = "'"


def neutralise_cell(value: object) -> object:
    """Return text that begins like a formula with an apostrophe before it; all else unchanged.

    Source: OWASP ASVS 1.2.10; SECURITY requirement 9 (cells beginning = + - @, tab or CR).
    """
    if isinstance(value, str) and value.lstrip(" ").startswith(_RISKY):
        return _GUARD + value
    return value


def restore_cell(value: str) -> str:
    """Return the text as it was before `neutralise_cell`."""
    if value.startswith(_GUARD) and value[1:].lstrip(" ").startswith(_RISKY):
        return value[1:]
    return value
