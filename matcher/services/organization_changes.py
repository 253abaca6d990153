"""Use cases that change an organization: a new name; its owner group for conflicts of interest."""

import hashlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from data.models import Organization, Technology
from data.queries import expert_pool
from data.queries.organizations import organization_by_name
from data.vocabulary import CatalogueStatus, Role
from matcher.services import accounts, audit, changes, organizations
from matcher.services.actor import Actor
from matcher.services.errors import ConflictError, FieldProblem, ForbiddenError, InvalidError
from matcher.services.expert_review import pool


def rename(
    session: Session,
    *,
    actor: Actor,
    organization_id: int,
    name: str,
    version: int,
    now: datetime,
) -> Organization:
    """Give an organization a new name; every process shows and finds its entries by it at once.

    Raises
    ------
    NotFoundError
        If the organization is not the actor's to decide on.
    InvalidError
        If the name is empty, too long or another organization's.
    ConflictError
        If the organization changed since `version` was read.
    """
    found = organizations.decidable(session, actor, organization_id)
    if found.version != version:
        raise ConflictError("changed_meanwhile")
    name = accounts.checked_name(name, "name", accounts.MAX_ORGANIZATION_CHARACTERS)
    if name == found.name:
        return found
    if organization_by_name(session, name) is not None:
        raise InvalidError([FieldProblem(field="name", rule="organization_taken")])
    before, found.name = found.name, name
    try:
        session.flush()
    except IntegrityError as error:  # somebody took the name a moment before
        raise ConflictError("changed_meanwhile") from error
    changes.announce(
        session, kind=changes.TECHNOLOGY, ids=_published_of(session, organization_id), now=now
    )
    audit.record(
        session,
        now=now,
        action="organization.renamed",
        actor=actor,
        subject_kind="organization",
        subject_id=found.id,
        details={"from_sha256": _hash(before), "to_sha256": _hash(name), "version": found.version},
    )
    return found


def record_group(
    session: Session,
    *,
    actor: Actor,
    organization_id: int,
    name: str,
    seen: str,
    now: datetime,
) -> None:
    """Record which owner group an organization of the officer's region belongs to.

    Parameters
    ----------
    seen : str
        The group that the officer saw; empty is none.

    Raises
    ------
    NotFoundError
        If the organization is not of the officer's region.
    ConflictError
        If the group was changed since it was seen.
    InvalidError
        If the name is too long.
    """
    if actor.role is not Role.BUREAU_OFFICER:
        raise ForbiddenError("role_not_allowed")
    found = organizations.decidable(session, actor, organization_id)
    if group_of(session, found.id) != seen.strip():
        raise ConflictError("changed_meanwhile")
    pool.record_group(session, actor=actor, organization_id=found.id, name=name, now=now)


def group_of(session: Session, organization_id: int) -> str:
    """Return the owner group of an organization as recorded; empty is none."""
    return expert_pool.groups(session, [organization_id]).get(organization_id, "")


def _published_of(session: Session, organization_id: int) -> list[int]:
    return list(
        session.scalars(
            select(Technology.id)
            .where(
                Technology.organization_id == organization_id,
                Technology.catalogue_status == CatalogueStatus.PUBLISHED,
            )
            .order_by(Technology.id)
        )
    )


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
