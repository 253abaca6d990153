"""Filters of the list of leads as they stand in its address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from data.clock import LOCAL_ZONE
from data.queries.lead_filters import UNKNOWN, LeadFilter
from data.queries.technologies import region_prefix
from data.reference import divisions, technology_types
from data.reference.taxonomy import taxonomy
from data.vocabulary import LeadStage
from matcher.lead_states import PIPELINE
from web.i18n import current_language
from web.presenters.lead_columns import COLUMNS
from web.regions import region_name

NAMES = ("query", "stage", "reached", "confirmed", "answers", "type", "region", "from", "to")
LONGEST_QUERY = 100
_GROUPS = {column.key: column.stages for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class Reading:
    """The filter of an address: what it means, and what the form shows again."""

    wanted: LeadFilter
    kept: Mapping[str, str]
    """Known values by name, for links that carry the filter on."""


def read_filter(given: Mapping[str, str]) -> Reading:
    """Return the filter of an address; values that are not known are left out."""
    kept: dict[str, str] = {}
    for name in NAMES:
        value = given.get(name, "").strip()
        if value and _is_known(name, value):
            kept[name] = value[:LONGEST_QUERY]
    wanted = LeadFilter(
        query=kept.get("query", ""),
        stages=_stages(kept.get("stage")),
        reached=_at_least(kept.get("reached")),
        confirmed=_at_least(kept.get("confirmed")),
        is_asked=kept.get("answers") == "asked",
        is_silent=kept.get("answers") == "silent",
        technology_type=kept.get("type", ""),
        region_prefix=_prefix(kept.get("region", "")),
        from_at=day_begins(kept.get("from")),
        to_at=day_ends(kept.get("to")),
    )
    return Reading(wanted, kept)


def day_begins(value: str | None) -> datetime | None:
    """Return the local midnight with which a day begins."""
    return _midnight(date.fromisoformat(value)) if value else None


def day_ends(value: str | None) -> datetime | None:
    """Return the local midnight with which a day ends."""
    return _midnight(date.fromisoformat(value) + timedelta(days=1)) if value else None


def is_day(value: str) -> bool:
    """Return whether a text is a date such as 2026-06-30 that can be counted from."""
    try:
        return date(2000, 1, 1) <= date.fromisoformat(value) <= date(2100, 1, 1)
    except ValueError:
        return False


def described(kept: Mapping[str, str]) -> list[str]:
    """Return what a link from a report asked for, in words; the form shows the rest itself."""
    language = current_language()
    found = []
    if "reached" in kept:
        stage = LeadStage(kept["reached"]).label(language)
        found.append(_("have reached “%(stage)s” or a later stage", stage=stage))
    if "confirmed" in kept:
        stage = LeadStage(kept["confirmed"]).label(language)
        found.append(_("an answer confirms “%(stage)s” or a later stage", stage=stage))
    if kept.get("answers") == "asked":
        found.append(_("were asked how it went"))
    if kept.get("answers") == "silent":
        found.append(_("were asked and have not answered"))
    if "from" in kept:
        found.append(_("opened from %(day)s", day=format_date(date.fromisoformat(kept["from"]))))
    if "to" in kept:
        found.append(_("opened until %(day)s", day=format_date(date.fromisoformat(kept["to"]))))
    return found


def stage_options() -> list[dict[str, str]]:
    """Return groups of stages, then single stages."""
    language = current_language()
    groups = [{"value": one.key, "label": _(one.title)} for one in COLUMNS]
    return groups + [{"value": one.value, "label": one.label(language)} for one in LeadStage]


def type_options() -> list[dict[str, str]]:
    """Return the 16 technology types with their codes."""
    language = current_language()
    return [
        {"value": kind.code, "label": f"{kind.code} {kind.label(language)}"}
        for category in taxonomy()
        for kind in category.types
    ]


def province_options() -> list[dict[str, str]]:
    """Return the provinces."""
    language = current_language()
    return [
        {"value": code, "label": region_name(code, language) or code}
        for code, item in divisions().items()
        if item.level == "province"
    ]


def _is_known(name: str, value: str) -> bool:
    known: dict[str, Any] = {
        "stage": {*_GROUPS, *LeadStage},
        "reached": set(PIPELINE),
        "confirmed": set(PIPELINE),
        "answers": {"asked", "silent"},
        "type": {*technology_types(), UNKNOWN},
        "region": {*divisions(), UNKNOWN},
    }
    if name in {"from", "to"}:
        return is_day(value)
    return name == "query" or value in known[name]


def _stages(value: str | None) -> tuple[LeadStage, ...]:
    if not value:
        return ()
    return _GROUPS.get(value) or (LeadStage(value),)


def _at_least(value: str | None) -> tuple[LeadStage, ...]:
    return PIPELINE[PIPELINE.index(LeadStage(value)) :] if value else ()


def _prefix(region_code: str) -> str:
    return region_code if region_code in {"", UNKNOWN} else region_prefix(region_code)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL_ZONE)
