"""Reading posted forms, showing them again with what is wrong, saying what was done."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from matcher.services.errors import FieldProblem
from web.errors import described


def text(name: str) -> str:
    """Return a posted one-line text without outer spaces; absent is empty."""
    return request.form.get(name, "").strip()


def content_of(file: FileStorage) -> bytes:
    """Return the bytes of a posted file and close it; the whole body's size is limited."""
    with file.stream:
        return file.stream.read()


def form_page(template: str, problems: Sequence[FieldProblem], **context: Any) -> str:  # noqa: ANN401
    """Return the form's page.

    The template gets `errors` for the summary, `error_of` by field, `values` as typed; a
    `values` given here fills fields that were not posted, `labels` names the fields in the
    summary.
    """
    found = [described(problem) for problem in problems]
    error_of = {error["field"]: error["message"] for error in reversed(found)}
    labels = context.pop("labels", {})
    errors = [error | {"message": _named(error, labels)} for error in found]
    values = dict(context.pop("values", {}))
    if request.method == "POST":
        values |= request.form.to_dict()
    return render_template(template, errors=errors, error_of=error_of, values=values, **context)


def _named(error: Mapping[str, str], labels: Mapping[str, str]) -> str:
    label = labels.get(error["field"])
    if label is None:
        return error["message"]
    return str(_("%(field)s: %(message)s", field=label, message=error["message"]))


def notify(message: str, kind: str = "good") -> None:
    """Say something on the next page: kind is info, good, warn or bad."""
    flash(message, kind)


def redirect_to(endpoint: str, **values: Any) -> Response:  # noqa: ANN401 - URL values
    """Return the redirect after a POST."""
    return redirect(url_for(endpoint, **values), code=303)
