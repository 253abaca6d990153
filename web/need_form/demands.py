"""Between the form and the use cases: a need from what was typed, and back."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from data.vocabulary import PositionPrecision
from matcher.services.demands import MAX_TITLE_CHARACTERS, NewDemand
from matcher.services.errors import FieldProblem, InvalidError
from matcher.services.match_requests import MatchRequest, Site
from matcher.services.need_texts import checked_request, cleaned_text
from matcher.services.places import AmbiguousSiteError, SitePlace, place_of
from matcher.services.runtime import Runtime
from matcher.weights import DEFAULT_WEIGHTS
from web.need_form import values
from web.need_form.reading import ignored_readings, read_into, typed
from web.need_form.state import READABLE, FormState
from web.presenters.match_ranking import PRESETS
from web.regions import region_name

if TYPE_CHECKING:
    from data.models import Demand

DERIVED_TITLE_CHARACTERS = 40
_SENTENCE_END = re.compile(r"[。！？!?;；\n]|\.\s")
_PAUSE = re.compile(r"[，,、：:]\s*")
_PRIORITIES = {name: dict(PRESETS[name][0]) for name in ("saving", "safe")}
_CUSTOM = re.compile(r"custom:([\d.]+):([\d.]+):([\d.]+)")


def new_demand(state: FormState) -> NewDemand:
    """Return the need that was typed.

    Raises
    ------
    InvalidError
        Naming the fields of the form.
    """
    parsed = values.parse_limits(state)
    if parsed.problems:
        raise InvalidError(parsed.problems)
    request = MatchRequest(
        text=state.one("text"),
        title=title_of(state),
        site=site_of(state),
        sectors=values.known_sectors(state),
        technology_types=values.known_types(state),
        project_type=values.project_type(state),
        accepts_demonstration=values.accepts_demonstration(state),
        max_investment_yuan=parsed.numbers["max_investment"],
        max_payback_years=parsed.numbers["max_payback"],
        max_abatement_cost_yuan_per_tco2=parsed.numbers["max_abatement_cost"],
        abatement_target_tco2_per_year=parsed.numbers["abatement_target"],
        needed_by_on=parsed.dates["needed_by"],
        weights=weights_of(state),
        ignore_understood=ignored_readings(state),
    )
    return NewDemand(
        request=request,
        title=title_of(state),
        park_id=values.record_id(state, "park_id"),
        enterprise_id=values.record_id(state, "enterprise_id"),
        expires_on=parsed.dates["expires_on"],
        visibility=values.visibility(state),
    )


def check_text(state: FormState) -> list[FieldProblem]:
    """Return what is wrong with text and title."""
    problems: list[FieldProblem] = []
    try:
        checked_request(MatchRequest(text=state.one("text")))
    except InvalidError as error:
        problems += error.problems
    if len(state.one("title")) > MAX_TITLE_CHARACTERS:
        limit = {"max": MAX_TITLE_CHARACTERS}
        problems.append(FieldProblem(field="title", rule="too_long", values=limit))
    return problems


def title_of(state: FormState) -> str:
    """Return the title, or the beginning of the text up to its first stop."""
    given = cleaned_text(state.one("title"))
    if given:
        return given
    first = _SENTENCE_END.split(cleaned_text(state.one("text")), maxsplit=1)[0].strip()
    start = (first or cleaned_text(state.one("text")))[: DERIVED_TITLE_CHARACTERS + 1]
    if len(start) <= DERIVED_TITLE_CHARACTERS:
        return start
    pauses = [pause.start() for pause in _PAUSE.finditer(start)]
    at_pause = pauses and pauses[-1] >= DERIVED_TITLE_CHARACTERS // 3
    return start[: pauses[-1]] if at_pause else f"{start[: DERIVED_TITLE_CHARACTERS - 1]}…"


def site_of(state: FormState) -> Site:
    """Return where the need is; a choice counts only for the address it was made for."""
    address = state.one("address") or None
    exact = _exact_position(state)
    is_same = (address or "", state.one("park_id")) == (
        state.one("exact_address"),
        state.one("exact_park"),
    )
    if exact and is_same:
        return Site(address=address, latitude_deg=exact[0], longitude_deg=exact[1])
    is_chosen = address is not None and address == state.one("address_resolved")
    return Site(address=address, region_code=state.one("region_code") if is_chosen else None)


def _exact_position(state: FormState) -> tuple[float, float] | None:
    try:
        return float(state.one("latitude_deg")), float(state.one("longitude_deg"))
    except ValueError:
        return None


def check_place(
    runtime: Runtime, state: FormState
) -> tuple[SitePlace | None, list[FieldProblem], list[dict[str, str]]]:
    """Return the place of the typed address, what is wrong with it, and places to choose from."""
    site = site_of(state)
    if site.is_empty:
        return None, [], []
    try:
        return place_of(runtime, site), [], []
    except AmbiguousSiteError as error:
        choices = [{"value": one.region_code, "label": one.name} for one in error.candidates]
        state.put("address_resolved", state.one("address"))
        state.put("region_code", "")
        return None, [FieldProblem(field="region_code", rule="choose_place")], choices
    except InvalidError as error:
        problems = [
            FieldProblem(field="address", rule=one.rule, values=one.values)
            for one in error.problems
        ]
        return None, problems, []


def weights_of(state: FormState) -> dict[str, float] | None:
    """Return the weights of the chosen priority; None takes the defaults."""
    priority = state.one("priority")
    custom = _CUSTOM.fullmatch(priority)
    if custom:
        return dict(zip(DEFAULT_WEIGHTS, map(float, custom.groups()), strict=True))
    return _PRIORITIES.get(priority)


def priority_of(weights: dict[str, Any] | None) -> str:
    """Return the priority that stored weights stand for; other weights are kept as they are."""
    if weights is None:
        return "balanced"
    for name, preset in _PRIORITIES.items():
        if all(float(weights.get(key, 0)) == value for key, value in preset.items()):
            return name
    return "custom:" + ":".join(
        f"{float(weights.get(key, default)):.6g}" for key, default in DEFAULT_WEIGHTS.items()
    )


def state_of(demand: Demand, *, park_address: str | None, today: date) -> FormState:
    """Return the form filled with a stored need.

    A limit that only the text states is filled in too, unless it was switched off.
    """
    state = FormState()
    state.put("text", demand.text)
    state.put("title", demand.title)
    state.put("sectors", demand.sectors)
    state.put("technology_types", demand.technology_types)
    for name in ("park_id", "enterprise_id"):
        state.put(name, str(getattr(demand, name) or ""))
    _put_place(state, demand, park_address)
    stored = {
        "max_investment": demand.max_investment_yuan,
        "max_payback": demand.max_payback_years,
        "max_abatement_cost": demand.max_abatement_cost_yuan_per_tco2,
        "abatement_target": demand.abatement_target_tco2_per_year,
        "needed_by": demand.needed_by_on,
        "project_type": demand.project_type,
        "accepts_demonstration": demand.accepts_demonstration,
    }
    read_into(state, today=today)
    ignored = set(demand.ignore_understood)
    for name in READABLE:
        if stored[name] is not None or name in ignored:
            state.put(name, typed(name, stored[name]))
    state.put("ignored", demand.ignore_understood)
    state.put("visibility", demand.visibility.value)
    state.put("expires_on", demand.expires_on.isoformat() if demand.expires_on else "")
    state.put("priority", priority_of(demand.weights))
    state.put("version", str(demand.version))
    return state


def _put_place(state: FormState, demand: Demand, park_address: str | None) -> None:
    """Fill in the place only where it is not simply the park's; coordinates are kept as given."""
    if demand.address and demand.address == park_address:
        return
    has_position = demand.latitude_deg is not None and demand.longitude_deg is not None
    is_exact = has_position and demand.position_precision in {None, PositionPrecision.EXACT}
    address = demand.address or ("" if is_exact else region_name(demand.region_code, "zh") or "")
    state.put("address", address)
    state.put("address_resolved", address)
    state.put("region_code", demand.region_code or "")
    if is_exact:
        state.put("exact_address", address)
        state.put("exact_park", str(demand.park_id or ""))
        state.put("latitude_deg", repr(demand.latitude_deg))
        state.put("longitude_deg", repr(demand.longitude_deg))
