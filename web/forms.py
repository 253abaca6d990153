"""Reading posted forms and showing them again with what is wrong."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request

from matcher.services.errors import FieldProblem
from web.errors import described


def text(name: str) -> str:
    """Return a posted one-line text without outer spaces; absent is empty."""
    return request.form.get(name, "").strip()


def form_page(template: str, problems: Sequence[FieldProblem], **context: Any) -> str:  # noqa: ANN401
    """Return the form's page: `errors` for the summary, `error_of` by field, `values` as typed."""
    errors = [described(problem) for problem in problems]
    error_of = {error["field"]: error["message"] for error in reversed(errors)}
    values = dict(request.form) if request.method == "POST" else {}
    return render_template(
        template,
        errors=errors,
        error_of=error_of,
        values=values | context.pop("values", {}),
        **context,
    )
