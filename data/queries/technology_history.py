"""Reads of what happened to an entry of the catalogue, as far as everybody may know it."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, func, select
from sqlalchemy.orm import Session

from data.models import Application, ApplicationEvent, Lead, Technology
from data.vocabulary import CatalogueStatus, LeadStage, ReviewState

PUBLIC_STATES = (ReviewState.PUBLISHED, ReviewState.WITHDRAWN, ReviewState.SUPERSEDED)
_IN_USE = (LeadStage.COMMISSIONED, LeadStage.VERIFIED)


def public_events(session: Session, technology_ids: Sequence[int]) -> Sequence[RowMapping]:
    """Return publications, withdrawals and supersessions, oldest first; no notes, no names."""
    return (
        session.execute(
            select(
                Application.technology_id,
                Application.batch_id,
                ApplicationEvent.at,
                ApplicationEvent.to_state,
                ApplicationEvent.reason,
            )
            .join(Application, Application.id == ApplicationEvent.application_id)
            .where(
                Application.technology_id.in_(technology_ids),
                ApplicationEvent.to_state.in_(PUBLIC_STATES),
                ApplicationEvent.to_state != ApplicationEvent.from_state,
            )
            .order_by(ApplicationEvent.id)
        )
        .mappings()
        .all()
    )


def predecessors(session: Session, technology: Technology, *, limit: int = 10) -> list[Technology]:
    """Return the entries that this one and those before it superseded, the latest first."""
    found: list[Technology] = []
    before = technology.supersedes_id
    while before is not None and len(found) < limit:
        one = session.get_one(Technology, before)
        found.append(one)
        before = one.supersedes_id
    return found


def successor(session: Session, technology_id: int, *, limit: int = 10) -> Technology | None:
    """Return the published entry that took the place of a superseded one, directly or later."""
    current = technology_id
    for _ in range(limit):
        one = session.scalar(
            select(Technology)
            .where(
                Technology.supersedes_id == current,
                Technology.catalogue_status.in_(
                    (CatalogueStatus.PUBLISHED, CatalogueStatus.SUPERSEDED)
                ),
            )
            .order_by(Technology.id.desc())
            .limit(1)
        )
        if one is None or one.catalogue_status is CatalogueStatus.PUBLISHED:
            return one
        current = one.id
    return None


def projects_in_use(session: Session, technology_id: int) -> dict[LeadStage, int]:
    """Return how many introductions of an entry led to a running and to a verified project."""
    rows = session.execute(
        select(Lead.stage, func.count())
        .where(Lead.technology_id == technology_id, Lead.stage.in_(_IN_USE))
        .group_by(Lead.stage)
        .order_by(Lead.stage)
    )
    return {row[0]: row[1] for row in rows}
