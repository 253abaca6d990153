"""What an application form still lacks before it may be handed in (附件1, 附件2)."""

from typing import Any, Final

from data.models import Technology
from data.reference import fields_of
from data.vocabulary import TechnologyStage
from matcher.services.errors import FieldProblem

_FILLED_BY_OTHERS: Final = frozenset(
    {
        "external_id",
        "technology_category",
        "owner",
        "cases",
        "recommending_unit",
        "recommendation_opinion",
    }
)
"""Required by the dictionary, and not written by the owner on the form."""

CASES_NEEDED: Final = {TechnologyStage.DEMONSTRATION: 1, TechnologyStage.PROMOTION: 2}
"""Fewest cases by stage. Source: RULINGS 26; the heading of the second page of 附件1."""


def missing(technology: Technology) -> list[FieldProblem]:
    """Return what the form of a technology lacks; its cases must be loaded.

    Fields that the dictionary requires for the stage, and the number of cases. An unknown stage
    asks for what a demonstration needs, and for the stage.
    """
    stage = technology.stage or TechnologyStage.DEMONSTRATION
    problems = [
        FieldProblem(field=name, rule="required")
        for name in required_fields(stage)
        if _is_empty(getattr(technology, name))
    ]
    wanted = CASES_NEEDED[stage]
    if len(technology.cases) < wanted:
        values = {"min": wanted}
        problems.append(FieldProblem(field="cases", rule="too_few_items", values=values))
    return problems


def required_fields(stage: TechnologyStage) -> list[str]:
    """Return the fields of the form's first page that its owner must fill, in its order."""
    is_demonstration = stage is TechnologyStage.DEMONSTRATION
    return [
        entry.field
        for entry in fields_of("technology")
        if entry.field not in _FILLED_BY_OTHERS
        and (entry.required_demonstration if is_demonstration else entry.required_promotion)
        == "yes"
    ]


def _is_empty(value: Any) -> bool:  # noqa: ANN401 - whatever a column holds
    return value is None or value in ("", [], {})
