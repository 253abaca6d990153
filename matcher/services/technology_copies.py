"""Use cases of whole drafts: copy an entry into a new draft, delete a draft."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from data.models import Application, Attachment, Lead, Match, Technology, TechnologyCase, TextVector
from data.vocabulary import CatalogueStatus
from matcher.services import attachments, audit, changes
from matcher.services.actor import Actor
from matcher.services.errors import ConflictError
from matcher.services.technology_drafts import editable, new_number, readable, require_room
from matcher.services.technology_files import SUBJECT

_NOT_COPIED: Final = frozenset(
    {
        "id", "source", "external_id", "batch_id", "catalogue_status", "recommending_unit",
        "recommendation_opinion", "published_on", "created_at", "updated_at", "version",
        "supersedes_id",
    }
)  # fmt: skip
_NAME_CHARACTERS: Final = 200


def copy(
    session: Session, *, actor: Actor, technology_id: int, suffix: str, now: datetime
) -> Technology:
    """Return a new draft with the fields and cases of an entry of the actor's organization.

    Attachments and the recommending unit's opinion stay with the old one.

    Raises
    ------
    NotFoundError
        If the entry is another organization's.
    ConflictError
        If the organization has too many drafts.
    """
    original = readable(session, actor=actor, technology_id=technology_id)
    require_room(session, actor)
    made = Technology(
        source=str(actor.organization_id),
        external_id=new_number(now),
        catalogue_status=CatalogueStatus.DRAFT,
        created_at=now,
        updated_at=now,
        cases=[_case(case) for case in original.cases],
        **_columns(original, Technology, _NOT_COPIED),
    )
    made.name = f"{original.name[: _NAME_CHARACTERS - len(suffix)]}{suffix}"
    session.add(made)
    session.flush()
    audit.record(
        session,
        now=now,
        action="technology.draft_copied",
        actor=actor,
        subject_kind="technology",
        subject_id=made.id,
        details={"from_id": original.id},
    )
    return made


def _case(case: TechnologyCase) -> TechnologyCase:
    return TechnologyCase(**_columns(case, TechnologyCase, frozenset({"id", "technology_id"})))


def _columns(record: Any, table: Any, left_out: frozenset[str]) -> dict[str, Any]:  # noqa: ANN401
    names = [column.key for column in table.__table__.columns if column.key not in left_out]
    return {name: getattr(record, name) for name in names}


def discard(session: Session, *, actor: Actor, technology_id: int, now: datetime) -> list[str]:
    """Delete a draft with its cases, edits and the rows of its attachments.

    Returns the stored names of those attachments: the caller deletes their bytes once committed.

    Raises
    ------
    ConflictError
        If it was ever submitted, or parks have dealt with it: then its history must stay.
    """
    technology = editable(session, actor=actor, technology_id=technology_id)
    for used in (Lead, Match, Application):
        if session.scalar(select(used.id).where(used.technology_id == technology_id).limit(1)):
            raise ConflictError("draft_is_in_use")
    files = attachments.files_of(session, kind=SUBJECT, subject_id=technology_id)
    session.execute(delete(Attachment).where(Attachment.id.in_([row.id for row in files])))
    session.execute(
        delete(TextVector).where(
            TextVector.subject_kind == changes.TECHNOLOGY, TextVector.subject_id == technology_id
        )
    )
    name_of = technology.external_id
    session.delete(technology)
    session.flush()
    changes.announce(session, kind=changes.TECHNOLOGY, ids=[technology_id], now=now)
    audit.record(
        session,
        now=now,
        action="technology.draft_deleted",
        actor=actor,
        subject_kind="technology",
        subject_id=technology_id,
        details={"external_id": name_of},
    )
    return [row.stored_name for row in files]
