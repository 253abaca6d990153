"""Use cases of the form audit: a record or an entry in, findings and three costs out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from data.clock import local_day
from data.importers import CaseRow, FieldProblem, TechnologyRow
from data.importers.stated_figures import read_stated
from data.models import CatalogueBatch, Technology, TechnologyCase
from data.reference import fields_of
from data.vocabulary import CatalogueStatus
from matcher.costs import CostInputs, ThreeCosts, three_costs
from matcher.costs.formulas import cost_formulas
from matcher.form_audit import AuditedCase, AuditedForm, Finding, audit_form
from matcher.services import attachments
from matcher.services.case_costs import cost_inputs_of
from matcher.services.errors import FieldProblem as RequestProblem
from matcher.services.errors import InvalidError

EVIDENCE_FIELDS: Final = frozenset({"appraisal", "patent"})
CALCULATION_FIELDS: Final = frozenset({"calculation"})
"""Fields of attachments of a technology that count as evidence, and as the 测算过程."""

SUBJECT: Final = "technology"

_FORM_TEXTS: Final = (
    "application_status", "technical_indicators", "technical_principle", "key_technology",
    "comparison_technology", "applicability",
)  # fmt: skip
_CASE_TEXTS: Final = ("scale", "conditions", "content", "environmental_benefit", "social_benefit")
_CASE_FIGURES: Final = (
    "investment_yuan", "conventional_investment_yuan", "construction_months",
    "abatement_tco2_per_year", "emission_reduction_share", "annual_benefit_yuan", "payback_years",
    "abatement_cost_yuan_per_tco2", "service_life_years",
)  # fmt: skip
_FORM_FIGURES: Final = (
    "adoption_share", "adoption_share_2030", "investment_2030_yuan",
    "abatement_potential_2030_tco2_per_year",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCosts:
    """The three costs of a case with what they were computed from (PRODUCT 4).

    `formulas` has one text for each cost in `costs`, None where it is not computed.
    """

    case_index: int
    name: str
    inputs: CostInputs
    costs: ThreeCosts
    formulas: Mapping[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormAudit:
    """What an audit answers: findings, errors first, and the costs of each case."""

    findings: tuple[Finding, ...]
    costs: tuple[CaseCosts, ...]


def audit_record(content: Mapping[str, Any], *, language: str, now: datetime) -> FormAudit:
    """Audit a record of the import format; nothing is saved.

    Figures are taken as stated: what an import refuses (a share of 5) is a finding here.

    Raises
    ------
    InvalidError
        If the record cannot be read: an unknown field, a text where a number stands.
    """
    row, problems = read_stated(content)
    if row is None:
        raise InvalidError([_told(problem, language) for problem in problems])
    return audit_row(row, now=now)


def audit_row(
    row: TechnologyRow,
    *,
    now: datetime,
    has_appraisal_evidence: bool | None = None,
    has_calculation: bool | None = None,
) -> FormAudit:
    """Audit a technology as an import or the form reader reads it.

    Whether evidence is attached is unknown (None) unless the caller knows.
    """
    form = _form(
        row,
        row.cases,
        audited_on=local_day(now),
        contact=row.applicant_contact,
        has_appraisal_evidence=has_appraisal_evidence,
        has_calculation=has_calculation,
        is_submitted=False,
        owner=row.owner.name if row.owner else None,
    )
    return FormAudit(findings=audit_form(form), costs=_costs(row.cases))


def audit_technology(
    session: Session,
    technology: Technology,
    *,
    now: datetime,
) -> FormAudit:
    """Audit an entry with its cases (loaded) and attachments; access is the caller's to check."""
    files = attachments.files_of(session, kind=SUBJECT, subject_id=technology.id)
    attached = {file.field for file in files}
    batch = technology.batch_id and session.get(CatalogueBatch, technology.batch_id)
    form = _form(
        technology,
        technology.cases,
        audited_on=local_day(now),
        contact=technology.applicant_contact,
        has_appraisal_evidence=bool(attached & EVIDENCE_FIELDS),
        has_calculation=any(_is_calculation(field) for field in attached),
        batch_closes_on=batch.closes_on if batch else None,
        is_submitted=technology.catalogue_status is not CatalogueStatus.DRAFT,
        owner=technology.organization_id,
    )
    return FormAudit(findings=audit_form(form), costs=_costs(technology.cases))


def _is_calculation(field: str | None) -> bool:
    """Return whether an attachment is a 测算过程: the technology's, or `cases.ID.calculation`."""
    return field is not None and field.rpartition(".")[2] in CALCULATION_FIELDS


def _told(problem: FieldProblem, language: str) -> RequestProblem:
    values = {"text": problem.text(language)}
    return RequestProblem(field=problem.path, rule="unreadable_field", values=values)


def _form(
    source: TechnologyRow | Technology,
    cases: Iterable[CaseRow | TechnologyCase],
    *,
    audited_on: date,
    contact: Mapping[str, Any] | None,
    has_appraisal_evidence: bool | None,
    has_calculation: bool | None,
    is_submitted: bool,
    owner: object,
    batch_closes_on: date | None = None,
) -> AuditedForm:
    empty = _empty(source, "technology") - {"owner"}
    return AuditedForm(
        stage=source.stage,
        comparison_technology=source.comparison_technology,
        appraisal=source.appraisal,
        has_appraisal_evidence=has_appraisal_evidence,
        has_calculation=has_calculation,
        texts=_texts(source, _FORM_TEXTS),
        empty_fields=empty if owner else empty | {"owner"},
        contact_empty_fields=_contact_gaps(contact),
        batch_closes_on=batch_closes_on,
        is_submitted=is_submitted,
        audited_on=audited_on,
        cases=tuple(_case(case) for case in cases),
        **_figures(source, _FORM_FIGURES),
    )


def _case(case: CaseRow | TechnologyCase) -> AuditedCase:
    return AuditedCase(
        name=case.name,
        project_type=case.project_type,
        commissioned_on=case.commissioned_on,
        texts=_texts(case, _CASE_TEXTS),
        empty_fields=_empty(case, "technology_case") - frozenset(case.unknown_fields or ()),
        **_figures(case, _CASE_FIGURES),
    )


def _figures(source: object, names: Iterable[str]) -> dict[str, Any]:
    found = {name: getattr(source, name) for name in names}
    return {name: None if value is None else float(value) for name, value in found.items()}


def _texts(source: object, names: Iterable[str]) -> dict[str, str]:
    return {name: text for name in names if (text := getattr(source, name))}


def _empty(source: object, record: str) -> frozenset[str]:
    names = (entry.field for entry in fields_of(record))
    return frozenset(name for name in names if _is_empty(getattr(source, name, "")))


def _is_empty(value: object) -> bool:
    if isinstance(value, str):
        return hasattr(value, "strip") and not value.strip()
    return value is None or value in ((), [], {})


def _contact_gaps(contact: Mapping[str, Any] | None) -> frozenset[str]:
    known = contact or {}
    names = (entry.field for entry in fields_of("applicant_contact"))
    return frozenset(name for name in names if not str(known.get(name) or "").strip())


def _costs(cases: Iterable[CaseRow | TechnologyCase]) -> tuple[CaseCosts, ...]:
    return tuple(_case_costs(index, case) for index, case in enumerate(cases))


def _case_costs(index: int, case: CaseRow | TechnologyCase) -> CaseCosts:
    inputs = cost_inputs_of(case)
    costs = three_costs(inputs)
    return CaseCosts(
        case_index=index,
        name=case.name,
        inputs=inputs,
        costs=costs,
        formulas=cost_formulas(inputs, costs),
    )
