"""Single records by id, for what is shown beside another record; None where there is none."""

from sqlalchemy.orm import Session

from data.models import CatalogueBatch, Enterprise, Organization, Park


def organization(session: Session, organization_id: int | None) -> Organization | None:
    """Return an organization."""
    return None if organization_id is None else session.get(Organization, organization_id)


def batch(session: Session, batch_id: int | None) -> CatalogueBatch | None:
    """Return a catalogue batch."""
    return None if batch_id is None else session.get(CatalogueBatch, batch_id)


def park(session: Session, park_id: int | None) -> Park | None:
    """Return a park."""
    return None if park_id is None else session.get(Park, park_id)


def enterprise(session: Session, enterprise_id: int | None) -> Enterprise | None:
    """Return an enterprise."""
    return None if enterprise_id is None else session.get(Enterprise, enterprise_id)
