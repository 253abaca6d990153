"""The scan of a recommending unit's stamped opinion (附件2 十三: 加盖公章)."""

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from data.models import Attachment
from data.vocabulary import ReviewSide
from matcher.services import access, attachments
from matcher.services.actor import Actor
from matcher.services.applications.moves import sides_of
from matcher.services.attachments import Subject
from matcher.services.errors import ForbiddenError, NotFoundError

SUBJECT = "application"
FIELD = "opinion_stamp"


def keep_stamp(
    session: Session,
    folder: Path,
    *,
    actor: Actor,
    application_id: int,
    file_name: str,
    content: bytes,
    max_bytes: int,
    now: datetime,
) -> Attachment:
    """Keep a scan with an application; the move that recommends it names the scan.

    Raises
    ------
    ForbiddenError
        If the actor does not speak for the recommending unit.
    InvalidError
        If the file is empty, too large, or of another kind than its name says.
    """
    application = access.readable_application(session, actor, application_id)
    if ReviewSide.RECOMMENDING_UNIT not in sides_of(session, actor, application):
        raise ForbiddenError("no_part_in_application")
    return attachments.store_checked(
        session,
        folder,
        actor=actor,
        subject=Subject(kind=SUBJECT, id=application_id, field=FIELD),
        file_name=file_name,
        content=content,
        max_bytes=max_bytes,
        now=now,
    )


def stamp_of(session: Session, *, actor: Actor, application_id: int) -> Attachment:
    """Return the scan of an application's opinion, for everybody who may read the application.

    Raises
    ------
    NotFoundError
        If the actor may not know of the application, or there is no scan.
    """
    application = access.readable_application(session, actor, application_id)
    if application.opinion_attachment_id is None:
        raise NotFoundError("attachment")
    return attachments.file_of(
        session,
        kind=SUBJECT,
        subject_id=application_id,
        file_id=application.opinion_attachment_id,
    )
