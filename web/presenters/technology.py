"""Technologies as pages show them: names instead of codes, rules in words, costs of each case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from data.queries.technologies import TechnologyListItem
from data.reference import (
    FieldEntry,
    field_dictionary,
    fields,
    fields_of,
    is_sector_code,
    sector_label,
    technology_types,
)
from data.reference.taxonomy import taxonomy, topics
from data.vocabulary import ClimateZone, EnergyCarrier, Pollutant, ProjectType, TechnologyStage
from data.vocabulary.message_values import written_number
from data.vocabulary.term import Term
from matcher.services.case_costs import costs_of
from web.i18n import current_language
from web.regions import region_name

if TYPE_CHECKING:
    from data.models import Technology, TechnologyCase

PRIVATE_FIELDS = frozenset({"technology_source", "recommendation_opinion"})
"""Fields of the form that name persons or are between offices; see decision 0097."""

_NOT_COUNTED = frozenset(
    {"external_id", "technology_category", "owner", "applicant_contact", "cases"} | PRIVATE_FIELDS
)
_BANDS = {
    "temperature_celsius": "℃",
    "pressure_mpa": "MPa",
    "site_area_m2": "m²",
    "voltage_kv": "kV",
}
_CODES: Mapping[str, type[Term]] = {
    "project_types": ProjectType,
    "energy_carriers": EnergyCarrier,
    "climate_zones": ClimateZone,
}


def type_label(code: str | None) -> str | None:
    """Return the label of a technology type; None stays None, an unknown code stays as it is."""
    if not code:
        return None
    known = technology_types().get(code)
    return known.label(current_language()) if known else code


def field_names(names: Iterable[str]) -> str:
    """Return fields of application by their names in the reader's language."""
    known = {one.label_zh: one for one in fields().values()}
    language = current_language()
    return joined(known[name].label(language) if name in known else name for name in names)


def pollutant_label(key: str) -> str:
    """Return the name of a pollutant of the co-benefits; of one not in the list, its key."""
    if key in list(Pollutant):
        return Pollutant(key).label(current_language())
    return key.removesuffix("_t_per_year").upper().replace("_", " ")


def category_label(code: str | None) -> str | None:
    """Return the label of the category a technology type belongs to."""
    wanted = (code or "")[:1]
    return next((c.label(current_language()) for c in taxonomy() if c.code == wanted), None)


def topic_labels(codes: Sequence[str]) -> str:
    """Return the labels of technology topics, joined."""
    known = topics()
    return joined(
        known[code].label(current_language()) if code in known else code for code in codes
    )


def sector_labels(codes: Sequence[str]) -> str:
    """Return sectors by name with their codes, joined."""
    language = current_language()
    return joined(
        f"{sector_label(code, language)} {code}" if is_sector_code(code) else code for code in codes
    )


def joined(texts: Any) -> str:  # noqa: ANN401 - any iterable of texts
    """Return texts as one list in the manner of the language."""
    return ("、" if current_language() == "zh" else ", ").join(str(text) for text in texts)


def field_label(record: str, field: str) -> str:
    """Return a field's name from the field dictionary."""
    return field_dictionary()[record, field].label(current_language())


def list_card(item: TechnologyListItem, cases: Sequence[TechnologyCase]) -> dict[str, Any]:
    """Return one entry of the catalogue's list with the range of what its cases state."""
    technology = item.technology
    return {
        "id": technology.id,
        "name": technology.name,
        "stage": technology.stage,
        "status": technology.catalogue_status,
        "type": type_label(technology.technology_type),
        "owner_name": item.owner_name,
        "region": region_name(item.owner_region_code, current_language()),
        "batch": item.batch_name,
        "is_demo": technology.is_demo,
        "case_count": item.case_count,
        "summary": technology.technical_principle or technology.applicability,
        "abatement": _range([case.abatement_tco2_per_year for case in cases]),
        "investment": _range([case.investment_yuan for case in cases]),
        "payback": _range([case.payback_years for case in cases]),
        "cost": _range([costs_of(case).abatement_cost_yuan_per_tco2 for case in cases]),
    }


def _range(values: Sequence[Any]) -> tuple[float, float] | None:
    known = [float(value) for value in values if value is not None]
    return (min(known), max(known)) if known else None


def rules_in_words(rules: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return applicability rules as label and value, in the order of the field dictionary."""
    found = []
    for key in ("sectors", *_CODES, *_BANDS, "capacity"):
        if not rules.get(key):
            continue
        label = field_label("applicability_rules", key)
        found.append({"label": label, "value": _rule(key, rules)})
    return found


def _rule(key: str, rules: Mapping[str, Any]) -> str:
    value = rules[key]
    if key == "sectors":
        return sector_labels(value)
    if key in _CODES:
        kind = _CODES[key]
        return joined(kind(code).label(current_language()) for code in value)
    unit = str(rules.get("capacity_unit") or "") if key == "capacity" else _BANDS[key]
    return band_in_words(value, unit)


def band_in_words(band: Sequence[float | None], unit: str) -> str:
    """Return a band of two bounds, None open, in words."""
    low, high = (None if bound is None else written_number(bound) for bound in band)
    if low is None and high is None:
        return str(_("any"))
    if low is None:
        return str(_("at most %(value)s", value=f"{high} {unit}".strip()))
    if high is None:
        return str(_("at least %(value)s", value=f"{low} {unit}".strip()))
    return f"{low}–{high} {unit}".strip()


def missing_fields(technology: Technology) -> list[str]:
    """Return the names of fields the form requires at this stage and that are not filled in.

    A field that a case lacks is named with the number of the case; missing cases come first.
    """
    language = current_language()
    needed = _needed_cases(technology)
    absent = range(len(technology.cases) + 1, needed + 1)
    labels = [str(_("Case %(number)s", number=number)) for number in absent]
    for number, entry, is_filled in _required(technology):
        if is_filled:
            continue
        label = entry.label(language)
        labels.append(
            str(_("%(field)s (case %(number)s)", field=label, number=number)) if number else label
        )
    return labels


def completeness_share(technology: Technology) -> float:
    """Return the share of required fields that are filled in, 0 to 1; cases count with all theirs.

    Source: docs/decisions/0097-what-a-technology-page-shows.md.
    """
    filled = [is_filled for _number, _entry, is_filled in _required(technology)]
    absent = max(_needed_cases(technology) - len(technology.cases), 0)
    return sum(filled) / (len(filled) + absent)


def _needed_cases(technology: Technology) -> int:
    return 1 if technology.stage == TechnologyStage.DEMONSTRATION else 2


def _required(technology: Technology) -> Iterator[tuple[int, FieldEntry, bool]]:
    """Yield every required field with the number of its case (0: the technology's own)."""
    stage = technology.stage
    for entry in _required_entries("technology", stage, None):
        yield 0, entry, _is_filled(getattr(technology, entry.field))
    for number, case in enumerate(technology.cases, start=1):
        for entry in _required_entries("technology_case", stage, case.project_type):
            yield number, entry, _is_filled(getattr(case, entry.field))


@lru_cache(maxsize=32)
def _required_entries(
    record: str, stage: str | None, project_type: str | None
) -> tuple[FieldEntry, ...]:
    wanted = {"yes"} | ({"new_build"} if project_type == ProjectType.NEW_BUILD else set())
    is_demonstration = stage == TechnologyStage.DEMONSTRATION
    return tuple(
        entry
        for entry in fields_of(record)
        if (entry.required_demonstration if is_demonstration else entry.required_promotion)
        in wanted
        and entry.field not in _NOT_COUNTED
    )


def _is_filled(value: object) -> bool:
    return value is not None and value not in ("", [], {})
