"""Attachments of an application for those who examine it (decision 0155)."""

from typing import Final

from sqlalchemy.orm import Session

from data.models import Application, Attachment
from data.vocabulary import FormFileKind
from matcher.services import access, attachments
from matcher.services.actor import Actor
from matcher.services.errors import NotFoundError
from matcher.services.form_audits import SUBJECT

WITHHELD: Final = frozenset({FormFileKind.ORIGINAL.value, FormFileKind.STAMP.value})
"""Files of the whole form: they hold contacts, which no reviewer sees."""

_CONTACT: Final = "applicant_contact"


def files(session: Session, *, actor: Actor, application_id: int) -> list[Attachment]:
    """Return the files handed in with an application that the actor may read, oldest first.

    Raises
    ------
    NotFoundError
        If the actor may not know of the application.
    """
    return handed_in(session, access.readable_application(session, actor, application_id))


def file(session: Session, *, actor: Actor, application_id: int, file_id: int) -> Attachment:
    """Return one file handed in with an application that the actor may read.

    Raises
    ------
    NotFoundError
        If the actor may not know of the application, or it has no such file to show.
    """
    return one_of(files(session, actor=actor, application_id=application_id), file_id)


def handed_in(session: Session, application: Application) -> list[Attachment]:
    """Return the files of an application that reviewers see; access is the caller's to check.

    What the owner adds to a returned draft is seen once it is handed in again. An entry that was
    listed without being handed in here shows all it has.
    """
    found = attachments.files_of(session, kind=SUBJECT, subject_id=application.technology_id)
    until = application.submitted_at
    return [
        row
        for row in found
        if row.organization_id == application.organization_id
        and not _is_withheld(row.field)
        and (until is None or row.created_at <= until)
    ]


def one_of(found: list[Attachment], file_id: int) -> Attachment:
    """Return the file with an id, or raise NotFoundError."""
    for row in found:
        if row.id == file_id:
            return row
    raise NotFoundError("attachment", file_id)


def _is_withheld(field: str | None) -> bool:
    return field is None or field in WITHHELD or field.startswith(_CONTACT)
