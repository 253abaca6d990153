"""Attachments of an application in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from data.reference import field_dictionary
from data.vocabulary import FormFileKind
from web.i18n import current_language

if TYPE_CHECKING:
    from data.models import Technology


def field_words(technology: Technology, field: str | None) -> str:
    """Return what an attachment is: its kind, or the box of the form its picture stood in."""
    name = field or FormFileKind.OTHER.value
    number = None
    if name.startswith("cases."):
        _cases, case_id, name = name.split(".", 2)
        ids = [str(case.id) for case in technology.cases]
        number = ids.index(case_id) + 1 if case_id in ids else None
        words = _name(name, "technology_case")
    else:
        words = _name(name, "technology")
    if number is None:
        return words
    return str(_("%(what)s (case %(number)s)", what=words, number=number))


def _name(name: str, record: str) -> str:
    language = current_language()
    if name in list(FormFileKind):
        return FormFileKind(name).label(language)
    entry = field_dictionary().get((record, name))
    label = entry.label(language) if entry else name
    return str(_("Picture in “%(field)s”", field=label))
