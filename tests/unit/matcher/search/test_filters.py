"""Filters and counts against a slow reading of the rows."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.vocabulary import CatalogueEvidence, CostBand, TechnologyStage
from matcher.search.columns import FIELDS, build_columns
from matcher.search.facets import facet_counts
from matcher.search.filters import SearchFilter, all_but, masks
from tests.unit.matcher.search.rows import drawn_rows, make_row

wanted_filters = st.builds(
    SearchFilter,
    directions=st.sets(st.sampled_from(["2", "2.1", "3.2", "1.1.01", "5"]), max_size=2).map(
        frozenset
    ),
    stages=st.sets(st.sampled_from(list(TechnologyStage)), max_size=1).map(frozenset),
    fields=st.sets(st.sampled_from(FIELDS[:5]), max_size=2).map(frozenset),
    regions=st.sets(st.sampled_from(["320000", "320500", "130203"]), max_size=2).map(frozenset),
    batches=st.sets(st.integers(1, 3), max_size=2).map(frozenset),
    costs=st.sets(st.sampled_from(list(CostBand)), max_size=2).map(frozenset),
    evidence=st.sets(st.sampled_from(list(CatalogueEvidence)), max_size=2).map(frozenset),
)


def passes(row, wanted, verified, *, without=""):
    """Whether a row passes, read off the row itself."""
    checks = {
        "directions": lambda: any(
            (row.technology_type or "").startswith(one) if len(one) < 6 else one in row.topics
            for one in wanted.directions
        ),
        "stages": lambda: row.stage in wanted.stages,
        "fields": lambda: bool(set(row.fields) & wanted.fields),
        "regions": lambda: any(
            (row.owner_region_code or "").startswith(code.removesuffix("00").removesuffix("00"))
            for code in wanted.regions
        ),
        "batches": lambda: row.batch_id in wanted.batches,
        "costs": lambda: band_of(row.cost_yuan_per_tco2) in wanted.costs,
        "evidence": lambda: (
            {
                one
                for one, has in {
                    CatalogueEvidence.APPRAISED: row.is_appraised,
                    CatalogueEvidence.CASES: row.has_cases,
                    CatalogueEvidence.VERIFIED: row.technology_id in verified,
                }.items()
                if has
            }
            >= wanted.evidence
        ),
    }
    return all(check() for n, check in checks.items() if getattr(wanted, n) and n != without)


def band_of(cost):
    """The band of a cost."""
    if cost is None:
        return CostBand.UNKNOWN
    if cost <= 0:
        return CostBand.SAVES
    return CostBand.LOW if cost <= 100 else CostBand.MIDDLE if cost <= 300 else CostBand.HIGH


@settings(max_examples=60)
@given(drawn_rows, wanted_filters, st.sets(st.integers(1, 12), max_size=4))
def test_rows_and_counts_are_those_of_a_slow_reading(rows, wanted, verified_ids):
    columns = build_columns(rows)
    verified = np.isin(columns.ids, sorted(verified_ids))
    found, base = masks(columns, wanted, verified=verified), np.ones(len(columns), dtype=bool)
    facets = facet_counts(columns, found, base=base, verified=verified)

    kept = [row.technology_id for row in rows if passes(row, wanted, verified_ids)]
    assert columns.ids[all_but(found, "", base)].tolist() == kept
    of_any_stage = [row for row in rows if passes(row, wanted, verified_ids, without="stages")]
    assert facets["stages"] == Counter(row.stage for row in of_any_stage if row.stage)
    of_any_field = [row for row in rows if passes(row, wanted, verified_ids, without="fields")]
    assert facets["fields"] == Counter(one for row in of_any_field for one in row.fields)
    of_any_cost = [row for row in rows if passes(row, wanted, verified_ids, without="costs")]
    assert facets["costs"] == Counter(band_of(row.cost_yuan_per_tco2) for row in of_any_cost)
    of_any_type = [row for row in rows if passes(row, wanted, verified_ids, without="directions")]
    assert facets["types"] == Counter(r.technology_type for r in of_any_type if r.technology_type)


@pytest.mark.parametrize(
    ("code", "found"), [("320000", [1, 2]), ("320500", [1]), ("320506", []), ("110000", [])]
)
def test_a_region_holds_what_lies_in_it(code, found):
    rows = [
        make_row(1, owner_region_code="320500"),
        make_row(2, owner_region_code="320100"),
        make_row(3, owner_region_code=None),
    ]
    columns = build_columns(rows)
    wanted = SearchFilter(regions=frozenset([code]))
    kept = masks(columns, wanted, verified=np.zeros(3, dtype=bool))["regions"]

    assert columns.ids[kept].tolist() == found


def test_nothing_wanted_is_no_limit():
    assert not SearchFilter().is_set
    assert SearchFilter(batches=frozenset([1])).is_set
    assert masks(build_columns([]), SearchFilter(), verified=np.zeros(0, dtype=bool)) == {}
