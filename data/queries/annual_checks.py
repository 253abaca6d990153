"""Reads of yearly checks: those a person sees, and the entries whose check falls due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from data.models import AnnualCheck, CatalogueBatch, Organization, Technology
from data.vocabulary import CatalogueStatus, CheckStatus

UNSETTLED = (CheckStatus.OPEN, CheckStatus.CONFIRMED, CheckStatus.UPDATING, CheckStatus.REFUSED)
"""Checks that still wait for somebody."""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One yearly check with what a line of a list says of it."""

    check: AnnualCheck
    technology_name: str
    owner_name: str | None
    batch: CatalogueBatch | None

    @property
    def id(self) -> int:
        """The check's id."""
        return self.check.id


def page(
    session: Session,
    *,
    readable: ColumnElement[bool],
    statuses: Sequence[CheckStatus] = (),
    before_id: int | None = None,
    limit: int = 30,
) -> Sequence[CheckRow]:
    """Return readable checks, newest first."""
    statement = (
        select(AnnualCheck, Technology.name, Organization.name, CatalogueBatch)
        .join(Technology, Technology.id == AnnualCheck.technology_id)
        .join(Organization, Organization.id == AnnualCheck.organization_id, isouter=True)
        .join(CatalogueBatch, CatalogueBatch.id == Technology.batch_id, isouter=True)
        .where(readable)
        .order_by(AnnualCheck.id.desc())
        .limit(limit)
    )
    if statuses:
        statement = statement.where(AnnualCheck.status.in_(statuses))
    if before_id is not None:
        statement = statement.where(AnnualCheck.id < before_id)
    return [CheckRow(*row) for row in session.execute(statement)]


def without_open_check(session: Session, *, published_before: date) -> Sequence[Technology]:
    """Return published entries older than a day that no check waits for, by id."""
    waiting = select(AnnualCheck.technology_id).where(AnnualCheck.status.in_(UNSETTLED))
    return session.scalars(
        select(Technology)
        .where(
            Technology.catalogue_status == CatalogueStatus.PUBLISHED,
            Technology.published_on <= published_before,
            Technology.id.not_in(waiting),
        )
        .order_by(Technology.id)
    ).all()


def settled_days(session: Session, technology_ids: Sequence[int]) -> dict[int, date]:
    """Return the latest due day of the checks each entry ever had; absent if it had none."""
    rows = session.execute(
        select(AnnualCheck.technology_id, AnnualCheck.due_on)
        .where(AnnualCheck.technology_id.in_(technology_ids))
        .order_by(AnnualCheck.due_on)
    )
    return {technology_id: due_on for technology_id, due_on in rows}  # noqa: C416 - a Row is no tuple for mypy
