"""Codes behind the words of a box: technology type, fields, sectors, terms and places."""

import difflib
import re
from collections.abc import Iterator
from functools import lru_cache

from data.forms.doubts import Doubts
from data.reference.fields import fields, parse_field
from data.reference.labels import UnknownCodeError, fold
from data.reference.taxonomy import technology_types, topics
from data.vocabulary import Term

_CODE = re.compile(r"^(\d\.\d(?:\.\d{2})?)(?:\D.*)?$", re.DOTALL)
_PARTS = re.compile(r"[、,，;；/\n()（）]+")
_NO_LETTER = re.compile(r"[\W_]+")
_TYPE_ENDING = re.compile(r"(?:等?技术)$")
_FIELD_PARTS = re.compile(r"[、,，;；/\n]+|以及|和|及")
_FIELD_ENDING = re.compile(r"(?:等.*|行业|领域)$")
_LIST = re.compile(r"[;；\n]+")
_CLOSE_ENOUGH = 0.72
_LONGEST_GUESS = 60


def read_type(text: str, path: str, doubts: Doubts) -> tuple[str | None, list[str]]:
    """Return the code of the technology type, and topics that the text names instead.

    A topic of §四 names its type. A similar label is taken with a doubt noted, never silently.
    """
    exact = _named(text)
    found = [exact] if exact else [one for part in _PARTS.split(text) if (one := _named(part))]
    types = {code for code, _ in found}
    if len(types) > 1:
        doubts.note(path, "several_types", text=text)
        return None, []
    if types:
        return types.pop(), list(dict.fromkeys(topic for _, topic in found if topic))
    guess = _closest(text)
    if guess is None:
        doubts.note(path, "type_unknown", text=text)
        return None, []
    doubts.note(path, "type_guessed", text=text, label=guess[1])
    return guess[0], []


def read_fields(text: str, path: str, doubts: Doubts) -> list[str]:
    """Return the Chinese labels of the application fields named, such as 机械 and 家电."""
    found: dict[str, None] = {}
    for part in _FIELD_PARTS.split(text):
        name = part.strip(" \u3000。.")
        label = _field(name) or _field(_FIELD_ENDING.sub("", name))
        if label is not None:
            found[label] = None
        elif name and fold(name) not in _group_words():
            doubts.note(path, "code_unknown", text=name)
    if text and not found:
        doubts.note(path, "code_unknown", text=text)
    return list(found)


def read_topics(text: str, path: str, doubts: Doubts) -> list[str]:
    """Return the codes of the technology topics listed by code or label."""
    found: dict[str, None] = {}
    for part in split_list(text):
        code = _CODE.match(fold(part))
        named = code[1] if code and code[1] in topics() else (_named(part) or (None, None))[1]
        if named is None:
            doubts.note(path, "code_unknown", text=part)
        else:
            found[named] = None
    return list(found)


def read_sectors(text: str, path: str, doubts: Doubts) -> list[str]:
    """Return the sector codes listed as `C25 石油加工…`, by code or by label."""
    from data.reference.sectors import parse_sector

    found: dict[str, None] = {}
    for part in split_list(text):
        code = re.match(r"([A-Ta-t]\d{0,4})(?![A-Za-z0-9])", part)
        try:
            found[parse_sector(code[1] if code else part)] = None
        except UnknownCodeError:
            doubts.note(path, "code_unknown", text=part)
    return list(found)


def read_region(text: str, path: str, doubts: Doubts) -> str | None:
    """Return the six-digit code of a division that stands at the head of the text."""
    from data.reference.divisions import divisions

    code = text.strip()[:6]
    if code in divisions():
        return code
    doubts.note(path, "code_unknown", text=text)
    return None


def read_terms(terms: type[Term], text: str, path: str, doubts: Doubts) -> list[str]:
    """Return the codes of the members of a code list that the text names."""
    names = {fold(name): term.value for term in terms for name in (term, term.label_zh)}
    found: dict[str, None] = {}
    for part in re.split(r"[、,，;；\n]+", text):
        if fold(part) in names:
            found[names[fold(part)]] = None
        elif part.strip():
            doubts.note(path, "code_unknown", text=part)
    return list(found)


def split_list(text: str) -> Iterator[str]:
    """Yield the entries of a list separated by semicolons or line ends."""
    yield from (part.strip() for part in _LIST.split(text) if part.strip())


def _named(text: str) -> tuple[str, str | None] | None:
    """Return type and topic that a text names exactly."""
    code = _CODE.match(fold(text))
    if code is not None and code[1] in technology_types():
        return code[1], None
    if code is not None and code[1] in topics():
        return topics()[code[1]].technology_type, code[1]
    return _types_and_topics().get(_bare(text))


def _closest(text: str) -> tuple[str, str] | None:
    bare = _bare(text)
    if not bare or len(bare) > _LONGEST_GUESS:
        return None
    labels = {_bare(entry.label_zh): entry for entry in technology_types().values()}
    matches = difflib.get_close_matches(bare, labels, n=2, cutoff=_CLOSE_ENOUGH)
    if len(matches) != 1:
        return None
    found = labels[matches[0]]
    return found.code, found.label_zh


@lru_cache(maxsize=1)
def _types_and_topics() -> dict[str, tuple[str, str | None]]:
    found: dict[str, tuple[str, str | None]] = {}
    for topic in topics().values():
        found.setdefault(_bare(topic.label_zh), (topic.technology_type, topic.code))
    for entry in technology_types().values():
        found[_bare(entry.label_zh)] = (entry.code, None)
    found.pop("", None)
    return found


@lru_cache(maxsize=1)
def _group_words() -> frozenset[str]:
    """Words of 附件2 一 that stand for several fields, such as 等工业领域."""
    groups = {entry.group_zh for entry in fields().values()}
    return frozenset(fold(prefix + group) for group in groups for prefix in ("", "等"))


def _bare(text: str) -> str:
    return _TYPE_ENDING.sub("", _NO_LETTER.sub("", fold(text)))


def _field(name: str) -> str | None:
    try:
        return fields()[parse_field(name)].label_zh if name else None
    except UnknownCodeError:
        return None
