"""A member of a code list: what is stored, and what people read in each language."""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A code-list member: `value` is stored, `label_zh` and `label_en` are what users read."""

    label_zh: str
    label_en: str

    def __new__(cls, code: str, label_zh: str = "", label_en: str = "") -> Self:
        """Build a member from its stored code and its two labels."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label_zh = label_zh
        member.label_en = label_en
        return member

    def label(self, language: str) -> str:
        """Return the label in `language`: Chinese for any tag that starts with zh, else English."""
        return self.label_zh if language.startswith("zh") else self.label_en
