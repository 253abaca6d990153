"""Needs as pages show them: place, limits, what was read from the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import current_app, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from data.queries import records
from data.reference.word_groups import WordGroup, media, purposes
from data.vocabulary import ProjectType
from data.vocabulary.message_values import written_values
from web import figures
from web.figures import Figure
from web.i18n import current_language
from web.presenters.technology import joined, sector_labels, type_label
from web.regions import region_name

if TYPE_CHECKING:
    from data.models import Demand

Json = dict[str, Any]

READING_LABELS: Mapping[str, Any] = {
    "max_investment": _l("Investment at most"),
    "max_payback": _l("Payback at most"),
    "max_abatement_cost": _l("Unit cost at most"),
    "abatement_target": _l("Abatement a year"),
    "temperature": _l("Temperature"),
    "pressure": _l("Pressure"),
    "voltage": _l("Voltage"),
    "site_area": _l("Site area"),
    "needed_by": _l("Needed by"),
    "max_construction": _l("Built within"),
    "project_type": _l("Project type"),
    "accepts_demonstration": _l("Demonstration technologies"),
    "technology_type": _l("Inferred technology type"),
    "medium": _l("Medium or energy carrier"),
    "purpose": _l("Purpose"),
}
"""What is read out of a text, by the names `ignore_understood` takes."""

_UNITS = {"pressure_mpa": "MPa", "voltage_kv": "kV", "site_area_m2": "m²"}


def demand_url(endpoint: str, demand: Demand) -> str | None:
    """Return the address of a page of a need; None where there is no such page."""
    known = endpoint in current_app.view_functions
    return url_for(endpoint, demand_id=demand.id) if known else None


def demand_place(demand: Demand) -> str | None:
    """Return where a need is: its address and region; None where both are unknown."""
    region = region_name(demand.region_code, current_language())
    official = region_name(demand.region_code, "zh") or ""
    if demand.address and region and demand.address not in official:
        return f"{demand.address} · {region}"
    return region or demand.address


def limits_of(demand: Demand) -> list[Json]:
    """Return the figures a need states, for the line under its title."""
    chinese = current_language() == "zh"
    found: list[tuple[str, Figure]] = []
    if demand.abatement_target_tco2_per_year is not None:
        figure = figures.tonnes(demand.abatement_target_tco2_per_year, _)
        found.append((_("Abatement target a year"), figure))
    if demand.max_investment_yuan is not None:
        figure = at_most(figures.money(demand.max_investment_yuan, chinese=chinese))
        found.append((_("Investment"), figure))
    if demand.max_payback_years is not None:
        found.append((_("Payback"), at_most(figures.years(demand.max_payback_years, _))))
    if demand.max_abatement_cost_yuan_per_tco2 is not None:
        cost = figures.unit_cost(demand.max_abatement_cost_yuan_per_tco2, _)
        found.append((_("Unit cost"), at_most(cost)))
    if demand.needed_by_on is not None:
        found.append((_("Needed by"), Figure(format_date(demand.needed_by_on))))
    return [{"label": label, "figure": figure} for label, figure in found]


def at_most(figure: Figure) -> Figure:
    """Return a figure as an upper limit."""
    return Figure(f"≤ {figure.text}", figure.unit, figure.known)


def reading_text(field: str, value: Any) -> str:  # noqa: ANN401 - one field's value
    """Return a value that was read from a text, with its unit."""
    if value is None:
        return str(_("unknown"))
    if field in _WRITERS:
        return str(_WRITERS[field](value))
    if field in _UNITS:
        return band_text(value, _UNITS[field])
    return str(written_values({field: value}, current_language())[field])


def _subjects_text(codes: Sequence[str], known: Mapping[str, WordGroup]) -> str:
    return joined(known[one].label(current_language()) for one in codes if one in known)


_WRITERS: Mapping[str, Callable[[Any], Any]] = {
    "needed_by_on": lambda day: format_date(
        date.fromisoformat(day) if isinstance(day, str) else day
    ),
    "project_type": lambda code: ProjectType(code).label(current_language()),
    "accepts_demonstration": lambda accepts: _("accepted") if accepts else _("not accepted"),
    "technology_type": type_label,
    "medium": lambda codes: _subjects_text(codes, media()),
    "purpose": lambda codes: _subjects_text(codes, purposes()),
}


def inferred_text(read: Mapping[str, Any]) -> str:
    """Return what was read or inferred, with how sure that is where it is not certain."""
    text = reading_text(read["field"], read["value"])
    if read.get("probability") is None:
        return text
    sure = round(read["probability"] * 100)
    return str(_("%(text)s, %(share)s%% sure", text=text, share=sure))


def band_text(value: Any, unit: str) -> str:  # noqa: ANN401 - a number or two bounds
    """Return a band of two bounds with its unit; None is an open bound."""
    low, high = value if isinstance(value, list | tuple) else (value, value)
    if low is None or high is None:
        sign, bound = ("≤", high) if low is None else ("≥", low)
        return f"{sign} {figures.rounded(float(bound or 0))} {unit}"
    first, second = figures.rounded(float(low)), figures.rounded(float(high))
    return f"{first} {unit}" if first == second else f"{first}–{second} {unit}"


def understood_items(
    demand: Demand, understood: Mapping[str, Mapping[str, Any]], *, may_change: bool
) -> list[Json]:
    """Return the quantities read from a need's text as chips that can be switched off.

    Fields the need states itself are left out: they win over its text (RULINGS 5).
    """
    ignored = set(demand.ignore_understood)
    items = []
    for code, read in understood.items():
        is_ignored = bool({code, read["field"]} & ignored)
        if not read["used"] and not is_ignored:
            continue
        items.append(
            {
                "code": code,
                "label": str(READING_LABELS.get(code, code)),
                "text": inferred_text(read),
                "on": not is_ignored,
                "action": url_for("matches.use_reading", demand_id=demand.id)
                if may_change
                else None,
            }
        )
    return items


def need_facts(session: Session, demand: Demand, *, shows_poster: bool) -> list[Json]:
    """Return the structured fields of a need; what could name its poster only where allowed."""
    language = current_language()
    park = records.park(session, demand.park_id) if shows_poster else None
    enterprise = records.enterprise(session, demand.enterprise_id) if shows_poster else None
    place = demand_place(demand) if shows_poster else region_name(demand.region_code, language)
    accepts = demand.accepts_demonstration
    facts: list[tuple[str, Any]] = [
        (_("Sector"), sector_labels(demand.sectors) or None),
        (_("Technology types"), joined(type_label(c) for c in demand.technology_types) or _("any")),
        (_("Place"), place),
        (_("Project type"), demand.project_type.label(language) if demand.project_type else None),
        (
            _("Demonstration technologies"),
            None if accepts is None else _("accepted") if accepts else _("not accepted"),
        ),
        *((one["label"], str(one["figure"])) for one in limits_of(demand)),
        (_("Visible to"), demand.visibility.label(language)),
        (_("Open until"), format_date(demand.expires_on) if demand.expires_on else None),
    ]
    if shows_poster:
        facts.insert(2, (_("Park"), park.name if park else None))
        if enterprise:
            facts.insert(3, (_("Enterprise"), enterprise.name))
    return [{"label": label, "value": value} for label, value in facts]
