"""Reading a code, a label or a unit as people write them."""

import re
from functools import lru_cache
from typing import TypeVar

from data.reference import UnknownCodeError, divisions, fields, parse_field
from data.reference.labels import fold
from data.vocabulary import Term

AnyTerm = TypeVar("AnyTerm", bound=Term)

ENERGY_UNITS = (
    "kWh", "MWh", "GWh", "万kWh", "t", "万t", "kg", "GJ", "TJ", "m³", "万m³", "Nm³", "万Nm³",
    "tce", "万tce", "L",
)  # fmt: skip
"""Units in which energy use may be given; each is stored as written here."""

_KIND_SUFFIX = re.compile(r"(?:类技术|类项目|类|地区|区)$")


def parse_term(terms: type[AnyTerm], value: str) -> AnyTerm:
    """Return the member of a code list that `value` names by code, Chinese or English label.

    Raises
    ------
    UnknownCodeError
        If there is no such member.
    """
    found = _terms_by_label(terms).get(fold(value)) or _terms_by_label(terms).get(
        _KIND_SUFFIX.sub("", fold(value))
    )
    if found is None:
        raise UnknownCodeError(terms.__name__, value)
    return terms[found]


def parse_region_code(value: str) -> str:
    """Return the code if it is in the list of divisions.

    Raises
    ------
    UnknownCodeError
        If it is not.
    """
    if value not in divisions():
        raise UnknownCodeError("region_code", value)
    return value


def parse_field_label(value: str) -> str:
    """Return the Chinese label of the application field that `value` names (RULINGS 28).

    Raises
    ------
    UnknownCodeError
        If there is no such field.
    """
    return fields()[parse_field(value)].label_zh


def parse_energy_unit(value: str) -> str:
    """Return the unit of energy use as stored; 10⁴ and 立方米 are understood.

    Raises
    ------
    UnknownCodeError
        If the unit is unknown.
    """
    plain = fold(value).replace("10^4", "万").replace("立方米", "m3").replace("吨标准煤", "tce")
    plain = plain.replace("千瓦时", "kwh").replace("吨", "t").replace("标m3", "nm3")
    found = _units().get(plain)
    if found is None:
        raise UnknownCodeError("energy_unit", value)
    return found


def parse_language(value: str) -> str:
    """Return zh or en.

    Raises
    ------
    UnknownCodeError
        If it is another language.
    """
    found = {"zh": "zh", "en": "en", "中文": "zh", "英文": "en"}.get(fold(value)[:2])
    if found is None:
        raise UnknownCodeError("language", value)
    return found


@lru_cache(maxsize=32)
def _terms_by_label(terms: type[Term]) -> dict[str, str]:
    names: dict[str, str] = {}
    for term in terms:
        for key in (term.label_en, term.label_zh, term.value):
            names[fold(key)] = term.name
        names.setdefault(_KIND_SUFFIX.sub("", fold(term.label_zh)), term.name)
    return names


@lru_cache(maxsize=1)
def _units() -> dict[str, str]:
    return {fold(unit): unit for unit in ENERGY_UNITS}
