"""Build the columns of cases from their profiles."""

from collections.abc import Callable, Sequence

import numpy as np

from data.vocabulary import ProjectType
from matcher.codes import PROJECT_TYPES, UNKNOWN_CODE, Codebook, code_of
from matcher.columns import CaseColumns
from matcher.costs import unit_costs_yuan_per_tco2
from matcher.profiles import CaseProfile, FloatArray

NEW_BUILD_CODE = PROJECT_TYPES.index(ProjectType.NEW_BUILD)


def build_case_columns(cases: Sequence[CaseProfile], units: Codebook[str]) -> CaseColumns:
    r"""Return the columns of cases in their order, with the derived cost and payback.

    The unit cost is the notice's :math:`C = I / (AE\,n)` where investment (of a new build the
    increment), annual tonnes and a stated service life are known, else the owner's figure. A case
    without a project type counts as a retrofit: its whole investment is the upper bound.

    References
    ----------
    .. [1] 环办气候〔2024〕2号, 附件2 第十二条; RULINGS 3.
    """
    column = _reader(cases)
    investment, tonnes = column(lambda c: c.investment_yuan), column(_tonnes)
    life, benefit = column(lambda c: c.service_life_years), column(lambda c: c.annual_benefit_yuan)
    project_code = np.fromiter(
        (code_of(c.project_type, PROJECT_TYPES) for c in cases), np.int8, len(cases)
    )
    conventional = np.where(
        project_code == NEW_BUILD_CODE, column(lambda c: c.conventional_investment_yuan), 0.0
    )
    computed = unit_costs_yuan_per_tco2(
        investment,
        conventional_investment_yuan=conventional,
        abatement_tco2_per_year=tonnes,
        service_life_years=life,
    )
    stated = column(lambda c: c.abatement_cost_yuan_per_tco2)
    payback = column(lambda c: c.payback_years)
    return CaseColumns(
        ids=np.fromiter((c.case_id for c in cases), np.int64, len(cases)),
        project_code=project_code,
        investment_yuan=investment,
        conventional_investment_yuan=conventional,
        abatement_tco2_per_year=tonnes,
        service_life_years=life,
        payback_years=np.where(
            np.isnan(payback), _simple_payback_years(investment, benefit), payback
        ),
        unit_cost_yuan_per_tco2=np.where(np.isnan(computed), stated, computed),
        cost_is_stated=np.isnan(computed) & ~np.isnan(stated),
        annual_benefit_yuan=benefit,
        construction_months=column(lambda c: c.construction_months),
        latitude_deg=column(lambda c: c.latitude_deg),
        longitude_deg=column(lambda c: c.longitude_deg),
        activity_amount=column(lambda c: c.activity_amount),
        activity_unit=np.fromiter(
            (
                UNKNOWN_CODE if c.activity_unit is None else units.code(c.activity_unit)
                for c in cases
            ),
            np.int32,
            len(cases),
        ),
    )


def _reader(cases: Sequence[CaseProfile]) -> Callable[[Callable[[CaseProfile], float]], FloatArray]:
    def column(read: Callable[[CaseProfile], float]) -> FloatArray:
        return np.fromiter((read(case) for case in cases), np.float64, len(cases))

    return column


def _tonnes(case: CaseProfile) -> float:
    return case.abatement_tco2_per_year


def _simple_payback_years(investment_yuan: FloatArray, benefit_yuan: FloatArray) -> FloatArray:
    """Investment over benefit; infinite where the benefit is not positive: it never pays back."""
    payback = np.full(len(investment_yuan), np.nan)
    with np.errstate(over="ignore"):  # a benefit next to nothing takes forever too
        np.divide(investment_yuan, benefit_yuan, out=payback, where=benefit_yuan > 0)
    payback[(benefit_yuan <= 0) & ~np.isnan(investment_yuan)] = np.inf
    return payback
