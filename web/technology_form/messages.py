"""What is wrong with a field, in the form's words and units."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from flask_babel import gettext as _

from matcher.services.errors import FieldProblem
from matcher.services.technology_fields import FieldPath
from web.messages import field_message
from web.technology_form.boxes import bound_in_unit, units_of
from web.technology_form.fields import entry_of, label_of

_RULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "row_required": "required",
        "row_wrong_type": "bad_format",
        "row_not_finite": "not_a_number",
        "row_out_of_range": "between",
        "row_not_positive": "not_positive",
        "row_unknown_code": "unknown_code",
        "row_too_long": "too_long",
        "row_too_many": "too_many_items",
        "row_not_a_date": "not_a_date",
        "row_forbidden_character": "control_character",
        "row_incomplete_pair": "needs_other_field",
        "row_range_reversed": "range_reversed",
    }
)
"""Rules of an import -> messages of pages."""


def error_text(problem: FieldProblem) -> str:
    """Return what is wrong, to stand beside the field."""
    path = FieldPath.parse(problem.field)
    units = units_of(entry_of(path))
    values = dict(problem.values)
    if problem.rule == "row_out_of_range":
        values["low"] = bound_in_unit(values.get("minimum"), units)
        values["high"] = bound_in_unit(values.get("maximum"), units)
    values["max"] = values.get("limit", "")
    return field_message(_RULES.get(problem.rule, problem.rule), values)


def error_texts(problems: Iterable[FieldProblem]) -> dict[str, str]:
    """Return path -> what is wrong with it."""
    return {problem.field: error_text(problem) for problem in problems}


def summary(errors: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the errors for the summary above the form, each with its field's name."""
    return [
        {
            "field": path,
            "message": str(
                _("%(field)s: %(message)s", field=label_of(FieldPath.parse(path)), message=text)
            ),
        }
        for path, text in errors.items()
    ]
