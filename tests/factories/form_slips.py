"""Slips to put into consistent forms, with when each can be told at all from what is stated."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.factories.consistent_forms import Case, Form

MONEY, K, E, C = (
    "investment_yuan",
    "conventional_investment_yuan",
    "abatement_tco2_per_year",
    "abatement_cost_yuan_per_tco2",
)
A, P, N, M = "annual_benefit_yuan", "payback_years", "service_life_years", "construction_months"
R, S, T = "emission_reduction_share", "adoption_share", "adoption_share_2030"
Q, J = "abatement_potential_2030_tco2_per_year", "investment_2030_yuan"
WAN = 10_000.0
ONE_YEAR_RULES = "abatement_lifetime unit_cost_one_year annual_or_lifetime"
MONEY_RULES = "money_unit abatement_unit"


@dataclass(frozen=True)
class Slip:
    """A named way to spoil figures; `rules` are the findings that tell it."""

    name: str
    fields: tuple[str, ...]
    rules: frozenset[str]
    spoil: Callable[[float, Case | None], float]
    is_tellable: Callable[[Form, Case | None], bool]
    of_case: bool = True

    def put(self, form: Form, index: int) -> Form:
        """Return the form with this slip in it."""
        spoilt = form.copy()
        case = spoilt.cases[index] if self.of_case else None
        figures = spoilt.cases[index].figures if self.of_case else spoilt.figures
        original = form.cases[index] if self.of_case else None
        for name in self.fields:
            if figures.get(name):
                figures[name] = self.spoil(figures[name], original)
        del case
        return spoilt


def _times(factor: float) -> Callable[[float, Case | None], float]:
    return lambda value, _case: value * factor


def _life(value: float, case: Case | None) -> float:
    return value * (case.figures[N] or 15.0)


def _shown_months(value: float, _case: Case | None) -> float:
    return round(value / 12, 2)


def _has(*names: str) -> Callable[[Form, Case | None], bool]:
    return lambda _form, case: all(case.figures.get(name) for name in names)


def _earns(case: Case) -> bool:
    return bool(case.figures[A] and case.figures[A] > 0 and case.figures[P])


def _earning(*names: str) -> Callable[[Form, Case | None], bool]:
    return lambda form, case: _earns(case) and _has(*names)(form, case)


def _by_payback(factor: float) -> Callable[[Form, Case | None], bool]:
    """Told if the payback counts it and it is a good part of it, or if it is absurd by itself."""

    def told(_form: Form, case: Case | None) -> bool:
        months = case.figures[M]
        if months * factor <= 0.25 or months * factor > 200:
            return True
        if not _earns(case) or not case.counts_construction or factor > 1:
            return False
        return months / 12 > 0.35 * case.figures[P]

    return told


def _always(_form: Form, _case: Case | None) -> bool:
    return True


def _fewer_than_cases(form: Form, _case: Case | None) -> bool:
    """Told if a hundredth of today's share cannot even hold the cases."""
    tonnes = sum(case.figures[E] for case in form.cases)
    today = form.figures[Q] * form.figures[S] / 100 / form.figures[T]
    return today * 4 < tonnes


def _slip(name, field, rules, spoil, is_tellable, *, of_case=True):
    fields = (field,) if isinstance(field, str) else field
    return Slip(name, fields, frozenset(rules.split()), spoil, is_tellable, of_case)


SLIPS = [
    _slip("investment ×10⁴", MONEY, "investment_unit", _times(WAN), _has(C)),
    _slip("investment ÷10⁴", MONEY, "investment_unit", _times(1 / WAN), _has(C)),
    _slip("conventional ×10⁴", K, "conventional_investment_unit", _times(WAN), _has(K, C, N)),
    _slip("conventional ÷10⁴", K, "conventional_investment_unit", _times(1 / WAN), _has(K, C, N)),
    _slip("abatement ×10⁴", E, "abatement_unit", _times(WAN), _has(C)),
    _slip("abatement ÷10⁴", E, "abatement_unit", _times(1 / WAN), _has(C)),
    _slip("unit cost ×10⁴", C, "unit_cost_unit", _times(WAN), _has(C)),
    _slip("unit cost ÷10⁴", C, "unit_cost_unit", _times(1 / WAN), _has(C)),
    _slip("benefit ×10⁴", A, "benefit_unit", _times(WAN), _earning()),
    _slip("benefit ÷10⁴", A, "benefit_unit", _times(1 / WAN), _earning()),
    _slip("all money ×10⁴", (MONEY, K, A), MONEY_RULES, _times(WAN), _earning(C)),
    _slip("all money ÷10⁴", (MONEY, K, A), MONEY_RULES, _times(1 / WAN), _earning(C)),
    _slip("abatement × life", E, ONE_YEAR_RULES, _life, _has(C, N)),
    _slip("unit cost of one year", C, ONE_YEAR_RULES, _life, _has(C, N)),
    _slip("benefit × life", A, "benefit_lifetime payback_months", _life, _earning(N)),
    _slip("payback in months", P, "payback_months benefit_lifetime", _times(12.0), _earning()),
    _slip("payback ÷12", P, "payback_months", _shown_months, _earning()),
    _slip("life in months", N, "service_life_months", _times(12.0), _has(C, N)),
    _slip("life ÷12", N, "service_life_months", _times(1 / 12), _has(C, N)),
    _slip("construction ×12", M, "construction_months", _times(12.0), _by_payback(12.0)),
    _slip("construction ÷12", M, "construction_months", _times(1 / 12), _by_payback(1 / 12)),
    _slip("unit cost ×1.6", C, "unit_cost_differs unit_cost_discounted", _times(1.6), _has(C, N)),
    _slip("unit cost ×0.6", C, "unit_cost_differs", _times(0.6), _has(C, N)),
    _slip("payback ×2.2", P, "payback_differs payback_discounted", _times(2.2), _earning()),
    _slip("reduction ×100", R, "share_percent", _times(100.0), _always),
    _slip("reduction ÷100", R, "share_percent", _times(0.01), _always),
    _slip("share today ×100", S, "share_percent", _times(100.0),
          lambda form, _case: form.figures[S] * 100 > form.figures[T], of_case=False),
    _slip("share today ÷100", S, "share_percent", _times(0.01), _fewer_than_cases, of_case=False),
    _slip("share 2030 ×100", T, "share_percent", _times(100.0), _always, of_case=False),
    _slip("share 2030 ÷100", T, "share_percent", _times(0.01), _always, of_case=False),
    _slip("both shares ÷100", (S, T), "share_percent", _times(0.01), _always, of_case=False),
    _slip("potential ×10⁴", Q, "potential_2030_unit", _times(WAN), _always, of_case=False),
    _slip("potential ÷10⁴", Q, "potential_2030_unit", _times(1 / WAN), _always, of_case=False),
    _slip("investment 2030 ×10⁴", J, "investment_2030_unit", _times(WAN), _always, of_case=False),
    _slip("investment 2030 ÷10⁴", J, "investment_2030_unit", _times(1 / WAN), _always,
          of_case=False),
]  # fmt: skip
