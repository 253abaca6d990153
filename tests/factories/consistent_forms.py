"""Application forms that agree with themselves, made by arithmetic of their own, and slips.

It shares no code with the audit on purpose: what it holds to be consistent is written down here a
second time, the way a person filling in a form would reckon and round.
"""

import random
from copy import deepcopy
from dataclasses import dataclass, field

from data.vocabulary import ProjectType, TechnologyStage
from matcher.form_audit import AuditedCase, AuditedForm

CASE_FIELDS = (
    "investment_yuan",
    "conventional_investment_yuan",
    "construction_months",
    "abatement_tco2_per_year",
    "emission_reduction_share",
    "annual_benefit_yuan",
    "payback_years",
    "abatement_cost_yuan_per_tco2",
    "service_life_years",
)


@dataclass
class Case:
    """A case: its figures by field, and what only the generator knows of it."""

    is_new_build: bool
    figures: dict[str, float | None]
    counts_construction: bool


@dataclass
class Form:
    """A form: its figures by field, and its cases."""

    is_demonstration: bool
    figures: dict[str, float]
    cases: list[Case] = field(default_factory=list)

    def copy(self) -> "Form":
        """Return a form that can be spoilt without spoiling this one."""
        return deepcopy(self)

    def audited(self) -> AuditedForm:
        """Return the form as the audit reads it; texts and attachments are in order."""
        return AuditedForm(
            stage=TechnologyStage.DEMONSTRATION
            if self.is_demonstration
            else TechnologyStage.PROMOTION,
            comparison_technology="燃煤链条炉排锅炉",
            appraisal="科技成果鉴定证书（示例）",
            has_appraisal_evidence=True,
            has_calculation=True,
            texts={"technical_indicators": "年节电 300 万 kWh，电网排放因子取 0.5703 tCO2/MWh"},
            cases=tuple(
                AuditedCase(
                    project_type=ProjectType.NEW_BUILD
                    if case.is_new_build
                    else ProjectType.RETROFIT,
                    **{name: case.figures.get(name) for name in CASE_FIELDS},
                )
                for case in self.cases
            ),
            **self.figures,
        )


def digits(value: float, count: int) -> float:
    """Return a value with so many significant digits."""
    return float(f"{value:.{count}g}")


def consistent_form(rng: random.Random) -> Form:
    """Return a form whose every figure follows from the others, rounded as people round."""
    is_demonstration = rng.random() < 0.3
    count = 1 if is_demonstration else rng.choice((2, 2, 2, 3))
    cost = 10 ** rng.uniform(0.9, 3.4)
    life = rng.choice((3, 5, 6, 8, 10, 10, 12, 15, 15, 15, 18, 20, 20, 25, 30, 40))
    least = 4e5 / (cost * life)
    size = 10 ** rng.uniform(max(1.7, _log10(least)), 5.3)
    while size * cost * life > 3e9:
        size /= 3
    is_new_build = rng.random() < 0.4
    states_life = rng.random() < 0.85
    earns = rng.choices(("yes", "nothing", "costs"), (0.9, 0.06, 0.04))[0]
    payback = rng.uniform(0.8, 12.0)
    cases = [
        _case(rng, cost, life, size * 10 ** rng.uniform(-0.6, 0.6), payback, earns, is_new_build)
        for _ in range(count)
    ]
    if not states_life:
        for case in cases:
            case.figures["service_life_years"] = None
    return Form(is_demonstration, _prospects(rng, cases, is_demonstration), cases)


def _log10(value: float) -> float:
    exponent = 0.0
    while value > 10:
        value, exponent = value / 10, exponent + 1
    return exponent + (1.0 if value > 1 else 0.0)


def _case(
    rng: random.Random,
    cost: float,
    life: int,
    size: float,
    payback: float,
    earns: str,
    is_new_build: bool,
) -> Case:
    tonnes = digits(size, rng.choice((2, 3, 4)))
    increment = cost * 10 ** rng.uniform(-0.2, 0.2) * tonnes * life
    if is_new_build:
        share = rng.uniform(0.08, 0.6)
        investment = _wan(increment / share, rng)
        sign = -1 if rng.random() < 0.2 else 1
        conventional = _wan(investment - sign * increment, rng)
        spent = investment - conventional
    else:
        investment, conventional = _wan(increment, rng), None
        spent = investment
    unit_cost = spent / (tonnes * life)
    months = _months(rng, investment)
    benefit, years, counts = _benefit(rng, investment, payback, months, earns)
    return Case(
        is_new_build=is_new_build,
        counts_construction=counts,
        figures={
            "investment_yuan": investment,
            "conventional_investment_yuan": conventional,
            "construction_months": months,
            "abatement_tco2_per_year": tonnes,
            "emission_reduction_share": round(rng.uniform(0.02, 0.95), rng.choice((2, 3))),
            "annual_benefit_yuan": benefit,
            "payback_years": years,
            "abatement_cost_yuan_per_tco2": _rounded_cost(rng, unit_cost),
            "service_life_years": float(life),
        },
    )


def _wan(yuan: float, rng: random.Random) -> float:
    """Return an amount as written in 万元."""
    wan = yuan / 10_000
    written = round(wan, 1) if wan < 100 else round(wan) if rng.random() < 0.7 else digits(wan, 4)
    return written * 10_000


def _rounded_cost(rng: random.Random, cost: float) -> float:
    if abs(cost) >= 100:
        return round(cost) if rng.random() < 0.7 else round(cost, 1)
    return (
        round(cost, rng.choice((0, 1, 2))) if abs(cost) >= 10 else round(cost, rng.choice((1, 2)))
    )


def _months(rng: random.Random, investment: float) -> float:
    slow = 3 * (investment / 1e6) ** 0.2
    return float(max(1, round(slow * 10 ** rng.uniform(-0.25, 0.45))))


def _benefit(
    rng: random.Random, investment: float, payback: float, months: float, earns: str
) -> tuple[float, float | None, bool]:
    if earns == "nothing":
        return 0.0, None, False
    if earns == "costs":
        return -_wan(investment / 30, rng), None, False
    benefit = _wan(investment / (payback * 10 ** rng.uniform(-0.15, 0.15)), rng)
    counts = rng.random() < 0.4
    years = investment / benefit + (months / 12 if counts else 0.0)
    way = rng.random()
    if way < 0.2 and years >= 3:
        return benefit, float(round(years)), counts
    if way < 0.4:
        return benefit, round(years * 12) / 12, counts
    return benefit, round(years, rng.choice((1, 1, 2))), counts


def _prospects(rng: random.Random, cases: list[Case], is_demonstration: bool) -> dict[str, float]:
    tonnes = [case.figures["abatement_tco2_per_year"] for case in cases]
    money = [case.figures["investment_yuan"] for case in cases]
    mean = sum(tonnes) / len(tonnes)
    now = 10 ** rng.uniform(-2.7, -1.3) if is_demonstration else 10 ** rng.uniform(-2.0, -0.4)
    later = min(now * rng.uniform(1.5, 10.0), 0.95)
    later = max(later, 0.02)
    now, later = round(now, 3), round(later, 2)
    fewest = max(6.0, 4 * len(cases)) / now
    intensity = sum(money) / sum(tonnes)
    most = min(2e9 / mean, 2e6, 4e12 / (mean * intensity))
    units = fewest * (max(most / fewest, 1.0)) ** rng.uniform(0.0, 0.9)
    potential = digits(mean * units * later / 10_000, rng.choice((2, 3))) * 10_000
    invested = potential * intensity * 10 ** rng.uniform(-0.5, 0.4)
    yi = digits(max(invested, sum(money) * 1.5) / 1e8, 3)
    return {
        "adoption_share": now,
        "adoption_share_2030": later,
        "abatement_potential_2030_tco2_per_year": potential,
        "investment_2030_yuan": yi * 1e8,
    }
