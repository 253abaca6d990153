"""推广前景: shares, 2030 potential and investment, beside each other and the cases (formulas 5)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from data.units import YUAN_PER_WAN_YUAN
from data.vocabulary.form_audit import FindingRule as Rule
from matcher.form_audit import usual
from matcher.form_audit.agreement import half_last_digit, is_usable, middle
from matcher.form_audit.case_figures import ABATEMENT, INVESTMENT
from matcher.form_audit.explanation import Figures, Judgement, Slip, undone
from matcher.form_audit.form import AuditedForm

NOW: Final = "adoption_share"
IN_2030: Final = "adoption_share_2030"
POTENTIAL: Final = "abatement_potential_2030_tco2_per_year"
TOTAL_INVESTMENT: Final = "investment_2030_yuan"

SHARES, FALLS, TOO_LARGE, TOO_SMALL, PROPORTION, LESS_THAN_CASES = (
    "shares", "falls", "too_large", "too_small", "proportion", "less_than_cases",
)  # fmt: skip

BROKEN_LOSS: Final = 7.0
SLIP_COST: Final = 4.0
JOINT_COST: Final = 4.6
RARE_COST: Final = 5.0
PERCENT: Final = 100.0
PROPORTION_FACTOR: Final = 40.0
"""The 2030 investment per annual tonne may be so many times the cases'. Decision 0142."""

TODAY_FACTOR: Final = 3.0
"""Today's tonnes may be so much below those of the cases: shares are guesses. Decision 0142."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTotals:
    """What the cases add up to, once their own slips are undone; None where no case says it."""

    abatement_tco2_per_year: float | None
    mean_abatement_tco2_per_year: float | None
    investment_yuan: float | None
    investment_yuan_per_annual_tco2: float | None


def case_totals(cases: Sequence[Figures]) -> CaseTotals:
    """Return the sums of the cases' figures as meant, and their middle investment per tonne."""
    tonnes = [case[ABATEMENT] for case in cases if ABATEMENT in case]
    money = [case[INVESTMENT] for case in cases if INVESTMENT in case]
    ratios = [c[INVESTMENT] / c[ABATEMENT] for c in cases if INVESTMENT in c and ABATEMENT in c]
    return CaseTotals(
        abatement_tco2_per_year=sum(tonnes) if tonnes else None,
        mean_abatement_tco2_per_year=sum(tonnes) / len(tonnes) if tonnes else None,
        investment_yuan=sum(money) if money else None,
        investment_yuan_per_annual_tco2=middle(ratios),
    )


def prospects(form: AuditedForm) -> dict[str, float]:
    """Return the usable figures of the form itself."""
    known = {name: getattr(form, name) for name in (NOW, IN_2030, POTENTIAL, TOTAL_INVESTMENT)}
    return {
        name: float(value)
        for name, value in known.items()
        if value is not None and is_usable(value) and value >= 0
    }


def prospect_slips(stated: Figures) -> list[Slip]:
    """Return every slip that the known figures allow."""
    slips: list[Slip] = []
    for name in (NOW, IN_2030):
        slips += _scaled(stated, Rule.SHARE_PERCENT, SLIP_COST, (name,), PERCENT)
    slips += _scaled(stated, Rule.SHARE_PERCENT, JOINT_COST, (NOW, IN_2030), PERCENT)
    wan = float(YUAN_PER_WAN_YUAN)
    slips += _scaled(stated, Rule.POTENTIAL_2030_UNIT, SLIP_COST, (POTENTIAL,), wan)
    slips += _scaled(stated, Rule.INVESTMENT_2030_UNIT, SLIP_COST, (TOTAL_INVESTMENT,), wan)
    slips += _scaled(stated, Rule.INVESTMENT_2030_UNIT, RARE_COST, (TOTAL_INVESTMENT,), wan**2)
    return slips


def _scaled(
    stated: Figures, rule: Rule, cost: float, names: tuple[str, ...], times: float
) -> Iterator[Slip]:
    if all(stated.get(name, 0.0) > 0 for name in names):
        for factor in (times, 1 / times):
            yield Slip(rule=rule, cost=cost, factors=dict.fromkeys(names, factor))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProspectJudge:
    """Judges the form's own figures under any set of slips."""

    stated: Figures
    totals: CaseTotals

    def __call__(self, slips: tuple[Slip, ...]) -> Judgement:
        """Return the broken relations and the loss of the figures with the slips undone."""
        meant = undone(self.stated, slips)
        broken = frozenset(
            name
            for name, is_broken in (
                (SHARES, any(meant.get(name, 0.0) > 1 for name in (NOW, IN_2030))),
                (FALLS, NOW in meant and IN_2030 in meant and meant[IN_2030] < meant[NOW]),
                (TOO_LARGE, self._too_large(meant)),
                (TOO_SMALL, self._too_small(meant)),
                (PROPORTION, self._out_of_proportion(meant)),
                (LESS_THAN_CASES, self._less_than_cases(meant)),
            )
            if is_broken
        )
        return Judgement(loss=BROKEN_LOSS * len(broken) + sum(self._unusual(meant)), broken=broken)

    def _too_large(self, meant: Figures) -> bool:
        full = full_adoption_tco2_per_year(meant)
        most = usual.NATIONAL_EMISSIONS_TCO2_PER_YEAR * usual.LARGEST_NATIONAL_SHARE
        return full is not None and full > most

    def _too_small(self, meant: Figures) -> bool:
        total = self.totals.abatement_tco2_per_year
        if POTENTIAL not in meant or total is None:
            return False
        if meant[POTENTIAL] < total:
            return True
        today = self.today_tco2_per_year(meant)
        return today is not None and today * TODAY_FACTOR < total

    def today_tco2_per_year(self, meant: Figures) -> float | None:
        """Return the potential scaled to today's share, rounded up in the owner's favour."""
        if not {NOW, IN_2030, POTENTIAL} <= set(meant) or meant[IN_2030] <= 0:
            return None
        percent = self.stated[NOW] * PERCENT
        slack = (
            half_last_digit(percent) / PERCENT * (meant[NOW] / self.stated[NOW] if percent else 1)
        )
        return meant[POTENTIAL] * min((meant[NOW] + slack) / meant[IN_2030], 1.0)

    def _out_of_proportion(self, meant: Figures) -> bool:
        usual_ratio = self.totals.investment_yuan_per_annual_tco2
        if usual_ratio is None or not meant.get(POTENTIAL) or not meant.get(TOTAL_INVESTMENT):
            return False
        ratio = meant[TOTAL_INVESTMENT] / meant[POTENTIAL] / usual_ratio
        return not 1 / PROPORTION_FACTOR <= ratio <= PROPORTION_FACTOR

    def _less_than_cases(self, meant: Figures) -> bool:
        total = self.totals.investment_yuan
        return total is not None and TOTAL_INVESTMENT in meant and meant[TOTAL_INVESTMENT] < total

    def _unusual(self, meant: Figures) -> Iterator[float]:
        ranges = {
            NOW: usual.ADOPTION_SHARE,
            IN_2030: usual.ADOPTION_SHARE_2030,
            POTENTIAL: usual.POTENTIAL_TCO2_PER_YEAR,
            TOTAL_INVESTMENT: usual.INVESTMENT_2030_YUAN,
        }
        for name, range_ in ranges.items():
            if name in meant:
                yield range_.loss(meant[name])
        if meant.get(NOW, 0.0) > 0 and IN_2030 in meant:
            yield usual.ADOPTION_GROWTH.loss(max(meant[IN_2030] / meant[NOW], 1.0))
        full = full_adoption_tco2_per_year(meant)
        one = self.totals.mean_abatement_tco2_per_year
        if full is not None and one is not None:
            yield usual.NATIONAL_UNITS.loss(full / one)


def full_adoption_tco2_per_year(meant: Figures) -> float | None:
    """Return the potential at full adoption; None where potential or share is unknown or zero."""
    if POTENTIAL not in meant or meant.get(IN_2030, 0.0) <= 0:
        return None
    return meant[POTENTIAL] / min(meant[IN_2030], 1.0)
