"""Object-level access: who may know of which record, and act on it.

Every rule stands here once, as an SQL predicate for lists and single reads alike, so that a list
never shows what a page would refuse. What an actor may not know of is "not found" (RULINGS 13).
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from data.models import (
    Application,
    CatalogueBatch,
    Demand,
    Lead,
    LeadEvent,
    Match,
    MatchRun,
    Organization,
    Technology,
)
from data.vocabulary import (
    CatalogueScope,
    CatalogueStatus,
    DemandStatus,
    DemandVisibility,
    LeadStage,
    Role,
)
from matcher.services.actor import Actor
from matcher.services.errors import NotFoundError

POSTING_ROLES = frozenset({Role.PARK_MANAGER, Role.ENTERPRISE_USER})
"""Roles that post demands and introduce technologies."""

MATCH_READING_ROLES = POSTING_ROLES | {Role.BUREAU_OFFICER}
"""Roles that read which technologies a saved demand was matched with."""

_REVIEWABLE = tuple(s for s in CatalogueStatus if s is not CatalogueStatus.DRAFT)


def in_region(column: InstrumentedAttribute[str | None], actor: Actor) -> ColumnElement[bool]:
    """Return whether a region code lies in the officer's region; the whole country has no limit."""
    prefix = actor.region_prefix
    return column.startswith(prefix, autoescape=True) if prefix else true()


def demands_readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate of demands this actor may read."""
    own = Demand.organization_id == actor.organization_id
    if actor.role in POSTING_ROLES:
        return own
    if actor.role is Role.BUREAU_OFFICER:
        return or_(own, in_region(Demand.region_code, actor))
    if actor.role is Role.TECHNOLOGY_OWNER:
        return or_(own, _demands_visible_to_owner(actor))
    return false()


def needs_counted_for(actor: Actor | None) -> ColumnElement[bool]:
    """Return the predicate of needs in the totals this actor, or the public, sees.

    Totals name nobody; yet who keeps a need private keeps it out of what others can count.
    """
    if actor is not None and actor.role is Role.BUREAU_OFFICER:
        return true()
    return Demand.visibility != DemandVisibility.PRIVATE


def matches_readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate of demands whose matches this actor may see: poster and bureau."""
    return demands_readable_by(actor) if actor.role in MATCH_READING_ROLES else false()


def _demands_visible_to_owner(actor: Actor) -> ColumnElement[bool]:
    shown = (
        select(MatchRun.demand_id)
        .join(Match, Match.run_id == MatchRun.id)
        .join(Technology, Technology.id == Match.technology_id)
        .where(Technology.organization_id == actor.organization_id)
    )
    introduced = select(Lead.demand_id).where(Lead.owner_organization_id == actor.organization_id)
    is_open = Demand.status == DemandStatus.OPEN
    return or_(
        Demand.id.in_(introduced),
        and_(is_open, Demand.visibility == DemandVisibility.PUBLIC),
        and_(
            is_open,
            Demand.visibility == DemandVisibility.MATCHED_OWNERS,
            Demand.id.in_(shown),
        ),
    )


def technologies_readable_by(actor: Actor | None) -> ColumnElement[bool]:
    """Return the predicate of technologies this actor, or the public (None), may read."""
    published = Technology.catalogue_status == CatalogueStatus.PUBLISHED
    if actor is None:
        return published
    if actor.role is Role.TECHNOLOGY_OWNER:
        return or_(published, Technology.organization_id == actor.organization_id)
    if actor.role is Role.BUREAU_OFFICER:
        return or_(published, _technologies_reviewed_by(actor))
    return published


def _technologies_reviewed_by(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate of entries under review that an officer may read; never a draft."""
    is_handed_in = Technology.catalogue_status.in_(_REVIEWABLE)
    if actor.is_national:
        return is_handed_in
    in_their_region = select(Organization.id).where(in_region(Organization.region_code, actor))
    applied = select(Application.technology_id).where(applications_readable_by(actor))
    return and_(
        is_handed_in,
        or_(Technology.organization_id.in_(in_their_region), Technology.id.in_(applied)),
    )


def applications_readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate of applications this actor may read (decision 0161).

    The applicant's organization; the unit it names; the bureau of the applicant's region; the
    bureau that compiles the batch, and those above it.
    """
    if actor.role is Role.TECHNOLOGY_OWNER:
        return Application.organization_id == actor.organization_id
    if actor.role is not Role.BUREAU_OFFICER:
        return false()
    if actor.is_national:
        return true()
    named = Application.recommending_organization_id == actor.organization_id
    if actor.is_sectoral:
        return named
    in_their_region = select(Organization.id).where(in_region(Organization.region_code, actor))
    in_their_batches = select(CatalogueBatch.id).where(
        CatalogueBatch.scope == CatalogueScope.LOCAL,
        in_region(CatalogueBatch.region_code, actor),
    )
    return or_(
        named,
        Application.organization_id.in_(in_their_region),
        Application.batch_id.in_(in_their_batches),
    )


def readable_application(session: Session, actor: Actor, application_id: int) -> Application:
    """Return the application, or raise NotFoundError if the actor may not know of it."""
    found = session.scalar(
        select(Application).where(Application.id == application_id, applications_readable_by(actor))
    )
    if found is None:
        raise NotFoundError("application", application_id)
    return found


def own_application(session: Session, actor: Actor, application_id: int) -> Application:
    """Return an application of the actor's own organization, or raise NotFoundError."""
    if actor.role is not Role.TECHNOLOGY_OWNER:
        raise NotFoundError("application", application_id)
    return readable_application(session, actor, application_id)


def leads_readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate of leads this actor may read."""
    if actor.role in POSTING_ROLES:
        return Lead.demand_organization_id == actor.organization_id
    if actor.role is Role.TECHNOLOGY_OWNER:
        return Lead.owner_organization_id == actor.organization_id
    if actor.role is Role.BUREAU_OFFICER:
        in_scope = select(Demand.id).where(in_region(Demand.region_code, actor))
        return Lead.demand_id.in_(in_scope)
    return false()


def readable_demand(session: Session, actor: Actor, demand_id: int) -> Demand:
    """Return the demand, or raise NotFoundError if the actor may not know of it."""
    found = session.scalar(select(Demand).where(Demand.id == demand_id, demands_readable_by(actor)))
    if found is None:
        raise NotFoundError("demand", demand_id)
    return found


def own_demand(session: Session, actor: Actor, demand_id: int) -> Demand:
    """Return a demand of the actor's own organization, or raise NotFoundError."""
    found = session.get(Demand, demand_id)
    is_own = found is not None and found.organization_id == actor.organization_id
    if found is None or not is_own or actor.role not in POSTING_ROLES:
        raise NotFoundError("demand", demand_id)
    return found


def readable_technology(session: Session, actor: Actor | None, technology_id: int) -> Technology:
    """Return the technology, or raise NotFoundError if the actor may not know of it."""
    found = session.scalar(
        select(Technology).where(Technology.id == technology_id, technologies_readable_by(actor))
    )
    if found is None:
        raise NotFoundError("technology", technology_id)
    return found


def own_technology(session: Session, actor: Actor, technology_id: int) -> Technology:
    """Return a technology of the actor's own organization, or raise NotFoundError."""
    found = session.get(Technology, technology_id)
    is_own = found is not None and found.organization_id == actor.organization_id
    if found is None or not is_own or actor.role is not Role.TECHNOLOGY_OWNER:
        raise NotFoundError("technology", technology_id)
    return found


def readable_lead(session: Session, actor: Actor, lead_id: int) -> Lead:
    """Return the lead, or raise NotFoundError if the actor may not know of it."""
    found = session.scalar(select(Lead).where(Lead.id == lead_id, leads_readable_by(actor)))
    if found is None:
        raise NotFoundError("lead", lead_id)
    return found


def shows_poster(session: Session, actor: Actor, demand: Demand) -> bool:
    """Return whether this actor may see who posted the demand (RULINGS 15, field level)."""
    if actor.role is Role.BUREAU_OFFICER or demand.organization_id == actor.organization_id:
        return True
    if demand.visibility is DemandVisibility.PUBLIC:
        return True
    introduced = select(Lead.id).where(
        Lead.demand_id == demand.id,
        Lead.owner_organization_id == actor.organization_id,
        _poster_consented(),
    )
    return session.scalar(introduced.limit(1)) is not None


def leads_showing_poster(session: Session, actor: Actor, lead_ids: Sequence[int]) -> set[int]:
    """Return those of the leads whose poster this actor may see; he may read all of them."""
    if actor.role is not Role.TECHNOLOGY_OWNER:
        return set(lead_ids)
    is_public = Lead.demand_id.in_(
        select(Demand.id).where(Demand.visibility == DemandVisibility.PUBLIC)
    )
    found = select(Lead.id).where(Lead.id.in_(lead_ids), or_(is_public, _poster_consented()))
    return set(session.scalars(found))


def _poster_consented() -> ColumnElement[bool]:
    """Return whether the poster introduced the lead, or accepted what the owner proposed.

    A proposal alone tells its owner nothing: else proposing would be a way to learn who posts.
    """
    by_poster = select(LeadEvent.lead_id).where(
        LeadEvent.from_stage.is_(None), LeadEvent.to_stage == LeadStage.INTRODUCED
    )
    return or_(Lead.accepted_at.is_not(None), Lead.id.in_(by_poster))
