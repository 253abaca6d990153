"""The one place where a technology's status in the catalogue is derived (RULINGS 15)."""

from datetime import datetime

from sqlalchemy.orm import Session

from data.models import Application, CatalogueBatch, Technology
from data.queries import applications as reads
from data.vocabulary import CatalogueScope, CatalogueStatus, ReviewState
from matcher.review_states import Listing, catalogue_status_of, listing_of
from matcher.services import changes


def settle(session: Session, technology: Technology, *, now: datetime) -> None:
    """Derive status, batch and day of publication from a technology's applications, and announce.

    Announced is every change of what is matched: in or out of the published ones. A technology
    without applications keeps what its import said.
    """
    session.flush()
    applications = reads.of_technology(session, technology.id)
    if not applications:
        return
    before = technology.catalogue_status
    by_id = {one.id: one for one in applications}
    listings = [_listing(session, one) for one in applications]
    technology.catalogue_status = catalogue_status_of(listings)
    shown = listing_of(listings)
    if shown is not None:
        listed = by_id[shown.order]
        technology.batch_id = listed.batch_id
        technology.published_on = listed.published_on
    technology.updated_at = now
    session.flush()
    if CatalogueStatus.PUBLISHED in {before, technology.catalogue_status}:
        changes.announce(session, kind=changes.TECHNOLOGY, ids=[technology.id], now=now)


def listed_application(session: Session, technology_id: int) -> Application | None:
    """Return the application by which a technology stands in the catalogue, or None."""
    applications = reads.of_technology(session, technology_id)
    shown = listing_of([_listing(session, one) for one in applications])
    return None if shown is None else next(one for one in applications if one.id == shown.order)


def adopted(session: Session, technology: Technology, *, now: datetime) -> Application:
    """Return the published application of an entry; one that was imported gets its row now.

    An imported entry has a status and no application. Once it is to be updated, checked or
    withdrawn it needs one, so that its history has a place.
    """
    found = listed_application(session, technology.id)
    if found is not None:
        return found
    made = Application(
        technology_id=technology.id,
        batch_id=technology.batch_id,
        organization_id=technology.organization_id,
        state=ReviewState.PUBLISHED,
        published_on=technology.published_on,
        state_since=now,
        is_demo=technology.is_demo,
        created_at=now,
    )
    session.add(made)
    session.flush()
    return made


def _listing(session: Session, application: Application) -> Listing:
    batch = None
    if application.batch_id is not None:
        batch = session.get(CatalogueBatch, application.batch_id)
    return Listing(
        state=application.state,
        is_national=batch is None or batch.scope is CatalogueScope.NATIONAL,
        published_on=application.published_on,
        order=application.id,
    )
