"""Build the columns of technologies from their profiles, and replace rows of them.

`build_columns` reads every profile once. `replace_rows` copies the kept rows and builds only the
changed ones: a copy of memory, linear in the catalogue with a small constant, paid once per change
seen and never by readers. Several changes go in one call. Codebooks only grow, so the codes that
kept rows hold stay right.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain
from math import inf, nan
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from data.vocabulary import CatalogueStatus
from matcher.case_columns import build_case_columns
from matcher.codes import (
    CARRIERS,
    CLIMATE_ZONES,
    PROJECT_TYPES,
    STAGES,
    STATUSES,
    UNKNOWN_CODE,
    Codebook,
    code_of,
    mask_of,
    type_code,
)
from matcher.columns import CaseColumns, RowColumns, TechnologyColumns, column_names
from matcher.inference.words import finders
from matcher.profiles import Band, FloatArray, IntArray, TechnologyProfile
from matcher.segments import segment_least, segment_members
from matcher.signals.evidence import evidence_share

PUBLISHED_CODE = STATUSES.index(CatalogueStatus.PUBLISHED)
Block = TypeVar("Block", CaseColumns, RowColumns)


class DuplicateTechnologyError(ValueError):
    """Two profiles carry the same technology id."""


def build_columns(profiles: Sequence[TechnologyProfile]) -> TechnologyColumns:
    """Return the columns of all profiles, ascending by id, whatever their order.

    Raises
    ------
    DuplicateTechnologyError
        If two profiles carry the same id.
    """
    return _build(profiles, Codebook[str](), Codebook[str]())


def replace_rows(
    columns: TechnologyColumns,
    profiles: Sequence[TechnologyProfile],
    *,
    removed_ids: Collection[int] = (),
) -> TechnologyColumns:
    """Return columns in which `profiles` are added or put in place, and `removed_ids` are gone.

    Raises
    ------
    DuplicateTechnologyError
        If two of the profiles carry the same id.
    """
    gone = {*removed_ids, *(profile.technology_id for profile in profiles)}
    kept = np.flatnonzero(~np.isin(columns.rows.ids, np.fromiter(gone, np.int64, len(gone))))
    added = _build(profiles, Codebook(columns.sectors), Codebook(columns.units))
    ids = np.concatenate([columns.rows.ids[kept], added.rows.ids])
    order = np.argsort(ids, kind="stable")
    picked = np.concatenate([kept, np.arange(len(profiles)) + len(columns)])[order]
    return _take(columns, added, picked)


def _build(
    profiles: Sequence[TechnologyProfile],
    sectors: Codebook[str],
    units: Codebook[str],
) -> TechnologyColumns:
    profiles = sorted(profiles, key=lambda profile: profile.technology_id)
    offsets = _offsets(len(profile.cases) for profile in profiles)
    stated = [sorted(set(profile.sectors)) for profile in profiles]
    sector_codes = [sectors.code(code) for codes in stated for code in codes]
    cases = build_case_columns(list(chain.from_iterable(p.cases for p in profiles)), units)
    rows = _build_rows(profiles, cases, offsets, units)
    if (np.diff(rows.ids) == 0).any():
        raise DuplicateTechnologyError("two profiles carry the same technology id")
    return TechnologyColumns(
        rows=rows,
        cases=cases,
        case_offsets=offsets,
        sector_codes=np.array(sector_codes, dtype=np.int32),
        sector_offsets=_offsets(len(codes) for codes in stated),
        sectors=sectors.values(),
        units=units.values(),
        matchable=rows.status_code == PUBLISHED_CODE,
    )


def _build_rows(
    profiles: Sequence[TechnologyProfile],
    cases: CaseColumns,
    offsets: IntArray,
    units: Codebook[str],
) -> RowColumns:
    def column(
        read: Callable[[TechnologyProfile], float], kind: type[np.generic]
    ) -> npt.NDArray[Any]:
        return np.fromiter((read(profile) for profile in profiles), kind, len(profiles))

    temperature = _bands([profile.temperature_celsius for profile in profiles])
    capacity = _bands([profile.capacity for profile in profiles])
    return RowColumns(
        ids=column(lambda p: p.technology_id, np.int64),
        status_code=column(lambda p: STATUSES.index(p.catalogue_status), np.int8),
        stage_code=column(lambda p: code_of(p.stage, STAGES), np.int8),
        type_code=column(lambda p: type_code(p.technology_type), np.int16),
        project_mask=column(lambda p: mask_of(p.project_types, PROJECT_TYPES), np.uint8),
        climate_mask=column(lambda p: mask_of(p.climate_zones, CLIMATE_ZONES), np.uint8),
        carrier_mask=column(lambda p: mask_of(p.energy_carriers, CARRIERS), np.uint8),
        medium_mask=column(lambda p: finders()["medium"].mask(p.media), np.uint64),
        purpose_mask=column(lambda p: finders()["purpose"].mask(p.purposes), np.uint64),
        temperature_low_celsius=temperature[0],
        temperature_high_celsius=temperature[1],
        capacity_low=capacity[0],
        capacity_high=capacity[1],
        capacity_unit=column(lambda p: _unit_code(p.capacity_unit, units), np.int32),
        owner_id=column(lambda p: UNKNOWN_CODE if p.owner_id is None else p.owner_id, np.int64),
        owner_latitude_deg=column(lambda p: p.owner_latitude_deg, np.float64),
        owner_longitude_deg=column(lambda p: p.owner_longitude_deg, np.float64),
        evidence_share=column(evidence_share, np.float64),
        case_count=np.diff(offsets).astype(np.int32),
        least_investment_yuan=segment_least(cases.investment_yuan, offsets),
        least_payback_years=segment_least(cases.payback_years, offsets),
        least_unit_cost_yuan_per_tco2=segment_least(cases.unit_cost_yuan_per_tco2, offsets),
        least_construction_months=segment_least(cases.construction_months, offsets),
    )


def _offsets(counts: Iterable[int]) -> IntArray:
    return np.cumsum([0, *counts], dtype=np.int64)


def _unit_code(unit: str | None, units: Codebook[str]) -> int:
    return UNKNOWN_CODE if unit is None else units.code(unit)


def _bands(bands: Sequence[Band | None]) -> tuple[FloatArray, FloatArray]:
    """Return lower and upper bounds: NaN without a band, infinite where a bound is open."""
    low = [nan if b is None else -inf if b[0] is None else b[0] for b in bands]
    high = [nan if b is None else inf if b[1] is None else b[1] for b in bands]
    return np.array(low, dtype=np.float64), np.array(high, dtype=np.float64)


def _take(
    first: TechnologyColumns, second: TechnologyColumns, picked: IntArray
) -> TechnologyColumns:
    """Return the picked rows of two column values read one after the other, with what they own."""
    cases = segment_members(_joined(first.case_offsets, second.case_offsets), picked)
    sectors = segment_members(_joined(first.sector_offsets, second.sector_offsets), picked)
    sector_codes = np.concatenate([first.sector_codes, second.sector_codes])
    return TechnologyColumns(
        rows=_gather(RowColumns, first.rows, second.rows, picked),
        cases=_gather(CaseColumns, first.cases, second.cases, cases.positions),
        case_offsets=cases.offsets,
        sector_codes=sector_codes[sectors.positions],
        sector_offsets=sectors.offsets,
        sectors=second.sectors,
        units=second.units,
        matchable=np.concatenate([first.matchable, second.matchable])[picked],
    )


def _joined(first: IntArray, second: IntArray) -> IntArray:
    """Return the offsets of two runs of segments whose values stand one after the other."""
    return np.concatenate([first, second[1:] + first[-1]])


def _gather(kind: type[Block], first: Block, second: Block, picked: IntArray) -> Block:
    arrays = {
        name: np.concatenate([getattr(first, name), getattr(second, name)])[picked]
        for name in column_names(kind)
    }
    return kind(**arrays)
