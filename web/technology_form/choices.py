"""What the form offers to choose from: types, topics, fields, sectors and short code lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from flask_babel import gettext as _

from data.reference import FieldEntry, fields
from data.reference.taxonomy import taxonomy
from data.vocabulary import ClimateZone, EnergyCarrier, ProjectType, TechnologyStage
from data.vocabulary.term import Term
from web.i18n import current_language
from web.need_form.state import FormState
from web.need_form.view import sector_groups

if TYPE_CHECKING:
    from data.models import Technology

_TERMS: Final[Mapping[str, type[Term]]] = MappingProxyType(
    {
        "stage": TechnologyStage,
        "project_type": ProjectType,
        "project_types": ProjectType,
        "energy_carriers": EnergyCarrier,
        "climate_zones": ClimateZone,
    }
)


def choices_of(entry: FieldEntry, chosen: Sequence[str], technology: Technology) -> dict[str, Any]:
    """Return the options of a choice, with `draws` naming the macro that draws them."""
    special: dict[str, Callable[[], dict[str, Any]]] = {
        "technology_type": lambda: {"draws": "types", "groups": _types(chosen)},
        "technology_topics": lambda: _topics(chosen, technology),
        "fields": lambda: {"draws": "groups", "groups": _fields(chosen)},
        "sectors": lambda: {
            "draws": "sectors",
            "groups": sector_groups(FormState({"sectors": list(chosen)})),
        },
    }
    if entry.field in special:
        return special[entry.field]()
    language = current_language()
    terms = _TERMS[entry.field]
    options = [{"value": term.value, "label": term.label(language)} for term in terms]
    one = chosen[0] if chosen else None
    return {"draws": "terms", "options": options, "values": list(chosen), "value": one}


def _types(chosen: Sequence[str]) -> list[dict[str, Any]]:
    language = current_language()
    return [
        {
            "label": category.label(language),
            "is_chosen": any(one.code in chosen for one in category.types),
            "items": [_item(one.code, one.label(language), chosen) for one in category.types],
        }
        for category in taxonomy()
    ]


def _topics(chosen: Sequence[str], technology: Technology) -> dict[str, Any]:
    """Return the topics of the chosen type, and those ticked under another one."""
    language = current_language()
    groups = [
        {
            "label": one.label(language),
            "items": [_item(topic.code, topic.label(language), chosen) for topic in one.topics],
        }
        for category in taxonomy()
        for one in category.types
        if one.code == technology.technology_type
        or any(topic.code in chosen for topic in one.topics)
    ]
    return {"draws": "topics", "groups": groups}


def _fields(chosen: Sequence[str]) -> list[dict[str, Any]]:
    language = current_language()
    groups: dict[str, dict[str, Any]] = {}
    for one in fields().values():
        label = one.group_zh if language == "zh" else one.group_en
        if not one.in_notice:
            label = _("%(group)s (beyond the notice's list)", group=label)
        group = groups.setdefault(label, {"label": label, "items": []})
        group["items"].append(_item(one.label_zh, one.label(language), chosen))
    return list(groups.values())


def _item(value: str, label: str, chosen: Sequence[str]) -> dict[str, Any]:
    return {"value": value, "label": label, "checked": value in chosen}
