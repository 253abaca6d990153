"""Sheets and columns of the import workbooks, drawn from the field dictionary."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from data.importers.outcomes import ImportKind
from data.reference import FieldEntry, field_dictionary, fields_of
from data.reference.labels import fold
from data.units import TONNES_PER_WAN_TONNES, YUAN_PER_WAN_YUAN, YUAN_PER_YI_YUAN
from data.vocabulary import Pollutant

EXAMPLE_ID = "示例"
"""The number of example rows in the templates; an import passes over them."""

NOTES_SHEET = "说明"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: where its cell goes (`path` within the row's record), and in which units.

    `bound` is 0 or 1 for the lower and upper bound of a range, else None. `units` gives the factor
    from each unit that a header may name to the unit stored; empty where there is none.
    """

    entry: FieldEntry
    path: tuple[str, ...]
    name: str
    units: dict[str, Decimal]
    bound: int | None = None

    @property
    def header(self) -> str:
        """The header in the template, with the unit people write."""
        return f"{self.name}（{self.entry.form_unit}）" if self.entry.form_unit else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One worksheet; rows of a linked sheet go into the list `into` of the row they belong to."""

    name: str
    columns: tuple[Column, ...]
    link: str | None = None
    into: str | None = None

    def by_header(self) -> dict[str, tuple[Column, Decimal]]:
        """Return the column and its factor for every accepted header, folded."""
        found: dict[str, tuple[Column, Decimal]] = {}
        for column in self.columns:
            if not column.units:
                found[fold(column.header)] = (column, Decimal(1))
            for unit, factor in column.units.items():
                found[fold(f"{column.name}（{unit}）")] = (column, factor)
        return found


_MONEY = {"万元": YUAN_PER_WAN_YUAN, "元": Decimal(1), "亿元": YUAN_PER_YI_YUAN}
_TONNES = {"tCO2/a": Decimal(1), "万tCO2/a": TONNES_PER_WAN_TONNES}
_MONTHS = {"月": Decimal(1), "年": Decimal(12)}
_YEARS = {"年": Decimal(1), "月": Decimal(1) / Decimal(12)}
_UNITS: dict[str, dict[str, Decimal]] = {
    "yuan": _MONEY,
    "yuan/year": _MONEY,
    "tCO2/year": _TONNES,
    "month": _MONTHS,
    "year": _YEARS,
    "share": {"%": Decimal(1) / Decimal(100)},
}
_PER_TONNE = {"元/tCO2": Decimal(1)}
_NESTED = re.compile(r"^(record|records|derived|mapping|flags)$")
_CO_BENEFITS = {one.value: f"{one.label_zh.split()[0]}减排量" for one in Pollutant}
"""Pollutants with a column of their own in the template."""


@lru_cache(maxsize=3)
def sheets_of(kind: ImportKind) -> tuple[Sheet, ...]:
    """Return the sheets of a kind's workbook, the main one first."""
    if kind is ImportKind.TECHNOLOGIES:
        return _technology_sheets()
    if kind is ImportKind.DEMANDS:
        columns = (*_columns("demand"), *_columns("demand_site", "site"))
        return (Sheet(name="需求", columns=(*columns, *_columns("demand_weights", "weights"))),)
    return _park_sheets()


def _technology_sheets() -> tuple[Sheet, ...]:
    main = (
        *_columns("technology"),
        *_columns("technology_owner", "owner"),
        *_columns("applicability_rules", "applicability_rules"),
        *_columns("applicant_contact", "applicant_contact"),
    )
    link = _column(field_dictionary()["technology", "external_id"], ())
    cases = (link, *_columns("technology_case"), *_pollutants())
    return (
        Sheet(name="技术", columns=main),
        Sheet(name="案例", columns=cases, link="技术", into="cases"),
    )


def _park_sheets() -> tuple[Sheet, ...]:
    park = _column(field_dictionary()["park", "external_id"], ())
    enterprise = _column(field_dictionary()["enterprise", "external_id"], ())
    use = _columns("energy_use")
    return (
        Sheet(name="园区", columns=_columns("park")),
        Sheet(
            name="企业", columns=(park, *_columns("enterprise")), link="园区", into="enterprises"
        ),
        Sheet(name="园区能源消费", columns=(park, *use), link="园区", into="energy_use"),
        Sheet(name="企业能源消费", columns=(enterprise, *use), link="企业", into="energy_use"),
    )


def _columns(record: str, *prefix: str) -> tuple[Column, ...]:
    columns: list[Column] = []
    for entry in fields_of(record):
        if entry.type == "range":
            columns += (_bound(entry, prefix, 0, "下限"), _bound(entry, prefix, 1, "上限"))
        elif not _NESTED.match(entry.type):
            columns.append(_column(entry, prefix))
    return tuple(columns)


def _column(entry: FieldEntry, prefix: tuple[str, ...]) -> Column:
    units = _PER_TONNE if entry.unit == "yuan/tCO2" else _UNITS.get(entry.unit, {})
    if not units and entry.form_unit:
        units = {entry.form_unit: Decimal(1)}
    return Column(entry=entry, path=(*prefix, entry.field), name=entry.name_zh, units=units)


def _bound(entry: FieldEntry, prefix: tuple[str, ...], bound: int, word: str) -> Column:
    units = {entry.form_unit: Decimal(1)} if entry.form_unit else {}
    return Column(
        entry=entry,
        path=(*prefix, entry.field),
        name=entry.name_zh + word,
        units=units,
        bound=bound,
    )


def _pollutants() -> tuple[Column, ...]:
    entry = field_dictionary()["technology_case", "co_benefits"]
    return tuple(
        Column(
            entry=entry,
            path=("co_benefits", key),
            name=name,
            units={entry.form_unit: Decimal(1)},
        )
        for key, name in _CO_BENEFITS.items()
    )
