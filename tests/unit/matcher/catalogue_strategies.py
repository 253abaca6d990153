"""Random demands, technologies and similarities for property tests."""

from math import nan

import numpy as np
from hypothesis import strategies as st

from data.vocabulary import CatalogueStatus, ClimateZone, ProjectType, TechnologyStage
from matcher.candidates import Similarities
from matcher.profiles import CaseProfile, DemandProfile, TechnologyProfile


def maybe(strategy):
    return st.one_of(st.just(nan), strategy)


def optional(values):
    return st.sampled_from([None, *values])


latitudes, longitudes = st.floats(18.0, 53.0), st.floats(74.0, 134.0)
bands = st.one_of(
    st.none(),
    st.tuples(st.floats(-20.0, 200.0), st.floats(200.0, 900.0)),
    st.tuples(st.floats(-20.0, 900.0), st.none()),
)
units = optional(["MWh", "t", "m3/h"])
sectors = st.lists(st.sampled_from(["C", "C25", "C2521", "C30", "D44"]), max_size=3).map(tuple)

cases = st.builds(
    CaseProfile,
    case_id=st.integers(1, 10**6),
    project_type=optional(ProjectType),
    investment_yuan=maybe(st.floats(1e4, 1e9)),
    conventional_investment_yuan=maybe(st.floats(0.0, 1e9)),
    abatement_tco2_per_year=maybe(st.floats(1.0, 1e6)),
    service_life_years=maybe(st.floats(1.0, 40.0)),
    abatement_cost_yuan_per_tco2=maybe(st.floats(-500.0, 5000.0)),
    annual_benefit_yuan=maybe(st.floats(-1e6, 1e8)),
    latitude_deg=maybe(latitudes),
    longitude_deg=maybe(longitudes),
    activity_amount=maybe(st.floats(1.0, 1e5)),
    activity_unit=units,
)

technologies = st.builds(
    TechnologyProfile,
    technology_id=st.integers(1, 10**6),
    catalogue_status=st.just(CatalogueStatus.PUBLISHED),
    stage=optional(TechnologyStage),
    technology_type=optional(["1.1", "2.1", "2.2", "5.4"]),
    sectors=sectors,
    temperature_celsius=bands,
    climate_zones=st.lists(st.sampled_from(list(ClimateZone)), max_size=2).map(tuple),
    owner_latitude_deg=maybe(latitudes),
    owner_longitude_deg=maybe(longitudes),
    cases=st.lists(cases, max_size=3).map(tuple),
)

catalogues = st.lists(technologies, min_size=1, max_size=8, unique_by=lambda t: t.technology_id)

demands = st.builds(
    DemandProfile,
    text=st.just(""),
    sectors=sectors,
    technology_types=st.lists(st.sampled_from(["2", "2.1", "5.4"]), max_size=2).map(tuple),
    project_type=optional(ProjectType),
    abatement_target_tco2_per_year=maybe(st.floats(1.0, 1e6)),
    latitude_deg=maybe(latitudes),
    longitude_deg=maybe(longitudes),
    climate_zone=optional(ClimateZone),
    temperature_celsius=bands,
    activity_amount=maybe(st.floats(1.0, 1e5)),
    activity_unit=units,
)


@st.composite
def similarities(draw, count):
    def leg():
        values = draw(st.lists(maybe(st.floats(-1.0, 1.0)), min_size=count, max_size=count))
        known = [value for value in values if not np.isnan(value)]
        return np.array(values), max(known, default=nan)

    (semantic, best_semantic), (lexical, best_lexical) = leg(), leg()
    return Similarities(
        semantic_cosine=semantic,
        lexical_cosine=np.clip(lexical, 0.0, 1.0),
        best_semantic_cosine=best_semantic,
        best_lexical_cosine=max(best_lexical, 0.0),
    )
