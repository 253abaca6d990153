"""How well the audit tells slips: recall, precision, whether the likely value is the true one.

The table of decision 0143: `python -m tests.factories.slip_measurement`.
"""

import random
from collections import Counter
from dataclasses import dataclass, field

from matcher.form_audit import Finding, audit_form
from tests.factories.consistent_forms import Form, consistent_form
from tests.factories.form_slips import SLIPS, Slip


@dataclass
class Tally:
    """Counts for one slip."""

    put: int = 0
    told: int = 0
    first: int = 0
    offered: int = 0
    other: Counter[str] = field(default_factory=Counter)

    @property
    def recall(self) -> float:
        """Share of the slips put in that a finding of the right rule tells."""
        return self.told / self.put if self.put else 1.0

    @property
    def likely(self) -> float:
        """Share of those told whose likely value is the true one."""
        return self.first / self.told if self.told else 1.0

    @property
    def either(self) -> float:
        """Share of those told whose true value is likely or among the alternatives."""
        return self.offered / self.told if self.told else 1.0

    @property
    def precision(self) -> float:
        """Share of the findings on such forms that tell the slip."""
        findings = self.told + sum(self.other.values())
        return self.told / findings if findings else 1.0


def truth(form: Form, slip: Slip, index: int) -> dict[tuple[str, int | None], float]:
    """Return the figures that a slip spoils, as they were."""
    figures = form.cases[index].figures if slip.of_case else form.figures
    place = index if slip.of_case else None
    return {(name, place): figures[name] for name in slip.fields if figures.get(name)}


def tells(finding: Finding, slip: Slip, index: int) -> bool:
    """Return whether a finding is about this slip."""
    place = index if slip.of_case else None
    return finding.rule.value in slip.rules and finding.case_index == place


def is_true(corrections, wanted) -> bool:
    """Return whether corrections restore exactly what was spoilt, to 6 %."""
    given = {(one.field, one.case_index): one.value for one in corrections}
    return set(given) == set(wanted) and all(
        abs(given[key] - value) <= 0.06 * abs(value) for key, value in wanted.items()
    )


def count(tally: Tally, found: tuple[Finding, ...], form: Form, slip: Slip, index: int) -> None:
    """Add one form with one slip to a tally."""
    wanted = truth(form, slip, index)
    mine = [one for one in found if tells(one, slip, index)]
    tally.put += 1
    tally.told += bool(mine)
    tally.other.update(one.rule.value for one in found if one not in mine)
    if not mine:
        return
    likely = tuple(one for finding in mine for one in finding.likely)
    tally.first += is_true(likely, wanted)
    options = [likely, *(other for finding in mine for other in finding.alternatives)]
    tally.offered += any(is_true(option, wanted) for option in options)


def measure_single(seed: int, forms: int) -> tuple[dict[str, Tally], dict[str, Tally]]:
    """Put every slip into so many forms; the second result counts what cannot be told by itself."""
    rng = random.Random(seed)
    told = {slip.name: Tally() for slip in SLIPS}
    untold = {slip.name: Tally() for slip in SLIPS}
    for _ in range(forms):
        form = consistent_form(rng)
        for slip in SLIPS:
            index = rng.randrange(len(form.cases))
            case = form.cases[index]
            if slip.of_case and not any(case.figures.get(name) for name in slip.fields):
                continue
            tally = (told if slip.is_tellable(form, case) else untold)[slip.name]
            count(tally, audit_form(slip.put(form, index).audited()), form, slip, index)
    return told, untold


def measure_pairs(seed: int, forms: int) -> Tally:
    """Put two slips, each tellable by itself and of different fields, into one form."""
    rng = random.Random(seed)
    tally = Tally()
    for _ in range(forms):
        form = consistent_form(rng)
        index = rng.randrange(len(form.cases))
        case = form.cases[index]
        fit = [
            slip
            for slip in SLIPS
            if slip.is_tellable(form, case)
            and (not slip.of_case or any(case.figures.get(name) for name in slip.fields))
        ]
        first, second = rng.sample(fit, 2)
        if set(first.fields) & set(second.fields):
            continue
        found = audit_form(second.put(first.put(form, index), index).audited())
        for slip in (first, second):
            mine = [one for one in found if tells(one, slip, index)]
            tally.put += 1
            tally.told += bool(mine)
            likely = tuple(one for finding in mine for one in finding.likely)
            tally.first += bool(mine) and is_true(likely, truth(form, slip, index))
        both = [one for one in found if any(tells(one, s, index) for s in (first, second))]
        tally.other.update(one.rule.value for one in found if one not in both)
    return tally


def main() -> None:
    """Print the table of decision 0143."""
    told, untold = measure_single(seed=1, forms=500)
    print("| slip | n | recall | precision | likely | or alternative | not tellable: n, recall |")
    print("| --- " * 7 + "|")
    for name, tally in told.items():
        rest = untold[name]
        beside = f"{rest.put}, {rest.recall:.2f}" if rest.put else ""
        print(
            f"| {name} | {tally.put} | {tally.recall:.3f} | {tally.precision:.3f} "
            f"| {tally.likely:.3f} | {tally.either:.3f} | {beside} |"
        )
    pairs = measure_pairs(seed=2, forms=1000)
    print(f"| two slips at once | {pairs.put} | {pairs.recall:.3f} | {pairs.precision:.3f} "
          f"| {pairs.likely:.3f} | | |")  # fmt: skip
    rng = random.Random(5)
    clean = [audit_form(consistent_form(rng).audited()) for _ in range(5000)]
    print(f"{sum(map(bool, clean))} of {len(clean)} consistent forms raise a finding.")


if __name__ == "__main__":
    main()
