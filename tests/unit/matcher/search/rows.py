"""Rows of catalogue search, made up and drawn."""

from datetime import date

from hypothesis import strategies as st

from data.vocabulary import CatalogueScope, CatalogueStatus, TechnologyStage
from matcher.search.columns import FIELDS, TOPICS, TYPES
from matcher.search.row import SearchRow


def make_row(technology_id: int = 1, **changes) -> SearchRow:
    """A published waste heat technology of a firm in Suzhou."""
    values = {
        "organization_id": 7,
        "catalogue_status": CatalogueStatus.PUBLISHED,
        "technology_type": "2.1",
        "topics": ("2.1.01",),
        "fields": (FIELDS[0],),
        "stage": TechnologyStage.PROMOTION,
        "owner_region_code": "320500",
        "batch_id": 3,
        "scope": CatalogueScope.NATIONAL,
        "published_on": date(2026, 5, 1),
        "name": f"示例技术 {technology_id}",
        "label": f"示例技术 {technology_id}\n示例公司",
        "abatement_potential_2030_tco2_per_year": 1000.0,
        "cost_yuan_per_tco2": 120.0,
        "is_appraised": True,
        "has_cases": True,
    }
    return SearchRow(technology_id=technology_id, **(values | changes))


def _maybe(values):
    return st.none() | values


drawn_rows = st.lists(
    st.builds(
        make_row,
        technology_type=_maybe(st.sampled_from(TYPES)),
        topics=st.lists(st.sampled_from(TOPICS[:6]), max_size=3, unique=True).map(tuple),
        fields=st.lists(st.sampled_from(FIELDS[:5]), max_size=3, unique=True).map(tuple),
        stage=_maybe(st.sampled_from(list(TechnologyStage))),
        owner_region_code=_maybe(st.sampled_from(["320500", "320100", "110000", "130203"])),
        batch_id=_maybe(st.integers(1, 3)),
        published_on=_maybe(st.dates(date(2020, 1, 1), date(2020, 1, 4))),
        name=st.sampled_from(["余热", "热泵", "光伏", "储能"]),
        abatement_potential_2030_tco2_per_year=_maybe(st.sampled_from([0.0, 5.0, 1e6])),
        cost_yuan_per_tco2=_maybe(st.sampled_from([-20.0, 0.0, 100.0, 250.0, 900.0])),
        is_appraised=st.booleans(),
        has_cases=st.booleans(),
    ),
    max_size=12,
).map(
    lambda rows: [
        make_row(number, **{k: getattr(row, k) for k in row.__slots__ if k != "technology_id"})
        for number, row in enumerate(rows, start=1)
    ]
)
