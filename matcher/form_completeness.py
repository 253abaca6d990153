"""What the application form asks for at a stage, section by section, and what is still missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from data.reference import FieldEntry, field_dictionary, fields_of
from data.vocabulary import FormSection, ProjectType, TechnologyStage

SECTION_FIELDS: Final[Mapping[FormSection, tuple[str, ...]]] = MappingProxyType(
    {
        FormSection.BASICS: (
            "name", "technology_type", "technology_topics", "fields", "stage",
            "application_status",
        ),
        FormSection.CONTENT: (
            "technical_principle", "key_technology", "process_flow", "technical_indicators",
        ),
        FormSection.SOURCE: ("technology_source", "appraisal"),
        FormSection.APPLICATION: ("applicability", "promotion_barriers", "typical_users"),
        FormSection.POTENTIAL: (
            "adoption_share", "adoption_share_2030", "investment_2030_yuan",
            "abatement_potential_2030_tco2_per_year", "comparison_technology",
        ),
    }
)  # fmt: skip
"""The technology's own fields by section, in the order of 附件1."""

CASE_FIELDS: Final = (
    "name", "scale", "conditions", "content", "main_equipment", "investment_yuan",
    "construction_months", "abatement_tco2_per_year", "emission_reduction_share",
    "annual_benefit_yuan", "payback_years", "abatement_cost_yuan_per_tco2",
    "environmental_benefit", "social_benefit",
)  # fmt: skip
"""Fields of one case in the order of 附件1."""

CASE_SUPPLEMENTS: Final = (
    "project_type", "service_life_years", "conventional_investment_yuan", "address",
    "commissioned_on", "activity_amount", "activity_unit",
)  # fmt: skip
"""What the form lacks and the calculations need (RULINGS 25); co-benefits stand beside them."""

CASES_NEEDED: Final[Mapping[TechnologyStage | None, int]] = MappingProxyType(
    {TechnologyStage.DEMONSTRATION: 1, TechnologyStage.PROMOTION: 2, None: 1}
)
"""Typical cases at least (附件1, RULINGS 26); one while the stage is not chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFacts:
    """What stands in a draft, as far as it matters whether it stands there."""

    stage: TechnologyStage | None
    technology: Mapping[str, Any]
    contact: Mapping[str, Any] = field(default_factory=dict)
    cases: Sequence[tuple[int, Mapping[str, Any]]] = ()
    """Id and values of each case, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededField:
    """One field the stage asks for; without it nothing can be submitted if `is_official`."""

    section: FormSection
    path: str
    record: str
    name: str
    case_number: int
    """From 1; 0 for the technology itself."""

    is_official: bool
    """Whether the form of the notice has it; a supplement may stay unknown."""

    is_filled: bool


@dataclass(frozen=True, slots=True)
class SectionCount:
    """How many of a section's needed fields are filled in."""

    filled: int
    total: int

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return self.filled == self.total


def needed_fields(draft: DraftFacts) -> tuple[NeededField, ...]:
    """Return every field the draft's stage asks for, in the order of the form.

    A case that is missing altogether counts as one field named `cases`. While no stage is chosen
    the fields of 推广类 are asked for, and one case.
    """
    found = [*_own(draft), *_cases(draft), *_contact(draft)]
    order = {section: number for number, section in enumerate(FormSection)}
    return tuple(sorted(found, key=lambda one: order[one.section]))


def section_counts(needed: Iterable[NeededField]) -> dict[FormSection, SectionCount]:
    """Return how far each section is; supplements count with their section, as asked for."""
    counts: dict[FormSection, SectionCount] = {}
    for one in needed:
        before = counts.get(one.section, SectionCount(0, 0))
        counts[one.section] = SectionCount(before.filled + one.is_filled, before.total + 1)
    return counts


def total_count(counts: Mapping[FormSection, SectionCount]) -> SectionCount:
    """Return the sum of all sections."""
    return SectionCount(
        sum(one.filled for one in counts.values()), sum(one.total for one in counts.values())
    )


def is_needed(entry: FieldEntry, stage: TechnologyStage | None, project: object = None) -> bool:
    """Return whether a field is asked for at a stage; some only for new builds (附件2 十二)."""
    is_demonstration = stage is TechnologyStage.DEMONSTRATION
    need = entry.required_demonstration if is_demonstration else entry.required_promotion
    return need == "yes" or (need == "new_build" and project == ProjectType.NEW_BUILD)


def is_official(entry: FieldEntry) -> bool:
    """Return whether the form of the notice itself has the field."""
    return not entry.source.startswith(("supplement", "ours"))


def _own(draft: DraftFacts) -> list[NeededField]:
    known = field_dictionary()
    return [
        _needed(section, known["technology", name], name, 0, draft.technology.get(name))
        for section, names in SECTION_FIELDS.items()
        for name in names
        if is_needed(known["technology", name], draft.stage)
    ]


def _cases(draft: DraftFacts) -> list[NeededField]:
    known, found = field_dictionary(), []
    for number, (case_id, values) in enumerate(draft.cases, start=1):
        project = values.get("project_type")
        for name in (*CASE_FIELDS, *CASE_SUPPLEMENTS):
            entry = known["technology_case", name]
            if is_needed(entry, draft.stage, project) and not _is_excused(name, values):
                path = f"cases.{case_id}.{name}"
                value = values.get(name)
                if value is None:
                    value = (values.get("unknown_fields") or {}).get(name)
                found.append(_needed(FormSection.CASES, entry, path, number, value))
    entry = known["technology", "cases"]
    absent = range(len(draft.cases) + 1, CASES_NEEDED[draft.stage] + 1)
    found += [_needed(FormSection.CASES, entry, "cases", number, None) for number in absent]
    return found


def _is_excused(name: str, values: Mapping[str, Any]) -> bool:
    """Return whether a field may stay empty: what is never earned back has no payback."""
    benefit = values.get("annual_benefit_yuan")
    return name == "payback_years" and benefit is not None and benefit <= 0


def _contact(draft: DraftFacts) -> list[NeededField]:
    return [
        _needed(
            FormSection.CONTACT,
            entry,
            f"applicant_contact.{entry.field}",
            0,
            draft.contact.get(entry.field),
        )
        for entry in fields_of("applicant_contact")
        if is_needed(entry, draft.stage)
    ]


def _needed(
    section: FormSection, entry: FieldEntry, path: str, number: int, value: object
) -> NeededField:
    return NeededField(
        section=section,
        path=path,
        record=entry.record,
        name=entry.field,
        case_number=number,
        is_official=is_official(entry),
        is_filled=value is not None and value not in ("", [], {}),
    )
