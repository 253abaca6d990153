"""Rows of the comparison: figures with the best one marked, words, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from flask_babel import gettext as _

from data.vocabulary import TechnologyStage
from web import figures
from web.figures import Figure
from web.i18n import current_language
from web.presenters.technology import field_label, rules_in_words, type_label

if TYPE_CHECKING:
    from data.models import Technology

Json: TypeAlias = dict[str, Any]
Shown: TypeAlias = "tuple[Technology, Json]"
Value: TypeAlias = float | None


def columns(shown: Sequence[Shown], url_of: Callable[[list[int]], str]) -> list[Json]:
    """Return the heads of the columns."""
    ids = [technology.id for technology, _match in shown]
    return [
        {
            "rank": match["rank"],
            "name": technology.name,
            "url": match["technology"]["url"],
            "owner_name": match["technology"]["owner_name"],
            "stage": technology.stage,
            "lead_url": match.get("lead_url"),
            "remove_url": url_of([other for other in ids if other != technology.id])
            if len(shown) > 2  # noqa: PLR2004 - two are the fewest to compare
            else None,
        }
        for technology, match in shown
    ]


def compare_groups(shown: Sequence[Shown]) -> list[Json]:
    """Return the groups of rows of matches/compare.html; empty without technologies."""
    if not shown:
        return []
    matches = [match for _technology, match in shown]
    return [
        {"title": _("How well it matches"), "rows": _match_rows(matches)},
        {"title": _("Cost and effect, by the case used"), "rows": _money_rows(matches)},
        {"title": _("Maturity and evidence"), "rows": _maturity_rows(shown)},
        {"title": _("Conditions of use"), "rows": _rule_rows(shown)},
        {"title": _("For and against"), "rows": _chip_rows(matches)},
    ]


def _match_rows(matches: Sequence[Json]) -> list[Json]:
    def points(value: Value) -> Figure:
        return figures.UNKNOWN if value is None else Figure(figures.rounded(value * 100, 1))

    words = {"high": _("High"), "medium": _("Medium"), "low": _("Low")}
    return [
        _figures(_("Match score of 100"), [m["score"] for m in matches], points, best=max),
        *(
            _figures(label, [m["parts"][part]["value"] for m in matches], points, best=max)
            for part, label in (
                ("fit", _("Technical fit of 100")),
                ("abatement_cost", _("Abatement cost of 100")),
            )
        ),
        _figures(_("Distance"), [m["distance_km"] for m in matches], figures.distance, best=min),
        _texts(_("Confidence"), [words[m["confidence"]] for m in matches]),
    ]


def _money_rows(matches: Sequence[Json]) -> list[Json]:
    chinese = current_language() == "zh"

    def cost(value: Value) -> Figure:
        return figures.unit_cost(value, _)

    def of_cost(name: str) -> list[Value]:
        return [(m["cost"] or {}).get(name) for m in matches]

    def of_figures(name: str) -> list[Value]:
        return [m["figures"][name] for m in matches]

    return [
        _figures(
            _("Abatement cost (the notice's formula)"),
            of_cost("abatement_cost_yuan_per_tco2"),
            cost,
            best=min,
        ),
        _figures(
            _("Levelised cost (discounted)"), of_cost("levelised_yuan_per_tco2"), cost, best=min
        ),
        # A net cost below zero cannot rank measures (PRODUCT 3.6), so none is marked best.
        _figures(_("Net cost (after savings)"), of_cost("net_yuan_per_tco2"), cost),
        _figures(
            _("Abatement a year"),
            of_figures("abatement_tco2_per_year"),
            lambda value: figures.tonnes(value, _),
            best=max,
        ),
        _figures(
            _("Investment"),
            of_figures("investment_yuan"),
            lambda value: figures.money(value, chinese=chinese),
            best=min,
        ),
        _figures(
            _("Payback"),
            of_figures("payback_years"),
            lambda value: figures.years(value, _),
            best=min,
        ),
    ]


def _maturity_rows(shown: Sequence[Shown]) -> list[Json]:
    language = current_language()
    stage_name = field_label("technology", "stage")
    months = [
        min(
            (c.construction_months for c in t.cases if c.construction_months is not None),
            default=None,
        )
        for t, _match in shown
    ]
    return [
        _texts(
            stage_name,
            [t.stage.label(language) if t.stage else None for t, _match in shown],
            best=[t.stage is TechnologyStage.PROMOTION for t, _match in shown],
        ),
        _figures(_("Cases"), [float(len(t.cases)) for t, _match in shown], figures.count, best=max),
        _figures(
            _("Shortest construction, months"),
            months,
            lambda value: (
                figures.UNKNOWN if value is None else Figure(figures.rounded(value, 1), _("months"))
            ),
            best=min,
        ),
        _figures(
            field_label("technology", "adoption_share"),
            [t.adoption_share for t, _match in shown],
            lambda value: figures.share(value, 1),
        ),
        _figures(
            _("Data completeness"),
            [m["completeness_share"] for _technology, m in shown],
            figures.share,
            best=max,
        ),
    ]


def _rule_rows(shown: Sequence[Shown]) -> list[Json]:
    rules = [
        {rule["label"]: rule["value"] for rule in rules_in_words(technology.applicability_rules)}
        for technology, _match in shown
    ]
    labels = list(dict.fromkeys(label for one in rules for label in one))
    comparison = field_label("technology", "comparison_technology")
    return [
        _texts(
            field_label("technology", "technology_type"),
            [type_label(t.technology_type) for t, _match in shown],
        ),
        *(_texts(label, [one.get(label) for one in rules]) for label in labels),
        _texts(comparison, [t.comparison_technology for t, _match in shown]),
    ]


def _chip_rows(matches: Sequence[Json]) -> list[Json]:
    for_it = [[c for c in m["reasons"] if c["kind"] == "ok"] for m in matches]
    against = [[c for c in m["reasons"] if c["kind"] != "ok"] for m in matches]
    asked = [[{"kind": "ask", "text": one["text"]} for one in m["unknowns"]] for m in matches]
    return [
        {"label": label, "same": False, "cells": [{"chips": chips} for chips in lists]}
        for label, lists in (
            (_("Speaks for it"), for_it),
            (_("To mind"), against),
            (_("To be confirmed"), asked),
        )
    ]


def _figures(
    label: str,
    values: Sequence[Value],
    make: Callable[[Value], Figure],
    *,
    best: Callable[[list[float]], float] | None = None,
) -> Json:
    """Return a row of figures; the best one is marked unless all are equal or only one is known."""
    known = [value for value in values if value is not None]
    is_same = len(known) == len(values) and len({make(value).text for value in known}) == 1
    target = best(known) if best and len(known) > 1 and len(set(known)) > 1 else None
    return {
        "label": label,
        "same": is_same,
        "cells": [
            {"missing": label}
            if value is None
            else {"figure": make(value), "best": target is not None and value == target}
            for value in values
        ],
    }


def _texts(label: str, values: Sequence[str | None], *, best: Sequence[bool] | None = None) -> Json:
    is_same = len(set(values)) == 1
    marks = best if best and any(best) and not all(best) else [False] * len(values)
    return {
        "label": label,
        "same": is_same,
        "cells": [
            {"text": value, "best": mark} if value else {"missing": label}
            for value, mark in zip(values, marks, strict=True)
        ],
    }
