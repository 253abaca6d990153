"""Reads of applications: one with its history, those of a technology, lists and counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session, aliased

from data.models import (
    AnnualCheck,
    Application,
    ApplicationEvent,
    CatalogueBatch,
    Jurisdiction,
    Organization,
    Technology,
    User,
)
from data.queries.annual_checks import UNSETTLED
from data.vocabulary import JurisdictionKind, OrganizationStatus, ReviewState, Role

Owner = aliased(Organization)
Unit = aliased(Organization)


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """One application with what a line of a list says of it."""

    application: Application
    technology: Technology
    batch: CatalogueBatch | None
    owner_name: str | None
    owner_region_code: str | None
    unit_name: str | None

    @property
    def id(self) -> int:
        """The application's id."""
        return self.application.id


def statement() -> Select[tuple[Application, Technology, CatalogueBatch, str, str | None, str]]:
    """Return the select of applications with what stands around them."""
    return (
        select(Application, Technology, CatalogueBatch, Owner.name, Owner.region_code, Unit.name)
        .join(Technology, Technology.id == Application.technology_id)
        .join(CatalogueBatch, CatalogueBatch.id == Application.batch_id, isouter=True)
        .join(Owner, Owner.id == Application.organization_id, isouter=True)
        .join(Unit, Unit.id == Application.recommending_organization_id, isouter=True)
    )


def row_of(
    session: Session, application_id: int, *, readable: ColumnElement[bool] | None = None
) -> ApplicationRow | None:
    """Return one application with what stands around it; None where it is not readable."""
    wanted = statement().where(Application.id == application_id)
    if readable is not None:
        wanted = wanted.where(readable)
    found = session.execute(wanted).first()
    return None if found is None else ApplicationRow(*found)


def of_technology(session: Session, technology_id: int) -> Sequence[Application]:
    """Return all applications of a technology, oldest first."""
    return session.scalars(
        select(Application)
        .where(Application.technology_id == technology_id)
        .order_by(Application.id)
    ).all()


def returned_of(session: Session, technology_id: int) -> Application | None:
    """Return the application of a technology that waits for its owner's correction."""
    return session.scalar(
        select(Application).where(
            Application.technology_id == technology_id, Application.state == ReviewState.RETURNED
        )
    )


def history(session: Session, application_id: int) -> Sequence[tuple[ApplicationEvent, str | None]]:
    """Return the events of an application with the name of who acted, oldest first."""
    rows = session.execute(
        select(ApplicationEvent, User.name)
        .join(User, User.id == ApplicationEvent.actor_id, isouter=True)
        .where(ApplicationEvent.application_id == application_id)
        .order_by(ApplicationEvent.id)
    )
    return [(event, name) for event, name in rows]


def last_content(session: Session, application_id: int) -> ApplicationEvent | None:
    """Return the latest event with which a form was handed in."""
    return next(iter(contents(session, application_id, limit=1)), None)


def contents(
    session: Session, application_id: int, *, limit: int = 2
) -> Sequence[ApplicationEvent]:
    """Return the latest events with which a form was handed in, newest first."""
    found = session.scalars(
        select(ApplicationEvent)
        .where(ApplicationEvent.application_id == application_id)
        .order_by(ApplicationEvent.id.desc())
    )
    return [event for event in found if event.content is not None][:limit]


def highest_number(session: Session, batch_id: int) -> int:
    """Return the highest number given in a batch, also to entries that have left; else zero."""
    return (
        session.scalar(
            select(Application.number_in_batch)
            .where(Application.batch_id == batch_id, Application.number_in_batch.is_not(None))
            .order_by(Application.number_in_batch.desc())
            .limit(1)
        )
        or 0
    )


def recommending_units(session: Session) -> Sequence[tuple[Organization, Jurisdiction]]:
    """Return approved recommending units with their jurisdictions, by kind and name.

    The national bureau is none of them: it compiles what the units recommend (附件2 十三). Nor is
    an organization without an officer here: what names it would wait for ever.
    """
    has_officer = exists().where(
        User.organization_id == Organization.id, User.role == Role.BUREAU_OFFICER, User.is_active
    )
    rows = session.execute(
        select(Organization, Jurisdiction)
        .join(Jurisdiction, Jurisdiction.id == Organization.jurisdiction_id)
        .where(
            Organization.is_recommending_unit,
            Organization.status == OrganizationStatus.APPROVED,
            Jurisdiction.kind != JurisdictionKind.NATIONAL,
            has_officer,
        )
        .order_by(Jurisdiction.kind, Jurisdiction.code, Organization.name)
    )
    return [(organization, jurisdiction) for organization, jurisdiction in rows]


def open_update_of(session: Session, technology_id: int) -> Technology | None:
    """Return the draft or running update of an entry, if there is one."""
    return session.scalars(
        select(Technology)
        .where(
            Technology.supersedes_id == technology_id,
            Technology.catalogue_status.in_(("draft", "submitted", "in_review", "public_notice")),
        )
        .order_by(Technology.id.desc())
        .limit(1)
    ).first()


def open_checks(session: Session, technology_id: int) -> Sequence[AnnualCheck]:
    """Return the yearly checks of an entry that still wait for somebody, oldest first."""
    return session.scalars(
        select(AnnualCheck)
        .where(
            AnnualCheck.technology_id == technology_id,
            AnnualCheck.status.in_(UNSETTLED),
        )
        .order_by(AnnualCheck.id)
    ).all()


def page(
    session: Session,
    *,
    readable: ColumnElement[bool],
    before_id: int | None = None,
    limit: int = 30,
) -> Sequence[ApplicationRow]:
    """Return readable applications, newest first."""
    wanted = statement().where(readable).order_by(Application.id.desc())
    if before_id is not None:
        wanted = wanted.where(Application.id < before_id)
    return [ApplicationRow(*row) for row in session.execute(wanted.limit(limit))]


def numbers_beginning(session: Session, *, source: str, stem: str) -> Sequence[str]:
    """Return the numbers of a source's technologies that begin with a text."""
    return session.scalars(
        select(Technology.external_id)
        .where(
            Technology.source == source,
            Technology.external_id.startswith(stem, autoescape=True),
        )
        .order_by(Technology.id)
    ).all()


def held_ids(session: Session, technology_ids: Sequence[int]) -> set[int]:
    """Return those technologies that an application holds: it runs, or was ever published."""
    if not technology_ids:
        return set()
    back_on_the_desk = (ReviewState.RETURNED, ReviewState.REJECTED, ReviewState.WITHDRAWN)
    found = session.scalars(
        select(Application.technology_id).where(
            Application.technology_id.in_(technology_ids),
            or_(Application.state.not_in(back_on_the_desk), Application.published_on.is_not(None)),
        )
    )
    return set(found)
