"""What was typed into the form, read by the rules every import of technologies obeys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from data.importers import FieldProblem as RowProblem
from data.importers import read_technology
from data.importers.rows import TechnologyRow
from data.models import Technology
from matcher.services.errors import FieldProblem
from matcher.services.technology_fields import FieldPath, value_at

_PAIRS = {
    "applicability_rules.capacity": "applicability_rules.capacity_unit",
    "applicability_rules.capacity_unit": "applicability_rules.capacity",
}
_PLACEHOLDER = "（待填）"


@dataclass(slots=True)
class Reading:
    """Values in the units and types of the tables, and what is wrong with the others."""

    values: dict[FieldPath, Any] = field(default_factory=dict)
    problems: list[FieldProblem] = field(default_factory=list)


def read_values(technology: Technology, given: Mapping[FieldPath, Any]) -> Reading:
    """Return what `given` (JSON-like, base units) means; a bad value is left out and reported.

    The whole goes through `read_technology`, so that a page takes exactly what an import takes.
    A value that leans on another one (capacity on its unit) is read with the stored other one.
    """
    reading = Reading()
    pending = dict(given)
    while pending:
        content, names = _content(technology, pending)
        row, problems = read_technology(content)
        if row is not None:
            reading.values |= {path: _value(row, path, pending) for path in pending}
            return reading
        refused = _refused(problems, names)
        if not refused:  # nothing of ours is wrong, so the stored rest is: never expected
            refused = dict.fromkeys(pending, problems[0])
        reading.problems += [_problem(path, problem) for path, problem in refused.items()]
        for path in refused:
            del pending[path]
    return reading


def _content(
    technology: Technology, given: Mapping[FieldPath, Any]
) -> tuple[dict[str, Any], dict[str, FieldPath]]:
    """Return a record of these fields alone, and the path behind each name in it."""
    content: dict[str, Any] = {"external_id": _PLACEHOLDER, "name": _PLACEHOLDER, "cases": []}
    names: dict[str, FieldPath] = {}
    places: dict[int, int] = {}
    for path, value in given.items():
        if path.case_id is None:
            holder, prefix = content, ""
        else:
            index = places.setdefault(path.case_id, len(places))
            if index == len(content["cases"]):
                content["cases"].append({"name": _PLACEHOLDER})
            holder, prefix = content["cases"][index], f"cases[{index}]."
        if path.key is not None:
            holder = holder.setdefault(path.field, {})
            prefix = f"{prefix}{path.field}."
        name = path.key or path.field
        names[prefix + name] = path
        is_unnamed_case = path.case_id is not None and path.text.endswith(".name") and not value
        holder[name] = _PLACEHOLDER if is_unnamed_case else value
        other = _PAIRS.get(path.text)
        if other is not None and not any(one.text == other for one in given):
            pair = FieldPath.parse(other)
            holder[pair.key or ""] = value_at(technology, pair)
            names[f"{prefix}{pair.key}"] = path
    return content, names


def _refused(
    problems: list[RowProblem], names: Mapping[str, FieldPath]
) -> dict[FieldPath, RowProblem]:
    found: dict[FieldPath, RowProblem] = {}
    for problem in problems:
        path = names.get(problem.path)
        if path is not None:
            found.setdefault(path, problem)
    return found


def _problem(path: FieldPath, problem: RowProblem) -> FieldProblem:
    values: dict[str, Any] = {**problem.values, "value": problem.value}
    return FieldProblem(field=path.text, rule=f"row_{problem.rule}", values=values)


def _value(row: TechnologyRow, path: FieldPath, given: Mapping[FieldPath, Any]) -> Any:  # noqa: ANN401
    holder: Any = row
    if path.case_id is not None:
        cases = list(dict.fromkeys(one.case_id for one in given if one.case_id is not None))
        holder = row.cases[cases.index(path.case_id)]
    value = getattr(holder, path.field)
    if path.key is not None:
        value = (value or {}).get(path.key)
    if isinstance(value, tuple):
        value = list(value)
    if path.field == "name" and value == _PLACEHOLDER:
        return None
    return None if value in ("", [], {}) else value
