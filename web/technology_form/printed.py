"""The form as the official table with its pictures, as the page that is printed shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from sqlalchemy.orm import Session

from data.forms import FormImage
from data.forms.content import FormContent
from data.forms.docx_writer import SUPPLEMENT_NOTE
from data.forms.layout import ANNEX, FORM_TITLE, SUPPLEMENT_HEAD
from data.forms.page import official_tables, supplement_tables
from matcher.services import form_exports

if TYPE_CHECKING:
    from data.models import Technology

SHOWN_BY_BROWSERS = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})
"""Other pictures (EMF, TIFF) are named with a link instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedImage(FormImage):
    """A picture by its address; its bytes are fetched by the browser."""

    url: str
    content: bytes = b""

    @property
    def is_shown(self) -> bool:
        """Whether browsers draw it."""
        return self.media_type in SHOWN_BY_BROWSERS


def printed_form(
    session: Session, technology: Technology, selected_case: int | None
) -> dict[str, object]:
    """Return the context of technology_form/print.html: the tables that Word gets, in Chinese.

    Parameters
    ----------
    selected_case : int or None
        The case a demonstration form shows, counted from 0; None for the first (RULINGS 26).
    """
    form = FormContent(
        form_exports.record_of(session, technology),
        images=_images(session, technology),
        selected_case=selected_case,
    )
    return {
        "annex": ANNEX,
        "title": FORM_TITLE,
        "official": official_tables(form, has_hints=False),
        "supplement_head": SUPPLEMENT_HEAD,
        "supplement_note": SUPPLEMENT_NOTE,
        "supplement": supplement_tables(form),
        "loose_images": form.loose_images,
    }


def _images(session: Session, technology: Technology) -> Sequence[LinkedImage]:
    return [
        LinkedImage(
            field=box,
            file_name=row.file_name,
            media_type=row.media_type,
            url=url_for("technology_files.download", technology_id=technology.id, file_id=row.id),
        )
        for row, box in form_exports.pictures_of(session, technology)
    ]
