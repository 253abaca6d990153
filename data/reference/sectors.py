"""GB/T 4754-2017: 20 sections and 97 divisions; longer codes are checked by their division."""

import re
from dataclasses import dataclass
from functools import lru_cache

from data.reference.files import read_rows
from data.reference.labels import UnknownCodeError, by_code_or_label, choose_label, parse

_FORM = re.compile(r"[A-T](\d{2}(\d{1,2})?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """A section (门类, one letter) or division (大类, letter and two digits)."""

    code: str
    level: str
    section_code: str
    label_zh: str
    label_en: str
    source: str

    def label(self, language: str) -> str:
        """Return the label in `language` (zh or en)."""
        return choose_label(language, self.label_zh, self.label_en)


@lru_cache(maxsize=1)
def sectors() -> dict[str, Sector]:
    """Return sections and divisions by code, in the standard's order."""
    return {
        row["code"]: Sector(
            code=row["code"],
            level=row["level"],
            section_code=row["section_code"] or row["code"],
            label_zh=row["name_zh"],
            label_en=row["name_en"],
            source=row["source"],
        )
        for row in read_rows("sectors.csv")
    }


def is_sector_code(code: str) -> bool:
    """Tell whether `code` is a section, a division, or a group or class within a known division.

    Groups and classes (three and four digits) are checked by their division's prefix (RULINGS 30).
    """
    return bool(_FORM.fullmatch(code)) and code[:3] in sectors()


def sector_label(code: str, language: str) -> str:
    """Return the label of the section or division that `code` lies in.

    Raises
    ------
    UnknownCodeError
        If `code` is no sector code.
    """
    if not is_sector_code(code):
        raise UnknownCodeError("sector", code)
    return sectors()[code[:3]].label(language)


def parse_sector(value: str) -> str:
    """Return the sector code that `value` names by code, Chinese or English label.

    A bare number is a code without its section letter: "25" is C25, "2511" is C2511.

    Raises
    ------
    UnknownCodeError
        If there is no such sector (RULINGS 28, 30).
    """
    code = value.strip().upper()
    if is_sector_code(code):
        return code
    if code.isascii() and code.isdigit() and code[:2] in _letters():
        code = _letters()[code[:2]] + code
        if is_sector_code(code):
            return code
    return parse("sector", _by_label(), value).code


@lru_cache(maxsize=1)
def _by_label() -> dict[str, Sector]:
    # Where a section has one division of the same name (教育), the name means the division.
    entries = sorted(sectors().values(), key=lambda sector: sector.level, reverse=True)
    return by_code_or_label(entries)


@lru_cache(maxsize=1)
def _letters() -> dict[str, str]:
    return {s.code[1:]: s.section_code for s in sectors().values() if s.level == "division"}
