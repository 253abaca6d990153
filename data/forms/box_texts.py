"""What to write into a box so that reading it gives the same value again."""

from collections.abc import Callable, Mapping
from typing import Any

from data.forms.layout import Box
from data.forms.plain_numbers import exact, in_unit, plain
from data.reference.taxonomy import technology_types, topics
from data.vocabulary import ClimateZone, EnergyCarrier, ProjectType, Term

LIST_SEPARATOR, FIELD_SEPARATOR = "；", "、"
_TERMS: dict[str, type[Term]] = {
    "project_types": ProjectType,
    "energy_carriers": EnergyCarrier,
    "climate_zones": ClimateZone,
}
_PERIODS = {"month": "个月", "year": "年"}
_SMALL_SHARE = exact(0.01)


def box_text(box: Box, value: Any) -> str:  # noqa: ANN401 - JSON-like
    """Return the text of a box; unknown is empty text. Boxes with ticks are written elsewhere."""
    if value is None or value in ("", [], ()):
        return ""
    write = _WRITERS.get(box.entry.type)
    return write(box, value) if write else str(value)


def other_pollutants(amounts: Mapping[str, Any], known: frozenset[str]) -> str:
    """Return the lines of the pollutants that have no box of their own."""
    return "\n".join(
        f"{key}：{plain(exact(amount))}"
        for key, amount in amounts.items()
        if key not in known and amount is not None
    )


def _number(box: Box, value: Any) -> str:  # noqa: ANN401
    entry = box.entry
    if entry.unit in _PERIODS and not box.unit:
        return f"{plain(exact(value))} {_PERIODS[entry.unit]}"
    written = in_unit(value, unit=entry.unit, written=box.unit)
    is_small = entry.type == "share" and 0 < exact(value) < _SMALL_SHARE
    return f"{written}%" if is_small else written  # 0.5 alone could mean a half


def _range(box: Box, value: Any) -> str:  # noqa: ANN401
    low, high = (None if bound is None else plain(exact(bound)) for bound in value)
    unit = f" {box.unit}" if box.unit else ""
    if low is None or high is None:
        return f"≤ {high}{unit}" if low is None else f"≥ {low}{unit}"
    return f"{low} 至 {high}{unit}"


def _code(box: Box, value: Any) -> str:  # noqa: ANN401
    if box.field == "technology_type":
        return technology_types()[value].label_zh
    if box.field == "region_code":
        from data.reference.divisions import full_name

        return f"{value} {full_name(value)}"
    return str(value)


def _codes(box: Box, value: Any) -> str:  # noqa: ANN401
    if box.field == "fields":
        return FIELD_SEPARATOR.join(value)
    if box.field == "technology_topics":
        return LIST_SEPARATOR.join(f"{code} {topics()[code].label_zh}" for code in value)
    if box.field == "sectors":
        from data.reference.sectors import sector_label

        return LIST_SEPARATOR.join(f"{code} {sector_label(code, 'zh')}" for code in value)
    return LIST_SEPARATOR.join(_TERMS[box.field](code).label_zh for code in value)


_WRITERS: dict[str, Callable[[Box, Any], str]] = {
    "number": _number,
    "money": _number,
    "share": _number,
    "mapping": _number,
    "range": _range,
    "code": _code,
    "codes": _codes,
}
