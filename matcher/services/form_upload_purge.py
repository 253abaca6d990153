"""Use case of the nightly job: forms that were uploaded and never taken over are deleted."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from data.models import Attachment
from matcher.services import audit
from matcher.services.form_imports import SUBJECT

KEPT: Final = timedelta(days=30)
"""How long an unconfirmed form is kept. Source: docs/decisions/0156-unconfirmed-forms.md."""


def purge_unconfirmed(session: Session, *, now: datetime) -> list[str]:
    """Delete the rows of unconfirmed forms older than `KEPT`; return the names of their bytes.

    The caller removes the bytes after the commit: a file without a row may stay behind, a row
    without a file cannot.
    """
    is_old = (
        Attachment.subject_kind == SUBJECT,
        Attachment.subject_id.is_(None),
        Attachment.created_at < now - KEPT,
    )
    names = list(
        session.scalars(select(Attachment.stored_name).where(*is_old).order_by(Attachment.id))
    )
    if names:
        session.execute(delete(Attachment).where(*is_old))
        audit.record(session, now=now, action="form_uploads.purged", details={"count": len(names)})
    return names
