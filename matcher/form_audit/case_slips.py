"""The slips that can be made in the figures of a case, and how often each is expected (0140)."""

from collections.abc import Iterator
from typing import Final

from data.units import MONTHS_PER_YEAR, TONNES_PER_WAN_TONNES, YUAN_PER_WAN_YUAN
from data.vocabulary import ProjectType
from data.vocabulary.form_audit import FindingRule as Rule
from matcher.form_audit.case_figures import (
    ABATEMENT,
    BENEFIT,
    CONSTRUCTION,
    CONVENTIONAL,
    DISCOUNTED,
    INVESTMENT,
    LIFE,
    NET,
    ONE_YEAR,
    PAYBACK,
    WHOLE,
    CaseFigures,
)
from matcher.form_audit.explanation import UNIT_COST, Slip

UNIT_SLIP_COST: Final = 4.0
SEVERAL_UNITS_COST: Final = 5.0
LIFETIME_COST: Final = 4.3
MONTHS_COST: Final = 4.0
NOTION_COST: Final = 4.3
RARE_NOTION_COST: Final = 4.8

_WAN_YUAN: Final = float(YUAN_PER_WAN_YUAN)
_WAN_TONNES: Final = float(TONNES_PER_WAN_TONNES)
_UNITS: Final = {
    INVESTMENT: (Rule.INVESTMENT_UNIT, _WAN_YUAN),
    CONVENTIONAL: (Rule.CONVENTIONAL_INVESTMENT_UNIT, _WAN_YUAN),
    BENEFIT: (Rule.BENEFIT_UNIT, _WAN_YUAN),
    ABATEMENT: (Rule.ABATEMENT_UNIT, _WAN_TONNES),
    UNIT_COST: (Rule.UNIT_COST_UNIT, _WAN_YUAN),
}
_TIMES: Final = {
    LIFE: Rule.SERVICE_LIFE_MONTHS,
    PAYBACK: Rule.PAYBACK_MONTHS,
    CONSTRUCTION: Rule.CONSTRUCTION_MONTHS,
}
_MONEY: Final = (
    (INVESTMENT, CONVENTIONAL),
    (INVESTMENT, BENEFIT),
    (INVESTMENT, CONVENTIONAL, BENEFIT),
)


def case_slips(case: CaseFigures) -> list[Slip]:
    """Return every slip that the known figures of a case allow."""
    return [
        *_units(case),
        *_several_units(case),
        *_lifetimes(case),
        *_months(case),
        *_notions(case),
    ]


def _units(case: CaseFigures) -> Iterator[Slip]:
    for name, (rule, times) in _UNITS.items():
        if case.stated.get(name, 0.0) != 0:
            for factor in (times, 1 / times):
                yield Slip(rule=rule, cost=UNIT_SLIP_COST, factors={name: factor})


def _several_units(case: CaseFigures) -> Iterator[Slip]:
    for names in _MONEY:
        if all(case.stated.get(name, 0.0) != 0 for name in names):
            for factor in (_WAN_YUAN, 1 / _WAN_YUAN):
                factors = dict.fromkeys(names, factor)
                yield Slip(rule=Rule.MONEY_UNIT, cost=SEVERAL_UNITS_COST, factors=factors)


def _lifetimes(case: CaseFigures) -> Iterator[Slip]:
    life = case.stated.get(LIFE)
    if life is None:
        return
    for name, rule in ((ABATEMENT, Rule.ABATEMENT_LIFETIME), (BENEFIT, Rule.BENEFIT_LIFETIME)):
        if case.stated.get(name, 0.0) != 0:
            yield Slip(rule=rule, cost=LIFETIME_COST, factors={name: life})


def _months(case: CaseFigures) -> Iterator[Slip]:
    for name, rule in _TIMES.items():
        if case.stated.get(name, 0.0) != 0:
            for factor in (float(MONTHS_PER_YEAR), 1 / MONTHS_PER_YEAR):
                yield Slip(rule=rule, cost=MONTHS_COST, factors={name: factor})


def _notions(case: CaseFigures) -> Iterator[Slip]:
    if {INVESTMENT, BENEFIT, PAYBACK} <= set(case.stated):
        yield Slip(
            rule=Rule.PAYBACK_DISCOUNTED,
            cost=RARE_NOTION_COST,
            notion=DISCOUNTED,
            notion_of=PAYBACK,
        )
    if not case.stated.get(UNIT_COST) or not {INVESTMENT, ABATEMENT} <= set(case.stated):
        return
    one_year = Rule.UNIT_COST_ONE_YEAR if LIFE in case.stated else Rule.ANNUAL_OR_LIFETIME
    yield Slip(rule=one_year, cost=LIFETIME_COST, notion=ONE_YEAR)
    yield Slip(rule=Rule.UNIT_COST_NET, cost=NOTION_COST, notion=NET)
    yield Slip(rule=Rule.UNIT_COST_DISCOUNTED, cost=RARE_NOTION_COST, notion=DISCOUNTED)
    if case.project_type is ProjectType.NEW_BUILD and CONVENTIONAL in case.stated:
        yield Slip(rule=Rule.UNIT_COST_WHOLE_INVESTMENT, cost=NOTION_COST, notion=WHOLE)
