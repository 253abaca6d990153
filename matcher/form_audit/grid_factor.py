"""Which grid factor the texts state: the notice prescribes 0.5703 tCO2/MWh (附件2 十)."""

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from data.reference.factors import Factor, default_factor_set, factors
from data.vocabulary.form_audit import FindingRule as Rule
from data.vocabulary.form_audit import FindingSeverity as Severity
from matcher.form_audit.finding import Finding
from matcher.form_audit.form import AuditedForm

# Blanks are bounded and numbers are begun only once: texts come from strangers.
_NUMBER: Final = r"(?<![\d.])([01]\.\d{3,5}|[4-9]\.\d{3,4})(?!\d)"
_UNIT: Final = (
    r"\s{0,3}(?:k?g|t|吨|千克|公斤)?\s{0,3}(?:CO2e?|二氧化碳)?\s{0,3}/\s{0,3}\(?(万)?\s{0,3}"
    r"(?:MW·?h|kW·?h|兆瓦时|千瓦时|度)"
)
_NAMED = re.compile(
    rf"(?:电网|电力|用电|区域|全国)[^。;]{{0,16}}因子[^。;\d]{{0,12}}{_NUMBER}(?:{_UNIT})?"
)
_WITH_UNIT = re.compile(rf"{_NUMBER}{_UNIT}")
_ELECTRICITY = re.compile(
    r"(?<![\d,.])\d[\d,.]*\s{0,3}(?:万|亿)?\s{0,3}(?:kW·?h|MW·?h|GW·?h|度电|千瓦时|兆瓦时)(?!\s{0,3}/)",
    re.IGNORECASE,
)
_LEAST, _MOST = 0.05, 1.3
_KWH_PER_WAN_KWH_TO_MWH = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFactor:
    """A grid factor read from a text, in tCO2/MWh."""

    value: float
    field: str
    case_index: int | None


def audit_grid_factor(form: AuditedForm) -> Iterator[Finding]:
    """Yield a finding for each other grid factor stated, or a hint where none is stated."""
    notice = default_factor_set().grid_emission_factor_tco2_per_mwh
    stated = list(stated_factors(form))
    told: set[float] = set()
    for factor in stated:
        if not math.isclose(factor.value, notice) and factor.value not in told:
            told.add(factor.value)
            yield _other(factor, notice)
    if stated:
        return
    for index, name, text in _texts(form):
        if _ELECTRICITY.search(text):
            yield Finding(
                rule=Rule.GRID_FACTOR_MISSING,
                severity=Severity.HINT,
                field=name,
                case_index=index,
                values={"notice_factor": str(notice)},
            )
            return


def stated_factors(form: AuditedForm) -> Iterator[StatedFactor]:
    """Yield every grid factor that the texts state, in the order of the form."""
    for index, name, text in _texts(form):
        starts: set[int] = set()
        for found in (*_NAMED.finditer(text), *_WITH_UNIT.finditer(text)):
            value = float(found[1]) / (_KWH_PER_WAN_KWH_TO_MWH if found[2] else 1.0)
            if found.start(1) not in starts and _LEAST <= value <= _MOST:
                starts.add(found.start(1))
                yield StatedFactor(value=value, field=name, case_index=index)


def known_factor(value: float) -> Factor | None:
    """Return the published grid factor of this value, the nation's before the regions'."""
    known = [
        factor
        for factor in factors().values()
        if factor.category == "grid_electricity" and math.isclose(factor.value, value)
    ]
    return min(known, key=lambda factor: factor.region_code != "100000", default=None)


def _other(stated: StatedFactor, notice: float) -> Finding:
    known = known_factor(stated.value)
    return Finding(
        rule=Rule.GRID_FACTOR_OTHER,
        severity=Severity.WARNING,
        field=stated.field,
        case_index=stated.case_index,
        values={
            "stated_factor": str(stated.value),
            "notice_factor": str(notice),
            "factor_id": known.factor_id if known else "",
        },
    )


def _texts(form: AuditedForm) -> Iterator[tuple[int | None, str, str]]:
    for name, text in form.texts.items():
        yield None, name, unicodedata.normalize("NFKC", text)
    for index, case in enumerate(form.cases):
        for name, text in case.texts.items():
            yield index, name, unicodedata.normalize("NFKC", text)
