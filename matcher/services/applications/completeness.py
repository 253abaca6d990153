"""What an application form still lacks before it may be handed in (附件1, 附件2)."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.models import Technology
from matcher.form_completeness import CASES_NEEDED, NeededField, needed_fields
from matcher.services.errors import FieldProblem
from matcher.services.technology_facts import draft_facts

CASES = "cases"


@dataclass(frozen=True, slots=True)
class OpenFields:
    """The fields a form asks for that are empty, in the order of the form."""

    official: Sequence[NeededField]
    """Fields of 附件1: while there is one, nothing can be handed in."""

    supplements: Sequence[NeededField]
    """What the calculations need beyond the form (RULINGS 25); may stay unknown."""


def open_fields(technology: Technology) -> OpenFields:
    """Return which fields of a technology are empty; its cases must be loaded."""
    empty = [one for one in needed_fields(draft_facts(technology)) if not one.is_filled]
    return OpenFields(
        official=[one for one in empty if one.is_official],
        supplements=[one for one in empty if not one.is_official],
    )


def missing(technology: Technology) -> list[FieldProblem]:
    """Return what keeps a technology from being handed in; its cases must be loaded.

    Every way to hand in asks this: the check page, the short page and the API (decision 0154).
    """
    official = open_fields(technology).official
    problems = [FieldProblem(field=one.path, rule="required") for one in official]
    found = [problem for problem in problems if problem.field != CASES]
    if len(found) < len(problems):
        values = {"min": CASES_NEEDED[technology.stage]}
        found.append(FieldProblem(field=CASES, rule="too_few_items", values=values))
    return found
