"""What the audit reads of an application form: plain numbers in stored units, flags, dates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from data.vocabulary import ProjectType, TechnologyStage


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedCase:
    """One 典型案例 as stated; None is unknown, and unknown is never zero.

    Units are those of the names; `payback_years` and `construction_months` are what the form's
    "月或年" was read as. Figures need not be plausible: they are what the audit judges.
    """

    name: str = ""
    project_type: ProjectType | None = None
    investment_yuan: float | None = None
    conventional_investment_yuan: float | None = None
    construction_months: float | None = None
    commissioned_on: date | None = None
    abatement_tco2_per_year: float | None = None
    emission_reduction_share: float | None = None
    """0 to 1 where right; 12 is a percent that was taken for a share."""
    annual_benefit_yuan: float | None = None
    payback_years: float | None = None
    abatement_cost_yuan_per_tco2: float | None = None
    service_life_years: float | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    """Long texts by field, in which factors and earlier emissions are looked for."""

    empty_fields: frozenset[str] = frozenset()
    """Fields of `technology_case` that are left empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedForm:
    """One 申报表 as stated; None is unknown, and unknown is never zero."""

    stage: TechnologyStage | None = None
    adoption_share: float | None = None
    adoption_share_2030: float | None = None
    investment_2030_yuan: float | None = None
    abatement_potential_2030_tco2_per_year: float | None = None
    comparison_technology: str | None = None
    appraisal: str | None = None
    has_appraisal_evidence: bool | None = None
    """Whether a certificate, test report or patent is attached; None where nobody can know."""

    has_calculation: bool | None = None
    """Whether the 测算过程 is attached; None where nobody can know."""

    texts: Mapping[str, str] = field(default_factory=dict)
    """Long texts by field, in which a grid factor is looked for."""

    empty_fields: frozenset[str] = frozenset()
    """Fields of `technology` that are left empty."""

    contact_empty_fields: frozenset[str] = frozenset()
    """Fields of `applicant_contact` that are left empty; unused where the whole block is."""

    batch_closes_on: date | None = None
    is_submitted: bool = False
    """Whether the form was handed in already; a closed call then says nothing."""

    audited_on: date | None = None
    """The day of the audit; None leaves out what depends on it."""

    cases: tuple[AuditedCase, ...] = ()
