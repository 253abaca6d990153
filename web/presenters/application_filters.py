"""The address of a list of applications: what it is narrowed to, and its tabs by state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from data.queries.application_lists import ApplicationFilter
from data.reference.taxonomy import taxonomy
from data.vocabulary import ReviewState, TechnologyStage
from matcher.services.actor import Actor
from web.i18n import current_language

MAX_QUERY_CHARACTERS = 100
MINE = "mine"
"""Value of `unit` for the applications that name the caller's own organization."""

ME = "me"
"""Value of `waiting` for what waits for the caller."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A list's address, read: what narrows it, and what links must keep."""

    wanted: ApplicationFilter
    kept: dict[str, str]

    @property
    def without_states(self) -> ApplicationFilter:
        """The same filter without its state, for the counts on the tabs."""
        return replace(self.wanted, states=())

    @property
    def waits_for_caller(self) -> bool:
        """Whether only what waits for the caller is asked for."""
        return "waiting" in self.kept


def read_filter(args: MultiDict[str, str], actor: Actor) -> Reading:
    """Return what an address asks for; values that nothing has are ignored."""
    kept: dict[str, str] = {}
    state = _known(args, kept, "state", {one.value for one in ReviewState})
    stage = _known(args, kept, "stage", {one.value for one in TechnologyStage})
    category = _known(args, kept, "category", {one.code for one in taxonomy()})
    query = args.get("query", "").strip()[:MAX_QUERY_CHARACTERS]
    if query:
        kept["query"] = query
    if args.get("waiting") == ME:
        kept["waiting"] = ME
    is_mine = args.get("unit") == MINE
    if is_mine:
        kept["unit"] = MINE
    return Reading(
        ApplicationFilter(
            states=(ReviewState(state),) if state else (),
            batch_id=_number(args, kept, "batch_id"),
            unit_id=actor.organization_id if is_mine else _number(args, kept, "unit_id"),
            category=category,
            stage=TechnologyStage(stage) if stage else None,
            query=query,
        ),
        kept,
    )


def tabs(counts: Mapping[ReviewState, int], read: Reading) -> list[dict[str, Any]]:
    """Return the tabs over a list: all, then each state that has applications, with counts."""
    others = {key: value for key, value in read.kept.items() if key != "state"}
    language = current_language()
    found = [
        {
            "label": _("All"),
            "url": url_for("applications.index", **_values(others)),
            "current": not read.wanted.states,
            "count": sum(counts.values()),
        }
    ]
    for state in ReviewState:
        is_current = state in read.wanted.states
        if counts.get(state) or is_current:
            found.append(
                {
                    "label": state.label(language),
                    "url": url_for(
                        "applications.index", **_values(others | {"state": state.value})
                    ),
                    "current": is_current,
                    "count": counts.get(state, 0),
                }
            )
    return found


def stage_options() -> list[dict[str, str]]:
    """Return 示范类 and 推广类 for a select field."""
    language = current_language()
    return [{"value": one.value, "label": one.label(language)} for one in TechnologyStage]


def category_options() -> list[dict[str, str]]:
    """Return the five categories for a select field."""
    language = current_language()
    return [{"value": one.code, "label": one.label(language)} for one in taxonomy()]


def _values(kept: Mapping[str, str]) -> dict[str, Any]:
    return dict(kept)


def _known(args: MultiDict[str, str], kept: dict[str, str], name: str, allowed: set[str]) -> str:
    given = args.get(name, "")
    if given not in allowed:
        return ""
    kept[name] = given
    return given


def _number(args: MultiDict[str, str], kept: dict[str, str], name: str) -> int | None:
    given = args.get(name, "")
    if not given.isascii() or not given.isdecimal() or len(given) >= 10:  # noqa: PLR2004
        return None
    kept[name] = given
    return int(given)
