"""Labels in two languages, and finding an entry by its code or by either label."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar


class UnknownCodeError(ValueError):
    """A value is neither a code nor a label of the list it should come from."""

    def __init__(self, code_list: str, value: str) -> None:
        super().__init__(f"{value!r} is not in the list {code_list!r}")
        self.code_list = code_list
        self.value = value


class Labeled(Protocol):
    """An entry of a code list with a code and two labels."""

    @property
    def code(self) -> str:
        """The stored value."""
        ...

    @property
    def label_zh(self) -> str:
        """What Chinese readers read."""
        ...

    @property
    def label_en(self) -> str:
        """What English readers read."""
        ...


Entry = TypeVar("Entry", bound=Labeled)


def choose_label(language: str, label_zh: str, label_en: str) -> str:
    """Return the Chinese label for any language tag that starts with zh, else the English one."""
    return label_zh if language.startswith("zh") else label_en


def fold(text: str) -> str:
    """Return `text` with width, case and spaces leveled, so that labels compare as people read."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def by_code_or_label(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Return a look-up of entries by folded code and by folded Chinese and English label."""
    found: dict[str, Entry] = {}
    for entry in entries:
        for key in (entry.label_en, entry.label_zh, entry.code):
            found[fold(key)] = entry
    return found


def parse(code_list: str, index: Mapping[str, Entry], value: str) -> Entry:
    """Return the entry that `value` names by code or label.

    Raises
    ------
    UnknownCodeError
        If no entry has this code or label.
    """
    entry = index.get(fold(value))
    if entry is None:
        raise UnknownCodeError(code_list, value)
    return entry
