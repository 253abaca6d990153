"""Which case of a technology speaks for it: same project type, nearest scale, then the median."""

from math import isnan

import numpy as np

from matcher.codes import PROJECT_TYPES, UNKNOWN_CODE
from matcher.columns import CaseColumns, TechnologyColumns
from matcher.profiles import DemandProfile, FloatArray, IntArray
from matcher.segments import segment_members

NO_CASE = -1
SAME_PROJECT, UNSTATED_PROJECT, OTHER_PROJECT = 0, 1, 2


def choose_cases(demand: DemandProfile, columns: TechnologyColumns, rows: IntArray) -> IntArray:
    """Return for each technology the case whose numbers are used.

    Cases with a known unit cost come first, then those of the demand's project type, then those
    nearest in scale; of what is still equal, the median by unit cost, the dearer one of two: never
    simply the cheapest.

    Parameters
    ----------
    demand : DemandProfile
        An unknown project type or scale makes all cases equal in it.
    columns : TechnologyColumns
        The catalogue.
    rows : (n,) int
        Rows of the technologies asked for.

    Returns
    -------
    (n,) int
        Positions in the case columns; -1 where a technology has no case.

    References
    ----------
    .. [1] RULINGS 3; docs/decisions/0046-case-choice-and-order.md.
    """
    chosen = np.full(len(rows), NO_CASE, dtype=np.int64)
    cases, owners, _ = segment_members(columns.case_offsets, rows)
    if not len(cases):
        return chosen
    cost = columns.cases.unit_cost_yuan_per_tco2[cases]
    keys = np.column_stack(
        [
            owners,
            np.isnan(cost),
            _project_mismatch(demand, columns.cases, cases),
            np.nan_to_num(_scale_distance(demand, columns, cases), nan=np.inf),
        ]
    )
    order = np.lexsort((cases, cost, *keys.T[::-1]))
    keys, owners = keys[order], owners[order]
    firsts = np.flatnonzero(np.diff(owners, prepend=-1))
    # Ties are counted among the cases that equal the best one in every key before the cost.
    equal = (keys == keys[firsts][np.searchsorted(owners[firsts], owners)]).all(axis=1)
    ties = np.add.reduceat(equal.astype(np.int64), firsts)
    chosen[owners[firsts]] = cases[order][firsts + ties // 2]
    return chosen


def case_sizes(
    demand: DemandProfile, columns: TechnologyColumns, cases: IntArray
) -> tuple[FloatArray, float]:
    """Return the cases' sizes in the measure of the demand, and the demand's own size.

    The measure is the demand's activity unit if it states one, else annual tonnes against its
    target (RULINGS 4: only the same unit can be compared).

    Parameters
    ----------
    cases : (m,) int
        Positions in the case columns.

    Returns
    -------
    (m,) float
        Sizes; NaN where unknown or in another unit.
    float
        Size of the demand; NaN when it states none.
    """
    table = columns.cases
    if demand.activity_unit is not None and not isnan(demand.activity_amount):
        same = table.activity_unit[cases] == columns.unit_code(demand.activity_unit)
        same &= table.activity_unit[cases] != UNKNOWN_CODE
        return np.where(same, table.activity_amount[cases], np.nan), demand.activity_amount
    return table.abatement_tco2_per_year[cases], demand.abatement_target_tco2_per_year


def _project_mismatch(demand: DemandProfile, table: CaseColumns, cases: IntArray) -> IntArray:
    if demand.project_type is None:
        return np.full(len(cases), SAME_PROJECT, dtype=np.int64)
    codes = table.project_code[cases]
    wanted = PROJECT_TYPES.index(demand.project_type)
    other = np.where(codes == UNKNOWN_CODE, UNSTATED_PROJECT, OTHER_PROJECT)
    return np.where(codes == wanted, SAME_PROJECT, other).astype(np.int64)


def _scale_distance(
    demand: DemandProfile, columns: TechnologyColumns, cases: IntArray
) -> FloatArray:
    sizes, demand_size = case_sizes(demand, columns, cases)
    distance = np.full(len(cases), np.nan)
    if demand_size > 0:
        known = sizes > 0
        distance[known] = np.abs(np.log(sizes[known] / demand_size))
    return distance
