"""From the candidates that retrieval proposes to a ranking of them, and the facts behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.case_choice import NO_CASE, case_sizes, choose_cases
from matcher.columns import TechnologyColumns
from matcher.eligibility import sector_codes_agree
from matcher.geodesy import great_circle_km
from matcher.inference.words import finders
from matcher.profiles import DemandProfile, FloatArray, IntArray
from matcher.ranking import RankedMatch, best_first, ranked_matches
from matcher.scores import Scores, score_candidates
from matcher.segments import segment_any, segment_members
from matcher.signals.abatement_cost import abatement_cost_signal
from matcher.signals.category import category_signal
from matcher.signals.climate import climate_signal
from matcher.signals.lexical import lexical_signal
from matcher.signals.medium import medium_signal
from matcher.signals.proximity import proximity_signal
from matcher.signals.purpose import purpose_signal
from matcher.signals.scale import scale_signal
from matcher.signals.sector import sector_signal
from matcher.signals.semantic import semantic_signal
from matcher.signals.temperature import temperature_signal
from matcher.signals.topic import topic_signal
from matcher.weights import Weights


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Similarities:
    """What retrieval found out about n candidates; NaN where a leg does not apply."""

    semantic_cosine: FloatArray
    lexical_cosine: FloatArray
    best_semantic_cosine: float
    """Best among everything eligible, candidates or not."""
    best_lexical_cosine: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CandidateFacts:
    """What the numbers of n candidates rest on; position i of every array is the same one."""

    rows: IntArray
    """Rows in the columns."""
    case: IntArray
    """Case used, as position in the case columns; -1 none."""
    distance_km: FloatArray
    """To the nearer of service point and nearest case; NaN unknown. [km]"""
    nearest_case: IntArray
    """Case that is nearer than the service point; -1 where the service point is, or unknown."""
    unit_cost_yuan_per_tco2: FloatArray
    net_benefit_yuan_per_year: FloatArray
    abatement_tco2_per_year: FloatArray
    case_size: FloatArray
    """In the measure of `demand_size`; NaN unknown."""
    demand_size: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranking:
    """The best candidates in order, with the facts and scores of all candidates."""

    matches: tuple[RankedMatch, ...]
    facts: CandidateFacts
    scores: Scores
    order: IntArray
    """Positions of all candidates, best first."""


def rank_candidates(
    demand: DemandProfile,
    columns: TechnologyColumns,
    rows: IntArray,
    similarities: Similarities,
    *,
    weights: Weights,
    limit: int,
) -> Ranking:
    """Rank candidates for a demand, best first.

    Parameters
    ----------
    demand : DemandProfile
        What is asked for.
    columns : TechnologyColumns
        The catalogue.
    rows : (n,) int
        Rows of the candidates, all different and eligible.
    similarities : Similarities
        Of the n candidates, in the order of `rows`.
    weights : Weights
        Of the parts.
    limit : int
        How many matches to describe; all candidates are scored and ordered.

    Returns
    -------
    Ranking
        The same for any order of the candidates, but for positions.

    References
    ----------
    .. [1] RULINGS 1-3; docs/decisions/0044-fit-signals.md.
    """
    facts = candidate_facts(demand, columns, rows)
    signals = candidate_signals(demand, columns, facts, similarities)
    scores = score_candidates(signals, weights, askable=askable_signals(demand))
    ids = columns.rows.ids[rows]
    order = best_first(
        ids,
        scores,
        cost_yuan_per_tco2=facts.unit_cost_yuan_per_tco2,
        net_benefit_yuan_per_year=facts.net_benefit_yuan_per_year,
        abatement_tco2_per_year=facts.abatement_tco2_per_year,
    )
    matches = ranked_matches(ids, scores, order, limit=limit)
    return Ranking(matches=matches, facts=facts, scores=scores, order=order)


def candidate_facts(
    demand: DemandProfile, columns: TechnologyColumns, rows: IntArray
) -> CandidateFacts:
    """Return the case, distance, cost and size that speak for each candidate."""
    case = choose_cases(demand, columns, rows)
    table = columns.cases
    investment = _at(table.investment_yuan, case) - _at(table.conventional_investment_yuan, case)
    life = _at(table.service_life_years, case)
    benefit = _at(table.annual_benefit_yuan, case)
    distance, nearest = _nearest(demand, columns, rows)
    sizes = np.full(len(rows), np.nan)
    has_case = case != NO_CASE
    sizes[has_case], demand_size = case_sizes(demand, columns, case[has_case])
    return CandidateFacts(
        rows=rows,
        case=case,
        distance_km=distance,
        nearest_case=nearest,
        unit_cost_yuan_per_tco2=_at(table.unit_cost_yuan_per_tco2, case),
        net_benefit_yuan_per_year=benefit - investment / np.where(life > 0, life, np.nan),
        abatement_tco2_per_year=_at(table.abatement_tco2_per_year, case),
        case_size=sizes,
        demand_size=demand_size,
    )


def candidate_signals(
    demand: DemandProfile,
    columns: TechnologyColumns,
    facts: CandidateFacts,
    similarities: Similarities,
) -> Mapping[str, FloatArray]:
    """Return every signal of every candidate; NaN where either side is unknown."""
    table, rows = columns.rows, facts.rows
    return {
        "semantic": semantic_signal(
            similarities.semantic_cosine, best=similarities.best_semantic_cosine
        ),
        "lexical": lexical_signal(
            similarities.lexical_cosine, best=similarities.best_lexical_cosine
        ),
        "category": category_signal(table.type_code[rows], demand.technology_types),
        "sector": _sector(demand, columns, rows),
        "topic": topic_signal(table.type_code[rows], demand.type_probabilities),
        "medium": medium_signal(table.medium_mask[rows], _wanted("medium", demand.media)),
        "purpose": purpose_signal(table.purpose_mask[rows], _wanted("purpose", demand.purposes)),
        "scale": scale_signal(facts.case_size, facts.demand_size),
        "temperature": temperature_signal(
            table.temperature_low_celsius[rows],
            table.temperature_high_celsius[rows],
            demand.temperature_celsius,
        ),
        "proximity": proximity_signal(facts.distance_km),
        "climate": climate_signal(table.climate_mask[rows], demand.climate_zone),
        "abatement_cost": abatement_cost_signal(facts.unit_cost_yuan_per_tco2),
    }


def askable_signals(demand: DemandProfile) -> frozenset[str]:
    """Return the signals whose demand side is known, so that only the owner can leave them open."""
    states_size = demand.activity_unit is not None or (
        demand.abatement_target_tco2_per_year == demand.abatement_target_tco2_per_year
    )
    asked = {
        "semantic": True,
        "lexical": True,
        "category": bool(demand.technology_types),
        "sector": bool(demand.sectors),
        "topic": bool(demand.type_probabilities),
        "medium": bool(demand.media),
        "purpose": bool(demand.purposes),
        "scale": states_size,
        "temperature": demand.temperature_celsius is not None,
        "proximity": demand.has_site,
        "climate": demand.climate_zone is not None,
        "abatement_cost": True,
    }
    return frozenset(name for name, is_asked in asked.items() if is_asked)


def _wanted(kind: str, codes: Sequence[str]) -> int:
    return finders()[kind].mask(codes)


def _sector(demand: DemandProfile, columns: TechnologyColumns, rows: IntArray) -> FloatArray:
    if not demand.sectors:
        return np.full(len(rows), np.nan)
    stated = segment_members(columns.sector_offsets, rows)
    agrees = sector_codes_agree(demand, columns)[columns.sector_codes[stated.positions]]
    return sector_signal(segment_any(agrees, stated.offsets), np.diff(stated.offsets) > 0)


def _at(values: FloatArray, cases: IntArray) -> FloatArray:
    """Return the values of cases; NaN where there is no case."""
    picked = np.full(len(cases), np.nan)
    known = cases != NO_CASE
    picked[known] = values[cases[known]]
    return picked


def _nearest(
    demand: DemandProfile, columns: TechnologyColumns, rows: IntArray
) -> tuple[FloatArray, IntArray]:
    """Return the distance to the nearest known place, and the case it is, -1 if none."""
    nearest = np.full(len(rows), NO_CASE, dtype=np.int64)
    site = (demand.latitude_deg, demand.longitude_deg)
    table = columns.rows
    distance = great_circle_km(
        *site, table.owner_latitude_deg[rows], table.owner_longitude_deg[rows]
    )
    cases, owners, _ = segment_members(columns.case_offsets, rows)
    if not len(cases):
        return distance, nearest
    places = columns.cases
    case_km = great_circle_km(*site, places.latitude_deg[cases], places.longitude_deg[cases])
    order = np.lexsort((cases, case_km, owners))  # NaN sorts last
    firsts = order[np.flatnonzero(np.diff(owners[order], prepend=-1))]
    own, best = owners[firsts], case_km[firsts]
    nearer = (best < distance[own]) | (np.isnan(distance[own]) & ~np.isnan(best))
    distance[own[nearer]] = best[nearer]
    nearest[own[nearer]] = cases[firsts[nearer]]
    return distance, nearest
