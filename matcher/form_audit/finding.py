"""What the audit says: a rule, how much it weighs, where, with which values, and what to change."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from data.reference import field_dictionary
from data.vocabulary.form_audit import FindingRule, FindingSeverity

_ORDER: Final = {severity: place for place, severity in enumerate(FindingSeverity)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One field set to one value, in stored units; `case_index` None is the form itself."""

    field: str
    case_index: int | None
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that does not agree.

    Attributes
    ----------
    rule : FindingRule
        What is wrong; its texts stand in `data.vocabulary.message_findings`.
    severity : FindingSeverity
        Errors first.
    field : str
        Name in the field dictionary.
    case_index : int or None
        Which case, from 0; None is the form itself.
    values : mapping
        Values of the text, units as suffixes.
    likely : tuple of Correction
        What one click applies, all of it together; empty where the right value is unknown.
    alternatives : tuple of tuples of Correction
        Other explanations of the same inconsistency, most plausible first; one click each.
    """

    rule: FindingRule
    severity: FindingSeverity
    field: str
    case_index: int | None = None
    values: Mapping[str, float | str] = dataclasses.field(default_factory=dict)
    likely: tuple[Correction, ...] = ()
    alternatives: tuple[tuple[Correction, ...], ...] = ()


def sorted_findings(findings: list[Finding]) -> tuple[Finding, ...]:
    """Return findings by severity, then the form before its cases, then in the form's order."""
    places = _places()

    def key(finding: Finding) -> tuple[int, int, int, str]:
        case = -1 if finding.case_index is None else finding.case_index
        record = "technology" if finding.case_index is None else "technology_case"
        place = places.get((record, finding.field), len(places))
        return _ORDER[finding.severity], case, place, finding.rule.value

    return tuple(sorted(findings, key=key))


@lru_cache(maxsize=1)
def _places() -> dict[tuple[str, str], int]:
    return {name: place for place, name in enumerate(field_dictionary())}
