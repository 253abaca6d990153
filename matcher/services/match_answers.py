"""What a match worked out, written down: plain JSON values, codes in place of sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from data.queries import catalogue
from data.vocabulary.confidence import ConfidenceLevel
from matcher.candidates import Ranking, Similarities
from matcher.confidence import match_confidence, match_evidence
from matcher.eligibility import Eligibility
from matcher.explanation import (
    ExplainedMatch,
    Message,
    explain_exclusion,
    explain_match,
    named_case_ids,
)
from matcher.services.catalogue_index import CatalogueState
from matcher.services.demand_profiles import UnderstoodRequest
from matcher.services.places import SitePlace
from matcher.services.runtime import Runtime
from matcher.texts import TEXT_VERSION
from matcher.weights import Weights

RANKER_VERSION = "4"
"""Raised whenever the same inputs may give another order; past runs keep theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """Everything one match worked out, before it is written down."""

    understood: UnderstoodRequest
    place: SitePlace
    weights: Weights
    state: CatalogueState
    eligibility: Eligibility
    similarities: Similarities
    ranking: Ranking
    excluded_rows: Sequence[int]
    similar: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """Near-copies of one owner by the technology they are folded under, as ids."""


def written(session: Session, runtime: Runtime, found: Matching) -> dict[str, Any]:
    """Return a matching as plain JSON values; names are read from the database."""
    columns = found.state.columns
    ids = [m.technology_id for m in found.ranking.matches]
    excluded_ids = [int(columns.rows.ids[row]) for row in found.excluded_rows]
    folded = [copy for copies in found.similar.values() for copy in copies]
    cards = catalogue.cards(session, [*ids, *excluded_ids, *folded])
    names = {
        case_id: place["name"]
        for case_id, place in catalogue.case_places(
            session, named_case_ids(columns, found.ranking)
        ).items()
    }
    explained = [
        explain_match(
            found.understood.profile,
            columns,
            found.eligibility,
            found.ranking,
            one,
            case_names=names,
        )
        for one in found.ranking.matches
        if one.technology_id in cards
    ]
    matches = [_match(found, one, cards) for one in explained]
    return {
        "ranker_version": RANKER_VERSION,
        "encoder_id": found.state.encoder.encoder_id,
        "lexical_id": found.state.lexical.idf_id,
        "text_version": TEXT_VERSION,
        "factor_set": runtime.factor_set,
        "weights": found.weights.as_mapping(),
        "understood": dict(found.understood.read),
        "site": _site(found.place),
        "warnings": _warnings(found, matches),
        "eligible_count": int(found.eligibility.keep.sum()),
        "matches": matches,
        "empty_reason": None if matches else _empty_reason(found),
        "excluded": [
            {
                "technology": _technology(cards[technology_id]),
                "reasons": [
                    _message(reason)
                    for reason in explain_exclusion(
                        found.understood.profile, columns, found.eligibility, row
                    )
                ],
            }
            for row, technology_id in zip(found.excluded_rows, excluded_ids, strict=True)
            if technology_id in cards
        ],
        "excluded_count": int(found.eligibility.listed.sum()),
        "excluded_by_reason": found.eligibility.counts(),
    }


def _match(found: Matching, one: ExplainedMatch, cards: Mapping[int, RowMapping]) -> dict[str, Any]:
    match_ = one.match
    facts, position = found.ranking.facts, match_.position
    signals = {name: each.value for name, each in match_.parts["fit"].signals.items()}
    evidence = match_evidence(
        found.similarities,
        position,
        signals=signals,
        in_field_probability=found.understood.in_field_probability,
    )
    confidence = match_confidence(evidence, unknown_count=len(one.explanation.unknowns))
    return {
        "rank": match_.rank,
        "score": match_.score,
        "technology": _technology(cards[match_.technology_id]),
        "similar": [
            {"id": str(copy), "name": cards[copy]["name"]}
            for copy in found.similar.get(match_.technology_id, ())
            if copy in cards
        ],
        "confidence": confidence.level,
        "probability": confidence.probability,
        "parts": {
            name: {
                "value": part.value,
                "weight": part.weight,
                "contribution": part.contribution,
                "signals": {
                    signal: {
                        "value": score.value,
                        "weight": score.weight,
                        "contribution": score.contribution,
                    }
                    for signal, score in part.signals.items()
                },
            }
            for name, part in match_.parts.items()
        },
        "adjustments": [
            {"code": a.code, "contribution": a.contribution, "values": dict(a.values)}
            for a in match_.adjustments
        ],
        "distance_km": one.distance_km,
        "nearest": one.nearest,
        "figures": _figures(found, int(facts.case[position])),
        "cost": _cost(found, one),
        "reasons": [_message(m) for m in one.explanation.reasons],
        "unknowns": [_message(m) for m in one.explanation.unknowns],
        "warnings": [_message(m) for m in one.explanation.warnings],
    }


def _figures(found: Matching, case: int) -> dict[str, float | None]:
    """Return the hard numbers of the case used, None where not stated."""
    table = found.state.columns.cases
    if case < 0:
        return {"investment_yuan": None, "payback_years": None, "abatement_tco2_per_year": None}
    return {
        "investment_yuan": known(table.investment_yuan[case]),
        "payback_years": known(table.payback_years[case]),
        "abatement_tco2_per_year": known(table.abatement_tco2_per_year[case]),
    }


def _cost(found: Matching, one: ExplainedMatch) -> dict[str, Any] | None:
    if one.cost is None:
        return None
    costs = one.cost.costs
    table, case = found.state.columns.cases, int(found.ranking.facts.case[one.match.position])
    return {
        "abatement_cost_yuan_per_tco2": known(costs.abatement_cost_yuan_per_tco2),
        "levelised_yuan_per_tco2": known(costs.levelised_yuan_per_tco2),
        "net_yuan_per_tco2": known(costs.net_yuan_per_tco2),
        "basis": _message(one.cost.basis) if one.cost.basis else None,
        "case_id": one.cost.case_id,
        "inputs": {
            "investment_yuan": known(table.investment_yuan[case]),
            "conventional_investment_yuan": known(table.conventional_investment_yuan[case]),
            "abatement_tco2_per_year": known(table.abatement_tco2_per_year[case]),
            "service_life_years": known(table.service_life_years[case]),
            "annual_benefit_yuan": known(table.annual_benefit_yuan[case]),
            "discount_rate": costs.discount_rate,
        },
    }


def _site(place: SitePlace) -> dict[str, Any] | None:
    if place.region_code is None and place.latitude_deg is None:
        return None
    return {
        "region_code": place.region_code,
        "latitude_deg": place.latitude_deg,
        "longitude_deg": place.longitude_deg,
        "precision": place.precision,
    }


def _warnings(found: Matching, matches: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what to know about the place, and whether nothing here is close (RULINGS 8)."""
    codes: list[str] = list(found.place.warnings)
    if matches and all(match["confidence"] == ConfidenceLevel.LOW for match in matches):
        codes.append("out_of_field")
    return [{"code": code, "values": {}} for code in codes]


def _empty_reason(found: Matching) -> dict[str, Any]:
    """Return why nothing matches: all break a condition, or nothing is alike (RULINGS 8)."""
    if not len(found.state.columns):
        code = "catalogue_empty"
    elif found.eligibility.keep.any():
        code = "nothing_similar"
    else:
        code = "nothing_eligible"
    return {"code": code, "values": {}}


def _technology(card: RowMapping) -> dict[str, Any]:
    return {
        "id": str(card["id"]),
        "external_id": card["external_id"],
        "name": card["name"],
        "technology_type": card["technology_type"],
        "stage": card["stage"],
        "catalogue_status": card["catalogue_status"],
        "owner_name": card["owner_name"],
        "owner_region_code": card["owner_region_code"],
        "comparison_technology": card["comparison_technology"],
        "is_demo": card["is_demo"],
    }


def _message(message: Message) -> dict[str, Any]:
    return {"code": message.code, "values": dict(message.values)}


def known(value: float | None) -> float | None:
    """Return a number for JSON: None where it is unknown."""
    return None if value is None or np.isnan(value) else float(value)
