"""All technologies as columns: what eligibility and the signals compute on."""

from dataclasses import dataclass, field, fields

import numpy as np
import numpy.typing as npt

from matcher.codes import UNKNOWN_CODE
from matcher.profiles import BoolArray, FloatArray, IntArray

Int8Array = npt.NDArray[np.int8]
Int16Array = npt.NDArray[np.int16]
Int32Array = npt.NDArray[np.int32]
MaskArray = npt.NDArray[np.uint8]
SubjectArray = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CaseColumns:
    """All cases of all technologies, those of one technology side by side; NaN and -1: unknown."""

    ids: IntArray
    project_code: Int8Array
    investment_yuan: FloatArray
    """Whole investment, as a limit on investment means it."""
    conventional_investment_yuan: FloatArray
    """Zero unless a new build: the unit cost divides the whole investment less this."""
    abatement_tco2_per_year: FloatArray
    service_life_years: FloatArray
    payback_years: FloatArray
    """Stated, else investment over benefit; infinite where the benefit is not positive."""
    unit_cost_yuan_per_tco2: FloatArray
    """Computed by the notice's formula where its inputs are stated, else the owner's figure."""
    cost_is_stated: BoolArray
    """True where the unit cost is the owner's figure."""
    annual_benefit_yuan: FloatArray
    construction_months: FloatArray
    latitude_deg: FloatArray
    longitude_deg: FloatArray
    activity_amount: FloatArray
    activity_unit: Int32Array


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RowColumns:
    """One row per technology, ascending by id; NaN, -1 and an empty mask mean unknown."""

    ids: IntArray
    status_code: Int8Array
    stage_code: Int8Array
    type_code: Int16Array
    """Category times ten plus type: 2.1 is 21."""
    project_mask: MaskArray
    climate_mask: MaskArray
    carrier_mask: MaskArray
    medium_mask: SubjectArray
    """Media its words name, as bits in the order of `media.csv`; 0 names none. So is the next."""
    purpose_mask: SubjectArray
    temperature_low_celsius: FloatArray
    """NaN without a rule; minus infinity where the rule is open below."""
    temperature_high_celsius: FloatArray
    capacity_low: FloatArray
    capacity_high: FloatArray
    capacity_unit: Int32Array
    owner_id: IntArray
    owner_latitude_deg: FloatArray
    owner_longitude_deg: FloatArray
    evidence_share: FloatArray
    """Share of the facts that matching asks for which the owner stated. [0, 1]"""
    case_count: Int32Array
    least_investment_yuan: FloatArray
    """Least of the known cases; NaN when no case states it. So are the next three."""
    least_payback_years: FloatArray
    least_unit_cost_yuan_per_tco2: FloatArray
    least_construction_months: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TechnologyColumns:
    """n technologies and their cases; a value, replaced as a whole when the catalogue changes.

    Readers in other threads keep the value they hold, so no lock is needed. Case rows of
    technology i are `case_offsets[i]:case_offsets[i + 1]`.
    """

    rows: RowColumns
    cases: CaseColumns
    case_offsets: IntArray
    sector_codes: Int32Array
    """Indices into `sectors` of the sectors each row states, ragged as the cases are."""
    sector_offsets: IntArray
    sectors: tuple[str, ...]
    units: tuple[str, ...]
    matchable: BoolArray = field(repr=False)
    """Rows whose status lets them be matched: published."""

    def __len__(self) -> int:
        """Return n."""
        return len(self.rows.ids)

    def rows_of(self, ids: IntArray) -> IntArray:
        """Return the row of each id, -1 where the id is not here."""
        if len(self) == 0:
            return np.full(len(ids), -1, dtype=np.int64)
        found = np.minimum(np.searchsorted(self.rows.ids, ids), len(self) - 1)
        return np.where(self.rows.ids[found] == ids, found, -1).astype(np.int64)

    def sectors_of(self, row: int) -> tuple[str, ...]:
        """Return the sectors a row states, empty where it states none."""
        codes = self.sector_codes[self.sector_offsets[row] : self.sector_offsets[row + 1]]
        return tuple(self.sectors[code] for code in codes.tolist())

    def unit_code(self, unit: str | None) -> int:
        """Return the code of an activity unit, -1 when no technology uses it."""
        return self.units.index(unit) if unit in self.units else UNKNOWN_CODE


def column_names(kind: type[CaseColumns] | type[RowColumns]) -> tuple[str, ...]:
    """Return the names of the arrays of a block of columns, in order."""
    return tuple(item.name for item in fields(kind))
