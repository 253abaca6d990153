"""A ranking is the same for any order of candidates, and every number in it adds up."""

from dataclasses import replace
from math import nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.vocabulary import CatalogueStatus
from matcher.candidates import Similarities, candidate_facts, rank_candidates
from matcher.column_builder import build_columns
from matcher.profiles import CaseProfile, DemandProfile, TechnologyProfile
from matcher.weights import Weights
from tests.unit.matcher.catalogue_strategies import catalogues, demands, similarities

WEIGHTS = Weights.normalised()


def alike(count: int, cosine: float = 0.8) -> Similarities:
    return Similarities(
        semantic_cosine=np.full(count, cosine),
        lexical_cosine=np.full(count, 0.3),
        best_semantic_cosine=cosine,
        best_lexical_cosine=0.3,
    )


def ranked(demand, profiles, found=None, rows=None, limit=100):
    columns = build_columns(profiles)
    rows = np.arange(len(profiles)) if rows is None else rows
    return rank_candidates(
        demand, columns, rows, found or alike(len(rows)), weights=WEIGHTS, limit=limit
    )


def technology(number, *cases, **fields):
    return TechnologyProfile(
        technology_id=number,
        catalogue_status=CatalogueStatus.PUBLISHED,
        cases=tuple(cases),
        **fields,
    )


@given(demands, catalogues, st.data())
def test_every_number_adds_up(demand, catalogue, data):
    found = data.draw(similarities(len(catalogue)))

    matches = ranked(demand, catalogue, found).matches

    assert [match.rank for match in matches] == list(range(1, len(catalogue) + 1))
    for match in matches:
        total = sum(part.contribution for part in match.parts.values())
        total += sum(adjustment.contribution for adjustment in match.adjustments)
        assert match.score == pytest.approx(total, abs=1e-9)
        for part in match.parts.values():
            if part.value is not None:
                signals = sum(signal.contribution for signal in part.signals.values())
                assert part.value == pytest.approx(signals, abs=1e-9)
            else:
                assert part.weight == part.contribution == 0.0


@given(demands, catalogues, st.data())
def test_the_order_of_candidates_does_not_matter(demand, catalogue, data):
    found = data.draw(similarities(len(catalogue)))
    shuffled = np.array(data.draw(st.permutations(range(len(catalogue)))))
    moved = replace(
        found,
        semantic_cosine=found.semantic_cosine[shuffled],
        lexical_cosine=found.lexical_cosine[shuffled],
    )

    one = ranked(demand, catalogue, found).matches
    other = ranked(demand, catalogue, moved, rows=shuffled).matches

    assert [(m.technology_id, m.score, m.parts) for m in one] == [
        (m.technology_id, m.score, m.parts) for m in other
    ]


@given(demands, catalogues, st.data())
def test_ranking_twice_gives_the_same(demand, catalogue, data):
    found = data.draw(similarities(len(catalogue)))

    assert ranked(demand, catalogue, found).matches == ranked(demand, catalogue, found).matches


@given(demands, catalogues)
def test_scores_fall_down_the_list(demand, catalogue):
    scores = [match.score for match in ranked(demand, catalogue).matches]

    assert scores == sorted(scores, reverse=True)


def test_the_limit_cuts_what_is_described_but_not_what_is_ordered():
    result = ranked(DemandProfile(text=""), [technology(i) for i in range(5)], limit=2)

    assert len(result.matches) == 2
    assert len(result.order) == 5


def test_no_candidates_is_an_empty_ranking():
    assert ranked(DemandProfile(text=""), []).matches == ()


def test_stating_an_ordinary_cost_and_place_never_lowers_the_rank():
    site = DemandProfile(text="", latitude_deg=31.3, longitude_deg=120.6)
    silent = technology(1)
    open_one = technology(
        2,
        CaseProfile(case_id=1, abatement_cost_yuan_per_tco2=400.0),
        owner_latitude_deg=39.9,
        owner_longitude_deg=116.4,
    )

    matches = ranked(site, [silent, open_one]).matches

    assert [match.technology_id for match in matches] == [2, 1]
    assert [a.code for a in matches[1].adjustments] == ["evidence", "evidence"]


def test_free_tonnes_are_ordered_by_benefit_and_tonnes_never_by_their_cost():
    def one(number, benefit, tonnes, cost):
        case = CaseProfile(
            case_id=number,
            investment_yuan=1e6,
            conventional_investment_yuan=1e6,
            annual_benefit_yuan=benefit,
            abatement_tco2_per_year=tonnes,
            service_life_years=nan,
            abatement_cost_yuan_per_tco2=cost,
        )
        return technology(number, case)

    matches = ranked(
        DemandProfile(text=""), [one(1, 1e6, 100.0, -900.0), one(2, 1e6, 9000.0, -1.0)]
    ).matches

    assert matches[0].score == matches[1].score
    assert [match.technology_id for match in matches] == [2, 1]


def test_distance_goes_to_the_nearer_of_service_point_and_case():
    site = DemandProfile(text="", latitude_deg=31.3, longitude_deg=120.6)
    near = {"latitude_deg": 31.4, "longitude_deg": 120.7}
    owner = {"owner_latitude_deg": 39.9, "owner_longitude_deg": 116.4}
    columns = build_columns(
        [
            technology(1, CaseProfile(case_id=11), CaseProfile(case_id=12, **near), **owner),
            technology(2, CaseProfile(case_id=21), **owner),
            technology(3, CaseProfile(case_id=31, **near)),
            technology(4, CaseProfile(case_id=41)),
        ]
    )

    facts = candidate_facts(site, columns, np.arange(4))

    assert facts.nearest_case.tolist() == [1, -1, 3, -1]
    assert facts.distance_km[0] == facts.distance_km[2] == pytest.approx(14.6, abs=0.5)
    assert facts.distance_km[1] == pytest.approx(1029, rel=0.02)
    assert np.isnan(facts.distance_km[3])
