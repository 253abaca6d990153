"""Characters and symbols with which people tick a box."""

from collections.abc import Mapping
from types import MappingProxyType

ON, OFF = "☑", "☐"

ON_MARKS = frozenset("☑☒■✓✔√●▣◼⬛✅🗹🗷\uf052\uf053\uf050\uf054\uf0fe\uf0fd\uf0fc")
OFF_MARKS = frozenset("☐□○◻▢◯⬜❏❑❒\uf0a3\uf0a8\uf06f\uf071")
"""Filled, ticked and crossed boxes count as chosen, empty ones as not chosen (FORMS)."""

UNKNOWN = "不清楚"
"""What stands in a box of the supplement whose owner does not know the answer."""

_SYMBOLS: Mapping[str, Mapping[int, str]] = MappingProxyType(
    {
        "wingdings2": {
            0x50: ON, 0x52: ON, 0x53: ON, 0x54: ON, 0x97: ON, 0xA2: ON, 0xA3: OFF, 0x2A: OFF,
        },
        "wingdings": {
            0xFC: ON, 0xFD: ON, 0xFE: ON, 0x6E: ON, 0x78: ON,
            0x6F: OFF, 0x71: OFF, 0x72: OFF, 0xA8: OFF,
        },
    }
)  # fmt: skip
"""Boxes and ticks of the symbol fonts, by code point within the font."""

_PRIVATE_USE = 0xF000


def symbol_mark(font: str, code_point: int) -> str | None:
    """Return ☑ or ☐ for a character of a symbol font that is a box or a tick, else None.

    Parameters
    ----------
    font : str
        Name of the font, such as `Wingdings 2`.
    code_point : int
        Of the character; the private use area U+F000 to U+F0FF stands for the font's own codes.
    """
    symbols = _SYMBOLS.get(font.lower().replace(" ", ""))
    if symbols is None:
        return None
    own = code_point - _PRIVATE_USE if code_point >= _PRIVATE_USE else code_point
    return symbols.get(own)


def is_symbol_font(font: str) -> bool:
    """Return whether the font shows boxes and ticks instead of letters."""
    return font.lower().replace(" ", "") in _SYMBOLS
