"""The form beside the matches: weights, presets, filters, order; state is in the address."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from data.vocabulary import TechnologyStage
from matcher.weights import PARTS
from web.i18n import current_language
from web.presenters.technology import type_label

Json = dict[str, Any]

PRESETS: Mapping[str, tuple[Mapping[str, float], str]] = {
    "saving": ({"fit": 40, "location": 10, "abatement_cost": 50}, ""),
    "abatement": ({"fit": 60, "location": 15, "abatement_cost": 25}, "abatement"),
    "safe": ({"fit": 65, "location": 25, "abatement_cost": 10}, ""),
}
"""Weights and order of each preset. Source: docs/decisions/0096-presets-of-the-match-page.md."""

ORDERS = ("score", "abatement", "cost", "distance")
HIDDEN = ("unknowns", "warnings", "low")


def asked_weights(args: MultiDict[str, str]) -> dict[str, float] | None:
    """Return the weights of the address; None takes the need's own.

    What is no number counts as not given; all zero is the service's to refuse.
    """
    preset = PRESETS.get(args.get("preset", ""))
    if preset is not None:
        return dict(preset[0])
    given = {name: _number(args.get(f"weight_{name}")) for name in PARTS}
    return {name: value for name, value in given.items() if value is not None} or None


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if 0 <= number <= 100 else None  # noqa: PLR2004 - the slider's range


def asked_order(args: MultiDict[str, str]) -> str:
    """Return the order of the list: the preset's, else the address's, else by score."""
    preset = PRESETS.get(args.get("preset", ""))
    order = (preset[1] or "score") if preset else args.get("sort", "score")
    return order if order in ORDERS else "score"


def kept(args: MultiDict[str, str], weights: Mapping[str, float], order: str) -> Json:
    """Return the state of the page as values of an address."""
    values: Json = {name: args.getlist(name) for name in ("stage", "type", "hide")}
    if asked_weights(args) is not None:
        values |= {f"weight_{name}": round(weights[name] * 100) for name in PARTS}
    if order != "score":
        values["sort"] = order
    return {name: value for name, value in values.items() if value}


def ranking_form(
    demand_id: int,
    args: MultiDict[str, str],
    weights: Mapping[str, float],
    matches: Sequence[Json],
) -> Json:
    """Return the context `ranking` of matches/show.html."""
    order = asked_order(args)
    return {
        "action": url_for("matches.show", demand_id=demand_id),
        "weights": _weights(weights),
        "presets": _presets(weights, order),
        "filters": _filters(args, matches),
        "hidden": {"sort": order} if order != "score" else {},
        "reset_url": url_for("matches.show", demand_id=demand_id)
        if kept(args, weights, order)
        else None,
    }


def _weights(weights: Mapping[str, float]) -> list[Json]:
    hints = {
        "fit": (_("Technical fit"), _("Process, type, sector, scale, temperature")),
        "location": (_("Service distance"), _("Owner or nearest case, climate")),
        "abatement_cost": (_("Abatement cost"), _("The notice's unit cost")),
    }
    return [
        {
            "name": f"weight_{name}",
            "label": hints[name][0],
            "hint": hints[name][1],
            "value": round(weights[name] * 20) * 5,
        }
        for name in PARTS
    ]


def _presets(weights: Mapping[str, float], order: str) -> list[Json]:
    labels = {
        "saving": _("Save money"),
        "abatement": _("Most abatement"),
        "safe": _("Play safe"),
    }
    found = []
    for value, (preset, preset_order) in PRESETS.items():
        is_same = all(abs(weights[name] * 100 - preset[name]) < 1 for name in PARTS)
        pressed = is_same and order == (preset_order or "score")
        found.append({"value": value, "label": labels[value], "pressed": pressed})
    return found


def _filters(args: MultiDict[str, str], matches: Sequence[Json]) -> list[Json]:
    language = current_language()
    stages = [
        (one.value, one.label(language), sum(m["technology"]["stage"] == one for m in matches))
        for one in TechnologyStage
    ]
    codes = sorted({m["technology"]["technology_type"] or "" for m in matches} - {""})
    types = [
        (
            code,
            type_label(code) or code,
            sum(m["technology"]["technology_type"] == code for m in matches),
        )
        for code in codes
    ]
    hidden = [
        ("unknowns", _("Hide those with something to confirm"), "unknowns"),
        ("warnings", _("Hide those with a caution"), "warnings"),
    ]
    hides = [(value, label, sum(bool(m[key]) for m in matches)) for value, label, key in hidden]
    low = sum(m["confidence"] == "low" for m in matches)
    hides.append(("low", _("Hide low confidence"), low))
    groups = (
        (_("Hide"), "hide", hides),
        (_("Stage"), "stage", stages),
        (_("Technology type"), "type", types),
    )
    return [
        {
            "legend": legend,
            "name": name,
            "options": [
                {
                    "value": value,
                    "label": label,
                    "count": count,
                    "checked": value in args.getlist(name),
                }
                for value, label, count in options
            ],
        }
        for legend, name, options in groups
        if options
    ]


def filtered(args: MultiDict[str, str], matches: Sequence[Json]) -> list[Json]:
    """Return the matches that the ticked filters leave, in the order asked for."""
    stages, types, hide = (set(args.getlist(name)) for name in ("stage", "type", "hide"))
    left = [
        one
        for one in matches
        if (not stages or one["technology"]["stage"] in stages)
        and (not types or one["technology"]["technology_type"] in types)
        and not ("unknowns" in hide and one["unknowns"])
        and not ("warnings" in hide and one["warnings"])
        and not ("low" in hide and one["confidence"] == "low")
    ]
    return sorted(left, key=lambda one: _place_in(asked_order(args), one))


def _place_in(order: str, match: Json) -> tuple[bool, float, int]:
    """Return the sort key of a match; what is unknown stands last, equals keep their rank."""
    value: float | None = None
    if order == "abatement":
        tonnes = (match["figures"] or {}).get("abatement_tco2_per_year")
        value = None if tonnes is None else -tonnes
    elif order == "cost":
        value = (match["cost"] or {}).get("abatement_cost_yuan_per_tco2")
    elif order == "distance":
        value = match["distance_km"]
    return value is None and order != "score", value or 0.0, match["rank"]
