"""Hard rules: which technologies can be matched with a demand at all, and why not the others.

Every rule is one vectorised comparison over the columns of the whole catalogue. Unknown never
excludes, climate never excludes (RULINGS 30), and a limit excludes only if every known case
exceeds it (RULINGS 4).
"""

from dataclasses import dataclass
from enum import IntEnum
from math import isnan

import numpy as np
import numpy.typing as npt

from data.vocabulary import TechnologyStage
from matcher.codes import PROJECT_TYPES, STAGES, TYPE_PARTS, UNKNOWN_CODE, type_code
from matcher.columns import TechnologyColumns
from matcher.profiles import BoolArray, DemandProfile, FloatArray
from matcher.segments import segment_any, segment_least

DEMONSTRATION_CODE = STAGES.index(TechnologyStage.DEMONSTRATION)
ReasonArray = npt.NDArray[np.uint16]


class Exclusion(IntEnum):
    """Bits of the reasons for which a technology is not matched, in the order they are told."""

    NOT_PUBLISHED = 0
    TECHNOLOGY_TYPE_NOT_WANTED = 1
    SECTOR_NOT_APPLICABLE = 2
    PROJECT_TYPE_NOT_APPLICABLE = 3
    TEMPERATURE_OUT_OF_BAND = 4
    DEMONSTRATION_NOT_ACCEPTED = 5
    INVESTMENT_OVER_LIMIT = 6
    PAYBACK_OVER_LIMIT = 7
    ABATEMENT_COST_OVER_LIMIT = 8
    CONSTRUCTION_TOO_LONG = 9

    @property
    def code(self) -> str:
        """The message id of this reason."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, eq=False)
class Eligibility:
    """Which rows may be matched, and the reasons against the others as bits of `Exclusion`."""

    keep: BoolArray
    reasons: ReasonArray
    least_investment_yuan: FloatArray
    """Least investment of each row's known cases, scaled to the demand where units agree."""

    @property
    def listed(self) -> BoolArray:
        """Rows excluded for a reason that may be told; a status filters silently (RULINGS 7)."""
        silent = self.reasons & np.uint16(1 << Exclusion.NOT_PUBLISHED)
        listed: BoolArray = ~self.keep & (silent == 0)
        return listed

    def codes(self, row: int) -> tuple[Exclusion, ...]:
        """Return the reasons against one row."""
        bits = int(self.reasons[row])  # a number of numpy is slow to shift by a member of an enum
        return tuple(reason for reason in Exclusion if bits >> reason.value & 1)

    def counts(self) -> dict[str, int]:
        """Return how many listed rows each reason excludes; a row counts under each of its own."""
        reasons = self.reasons[self.listed]
        found = {reason.code: int((reasons >> reason & 1).sum()) for reason in Exclusion}
        return {code: count for code, count in found.items() if count}


def check_eligibility(demand: DemandProfile, columns: TechnologyColumns) -> Eligibility:
    """Apply every hard rule to every technology.

    Parameters
    ----------
    demand : DemandProfile
        What is asked for; an unknown field applies no rule.
    columns : TechnologyColumns
        n technologies; what an owner left open excludes nothing.

    Returns
    -------
    Eligibility
        Kept rows, and for the others one bit per broken rule.

    References
    ----------
    .. [1] RULINGS 4, 7, 30: docs/decisions/0040-hard-rules.md.
    """
    rows = columns.rows
    reasons = np.zeros(len(columns), dtype=np.uint16)
    least_investment = _least_investment_yuan(demand, columns)
    over = (
        (Exclusion.INVESTMENT_OVER_LIMIT, least_investment, demand.max_investment_yuan),
        (Exclusion.PAYBACK_OVER_LIMIT, rows.least_payback_years, demand.max_payback_years),
        (
            Exclusion.ABATEMENT_COST_OVER_LIMIT,
            rows.least_unit_cost_yuan_per_tco2,
            demand.max_abatement_cost_yuan_per_tco2,
        ),
        (
            Exclusion.CONSTRUCTION_TOO_LONG,
            rows.least_construction_months,
            demand.available_months,
        ),
    )
    for reason, least, limit in over:
        if not isnan(limit):
            _mark(reasons, reason, least > limit)
    _mark(reasons, Exclusion.NOT_PUBLISHED, ~columns.matchable)
    _mark_type(reasons, demand, columns)
    _mark_sector(reasons, demand, columns)
    _mark_temperature(reasons, demand, columns)
    if demand.project_type is not None:
        bit = np.uint8(1 << PROJECT_TYPES.index(demand.project_type))
        broken = (rows.project_mask != 0) & (rows.project_mask & bit == 0)
        _mark(reasons, Exclusion.PROJECT_TYPE_NOT_APPLICABLE, broken)
    if demand.accepts_demonstration is False:
        _mark(reasons, Exclusion.DEMONSTRATION_NOT_ACCEPTED, rows.stage_code == DEMONSTRATION_CODE)
    return Eligibility(reasons == 0, reasons, least_investment)


def sectors_agree(one: str, other: str) -> bool:
    """Whether one GB/T 4754 code is a prefix of the other (RULINGS 4)."""
    return one.startswith(other) or other.startswith(one)


def sector_codes_agree(demand: DemandProfile, columns: TechnologyColumns) -> BoolArray:
    """Return for each of `columns.sectors` whether it agrees with one of the demand's sectors."""
    return np.fromiter(
        (any(sectors_agree(code, wanted) for wanted in demand.sectors) for code in columns.sectors),
        np.bool_,
        len(columns.sectors),
    )


def _mark(reasons: ReasonArray, reason: Exclusion, broken: BoolArray) -> None:
    reasons |= broken.astype(np.uint16) << np.uint16(reason)


def _mark_type(reasons: ReasonArray, demand: DemandProfile, columns: TechnologyColumns) -> None:
    if not demand.technology_types:
        return
    codes = columns.rows.type_code
    wanted = np.zeros(len(codes), dtype=np.bool_)
    for code in demand.technology_types:
        if len(code.split(".")) < TYPE_PARTS:
            wanted |= codes // 10 == int(code)
        else:
            wanted |= codes == type_code(code)
    _mark(reasons, Exclusion.TECHNOLOGY_TYPE_NOT_WANTED, ~wanted & (codes != UNKNOWN_CODE))


def _mark_sector(reasons: ReasonArray, demand: DemandProfile, columns: TechnologyColumns) -> None:
    if not demand.sectors:
        return
    agrees = sector_codes_agree(demand, columns)[columns.sector_codes]
    states_any = np.diff(columns.sector_offsets) > 0
    broken = states_any & ~segment_any(agrees, columns.sector_offsets)
    _mark(reasons, Exclusion.SECTOR_NOT_APPLICABLE, broken)


def _mark_temperature(
    reasons: ReasonArray, demand: DemandProfile, columns: TechnologyColumns
) -> None:
    if demand.temperature_celsius is None:
        return
    low, high = demand.temperature_celsius
    rows = columns.rows
    broken = np.zeros(len(columns), dtype=np.bool_)
    if high is not None:
        broken |= rows.temperature_low_celsius > high
    if low is not None:
        broken |= rows.temperature_high_celsius < low
    _mark(reasons, Exclusion.TEMPERATURE_OUT_OF_BAND, broken)


def _least_investment_yuan(demand: DemandProfile, columns: TechnologyColumns) -> FloatArray:
    """Least investment by technology; cases of the demand's activity unit are scaled to it."""
    unit = columns.unit_code(demand.activity_unit)
    if unit == UNKNOWN_CODE or not demand.activity_amount > 0 or isnan(demand.max_investment_yuan):
        return columns.rows.least_investment_yuan
    cases = columns.cases
    scaled = (cases.activity_unit == unit) & (cases.activity_amount > 0)
    ratio = np.ones(len(scaled))
    np.divide(demand.activity_amount, cases.activity_amount, out=ratio, where=scaled)
    investment = cases.investment_yuan * ratio
    return segment_least(investment, columns.case_offsets)
