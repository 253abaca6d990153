"""Updates of entries: a draft copy that supersedes the entry once it is published."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session, selectinload

from data.models import Technology
from data.queries import applications as reads
from data.vocabulary import CatalogueStatus, CheckStatus
from matcher.form_diff import Difference, differences
from matcher.services import access, attachments, audit
from matcher.services.actor import Actor
from matcher.services.applications import standing
from matcher.services.applications.content import (
    content_of,
    copied_cases,
    form_columns,
)
from matcher.services.errors import ConflictError
from matcher.services.form_audits import SUBJECT

_NUMBER_CHARACTERS: Final = 70
UPDATABLE: Final = frozenset({CatalogueStatus.PUBLISHED, CatalogueStatus.WITHDRAWN})
"""Entries their owner may take up again as a new draft."""


def start_update(
    session: Session,
    *,
    actor: Actor,
    technology_id: int,
    now: datetime,
    folder: Path | None = None,
) -> int:
    """Return the id of the draft in which an owner rewrites an entry; made if there is none.

    The entry stays as it is, and matched, until the draft is published in its place.

    Parameters
    ----------
    folder : Path or None
        Where uploads lie: the evidence of the entry is evidence of its update too. None leaves
        the files behind.

    Raises
    ------
    NotFoundError
        If the entry is not the actor's.
    ConflictError
        If it is not published or withdrawn, or an application of it runs.
    """
    access.own_technology(session, actor, technology_id)
    known = reads.open_update_of(session, technology_id)
    if known is not None:
        return known.id
    entry = with_cases(session, technology_id)
    if entry.catalogue_status not in UPDATABLE:
        raise ConflictError("technology_not_published")
    if entry.catalogue_status is CatalogueStatus.PUBLISHED:
        standing.adopted(session, entry, now=now)
    draft = _copied(entry, _free_number(session, entry), now)
    session.add(draft)
    session.flush()
    if folder is not None:
        for file in attachments.files_of(session, kind=SUBJECT, subject_id=entry.id):
            attachments.copy_to(session, folder, file, actor=actor, subject_id=draft.id, now=now)
    for check in reads.open_checks(session, technology_id):
        check.status = CheckStatus.UPDATING
        check.answered_at, check.answered_by_id = now, actor.user_id
    session.flush()
    audit.record(
        session,
        now=now,
        action="technology.update_started",
        actor=actor,
        subject_kind="technology",
        subject_id=draft.id,
        details={"supersedes_id": technology_id},
    )
    return draft.id


def changes_of_update(session: Session, technology: Technology) -> tuple[Difference, ...]:
    """Return what an update changes in the entry it supersedes; nothing if it is no update."""
    if technology.supersedes_id is None:
        return ()
    before = with_cases(session, technology.supersedes_id)
    after = with_cases(session, technology.id)
    return differences(content_of(before), content_of(after))


def with_cases(session: Session, technology_id: int) -> Technology:
    """Return a technology with its cases loaded."""
    return session.get_one(
        Technology, technology_id, options=[selectinload(Technology.cases)], populate_existing=True
    )


def _copied(entry: Technology, external_id: str, now: datetime) -> Technology:
    return Technology(
        source=entry.source,
        external_id=external_id,
        organization_id=entry.organization_id,
        catalogue_status=CatalogueStatus.DRAFT,
        supersedes_id=entry.id,
        incomplete_fields=list(entry.incomplete_fields),
        is_demo=entry.is_demo,
        created_at=now,
        updated_at=now,
        cases=copied_cases(entry),
        **{name: getattr(entry, name) for name in form_columns()},
    )


def _free_number(session: Session, entry: Technology) -> str:
    stem = entry.external_id.partition("+")[0][:_NUMBER_CHARACTERS]
    taken: Sequence[str] = reads.numbers_beginning(session, source=entry.source, stem=f"{stem}+")
    number = 1 + len(taken)
    while f"{stem}+{number}" in taken:
        number += 1
    return f"{stem}+{number}"
