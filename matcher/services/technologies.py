"""Use cases of reading the catalogue: one entry with what stands around it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from data.models import CatalogueBatch, Organization, Technology
from data.queries import technologies as reads
from data.queries.technologies import TechnologyListItem
from data.vocabulary import Role
from matcher.services import access
from matcher.services.actor import Actor
from matcher.services.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class TechnologyDetail:
    """One entry with its cases and the names around it."""

    item: TechnologyListItem
    shows_review: bool
    """Whether the reader may see who recommended it, and what is missing in it."""


def detail(session: Session, *, actor: Actor | None, technology_id: int) -> TechnologyDetail:
    """Return one entry with its cases.

    Raises
    ------
    NotFoundError
        If the actor may not know of it: drafts are their owner's alone.
    """
    access.readable_technology(session, actor, technology_id)
    found = reads.with_cases(session, [technology_id])
    if not found:
        raise NotFoundError("technology", technology_id)
    return _detail(session, actor, found[0])


def _detail(session: Session, actor: Actor | None, technology: Technology) -> TechnologyDetail:
    owner = batch = None
    if technology.organization_id is not None:
        owner = session.get(Organization, technology.organization_id)
    if technology.batch_id is not None:
        batch = session.get(CatalogueBatch, technology.batch_id)
    item = TechnologyListItem(
        technology=technology,
        owner_name=owner.name if owner else None,
        owner_region_code=owner.region_code if owner else None,
        case_count=len(technology.cases),
        batch_name=batch.name if batch else None,
    )
    return TechnologyDetail(item, shows_review=_shows_review(actor, technology))


def _shows_review(actor: Actor | None, technology: Technology) -> bool:
    if actor is None:
        return False
    is_own = technology.organization_id == actor.organization_id
    return actor.role is Role.BUREAU_OFFICER or (actor.role is Role.TECHNOLOGY_OWNER and is_own)
