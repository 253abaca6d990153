"""The share of stated facts rises with each one stated."""

from data.vocabulary import CatalogueStatus, TechnologyStage
from matcher.profiles import CaseProfile, TechnologyProfile
from matcher.signals.evidence import evidence_share

BARE = {"technology_id": 1, "catalogue_status": CatalogueStatus.PUBLISHED}
CASE = CaseProfile(
    case_id=1,
    investment_yuan=1e6,
    abatement_tco2_per_year=100.0,
    service_life_years=15.0,
    annual_benefit_yuan=1e5,
)


def test_nothing_stated_is_zero_and_everything_is_one():
    full = TechnologyProfile(
        **BARE,
        technology_type="2.1",
        stage=TechnologyStage.PROMOTION,
        sectors=("C25",),
        owner_latitude_deg=31.0,
        owner_longitude_deg=120.0,
        cases=(CASE, CaseProfile(case_id=2)),
    )

    assert evidence_share(TechnologyProfile(**BARE)) == 0.0
    assert evidence_share(full) == 1.0


def test_the_best_documented_case_counts():
    one = evidence_share(TechnologyProfile(**BARE, cases=(CASE,)))
    both = evidence_share(TechnologyProfile(**BARE, cases=(CaseProfile(case_id=2), CASE)))

    assert one == 3 / 8
    assert both == 4 / 8
