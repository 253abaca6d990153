"""An uploaded form as boxes to look through: what was read, each doubt beside its box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from data.vocabulary import FormSection
from matcher.services.form_imports import ImportedForm, blank
from matcher.services.technology_fields import FieldPath, put_at, value_at
from matcher.services.technology_readings import read_values
from web.i18n import current_language
from web.technology_form.boxes import units_of, written_number
from web.technology_form.fields import (
    Shown,
    drawn_fields,
    entry_of,
    further_pollutants,
    section_paths,
)
from web.technology_form.messages import error_texts
from web.technology_form.posted import Posting

if TYPE_CHECKING:
    from data.models import Technology

_SECTIONS = (
    FormSection.BASICS,
    FormSection.CONTENT,
    FormSection.SOURCE,
    FormSection.APPLICATION,
    FormSection.POTENTIAL,
)


def typed_again(form: ImportedForm) -> tuple[Technology, Shown]:
    """Return the form read into an empty technology; what cannot be kept is shown as it stands."""
    technology = blank(form.case_count)
    reading = read_values(technology, form.values)
    for path, value in reading.values.items():
        put_at(technology, path, value)
    posting = Posting()
    refused = {problem.field for problem in reading.problems}
    for path, value in form.values.items():
        if path.text in refused:
            posting.texts[path.text] = _as_typed(path, value)
    return technology, Shown(posting, error_texts(reading.problems))


def _as_typed(path: Any, value: Any) -> list[str]:  # noqa: ANN401 - a path and its raw value
    if isinstance(value, list):
        return [str(one) for one in value]
    try:
        typed = written_number(value, units_of(entry_of(path)))
    except TypeError:
        return [str(value)]
    return [typed.text, typed.unit]


def imported_groups(
    technology: Technology, form: ImportedForm, shown: Shown
) -> list[dict[str, Any]]:
    """Return the boxes of the confirmation page by section, with their doubts."""
    language = current_language()
    pages = [(section.label(language), section_paths(section)) for section in _SECTIONS]
    pages += [
        (
            str(_("Case %(number)s", number=number)),
            section_paths(FormSection.CASES, number) + further_pollutants(technology, number),
        )
        for number in range(1, form.case_count + 1)
    ]
    pages += [
        (section.label(language), section_paths(section))
        for section in (FormSection.CONTACT, FormSection.RULES)
    ]
    return [_group(technology, form, shown, title, paths) for title, paths in pages]


def _group(
    technology: Technology, form: ImportedForm, shown: Shown, title: str, paths: Sequence[str]
) -> dict[str, Any]:
    fields = [
        field | {"doubts": _doubts(form, field["path"]), "help": None}
        for field in drawn_fields(technology, paths, shown)
    ]
    filled = {
        field["path"]
        for field in fields
        if field["doubts"]
        or field["error"]
        or value_at(technology, FieldPath.parse(field["path"])) is not None
    }
    return {"title": title, "fields": fields, "filled": filled}


def _doubts(form: ImportedForm, path: str) -> list[str]:
    return [one.text(current_language()) for one in form.warnings.get(path, ())]
