"""Applications by JSON: hand in, read, move, start an update."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from data.queries import application_lists
from data.queries import applications as reads
from data.vocabulary import ReviewState, Role
from matcher.services import access, applications
from matcher.services.applications import ReviewMove
from web.access import allow, required_actor
from web.api.base import api_blueprint, decode_cursor, page_of
from web.extensions import now, read_only, runtime, settings, writing
from web.schemas.applications import (
    ApplicationDetailOut,
    ApplicationIn,
    ApplicationListOut,
    ApplicationOut,
    ApplicationQuery,
    ReviewMoveIn,
    UpdateIn,
    UpdateOut,
)

if TYPE_CHECKING:
    from data.models import Application
    from data.queries.applications import ApplicationRow

bp = api_blueprint("applications", __name__, tag="Applications")

_SIDES = (Role.TECHNOLOGY_OWNER, Role.BUREAU_OFFICER)


@bp.get("/applications")
@bp.input(ApplicationQuery, location="query")
@bp.output(ApplicationListOut)
@allow(*_SIDES)
def index(query_data: ApplicationQuery) -> ApplicationListOut:
    """List your applications, newest first; an officer's are those of the jurisdiction."""
    key = decode_cursor(query_data.cursor, int)
    wanted = application_lists.ApplicationFilter(
        states=(query_data.state,) if query_data.state else (), batch_id=query_data.batch_id
    )
    with read_only() as session:
        found = application_lists.page(
            session,
            readable=access.applications_readable_by(required_actor()),
            wanted=wanted,
            before_id=None if key is None else key[0],
            limit=query_data.limit + 1,
        )
    rows, after = page_of(found, query_data.limit, lambda row: (row.id,))
    return ApplicationListOut(
        items=[ApplicationOut.model_validate(_fields(row)) for row in rows], next=after
    )


@bp.post("/applications")
@bp.input(ApplicationIn)
@bp.output(ApplicationDetailOut, status_code=201)
@bp.doc(responses={404: "", 409: ""})
@allow(Role.TECHNOLOGY_OWNER)
def create(json_data: ApplicationIn) -> ApplicationDetailOut:
    """Hand in one of your technologies, or a returned one again."""
    with writing() as session:
        made = applications.submit(
            session,
            actor=required_actor(),
            technology_id=json_data.technology_id,
            batch_id=json_data.batch_id,
            recommending_organization_id=json_data.recommending_organization_id,
            note=json_data.note,
            now=now(),
        )
        return _detail(session, made)


@bp.post("/applications/updates")
@bp.input(UpdateIn)
@bp.output(UpdateOut, status_code=201)
@bp.doc(responses={404: "", 409: ""})
@allow(Role.TECHNOLOGY_OWNER)
def start_update(json_data: UpdateIn) -> UpdateOut:
    """Start the update of one of your published entries: a draft that will supersede it."""
    with writing() as session:
        draft_id = applications.start_update(
            session,
            actor=required_actor(),
            technology_id=json_data.technology_id,
            now=now(),
            folder=settings().var / "uploads",
        )
    return UpdateOut(technology_id=str(draft_id), supersedes_id=str(json_data.technology_id))


@bp.get("/applications/<int:application_id>")
@bp.output(ApplicationDetailOut)
@allow(*_SIDES)
def show(application_id: int) -> ApplicationDetailOut:
    """Read one application with its history and the moves open to you."""
    with read_only() as session:
        found = access.readable_application(session, required_actor(), application_id)
        return _detail(session, found)


@bp.post("/applications/<int:application_id>/transitions")
@bp.input(ReviewMoveIn)
@bp.output(ApplicationDetailOut)
@bp.doc(responses={409: "", 503: ""})
@allow(*_SIDES)
def move(application_id: int, json_data: ReviewMoveIn) -> ApplicationDetailOut:
    """Move an application; what a move needs is refused with 409 and its code."""
    with read_only() as session:
        access.readable_application(session, required_actor(), application_id)
    prepared = None
    if json_data.to is ReviewState.PUBLISHED:
        prepared = applications.prepare(runtime(), [application_id])
    with writing() as session:
        made = applications.move(
            session,
            actor=required_actor(),
            application_id=application_id,
            move=ReviewMove(**dict(json_data)),
            now=now(),
            prepared=prepared,
        )
        return _detail(session, made)


def _detail(session: Session, application: Application) -> ApplicationDetailOut:
    session.flush()
    row = reads.row_of(session, application.id)
    if row is None:
        msg = "an application that was just read is gone"
        raise RuntimeError(msg)
    moves = applications.offered_moves(session, required_actor(), application)
    events = [
        {
            "at": event.at,
            "side": event.side,
            "from_state": event.from_state,
            "to_state": event.to_state,
            "reason": event.reason,
            "note": event.note,
        }
        for event, _name in reads.history(session, application.id)
    ]
    return ApplicationDetailOut.model_validate(
        {**_fields(row), "moves": list(moves), "events": events}
    )


def _fields(row: ApplicationRow) -> dict[str, Any]:
    application, technology = row.application, row.technology
    return {
        "id": str(application.id),
        "technology_id": str(technology.id),
        "technology_name": technology.name,
        "technology_type": technology.technology_type,
        "stage": technology.stage,
        "owner_name": row.owner_name,
        "batch_id": _id(application.batch_id),
        "batch_name": row.batch.name if row.batch else None,
        "state": application.state,
        "state_since": application.state_since,
        "recommending_organization_id": _id(application.recommending_organization_id),
        "recommending_unit": row.unit_name,
        "recommendation": application.recommendation,
        "opinion": application.opinion,
        "returned_reason": application.returned_reason,
        "due_on": application.due_on,
        "notice_opens_on": application.notice_opens_on,
        "notice_closes_on": application.notice_closes_on,
        "number_in_batch": application.number_in_batch,
        "published_on": application.published_on,
        "withdrawal_reason": application.withdrawal_reason,
        "previous_application_id": _id(application.previous_application_id),
        "submitted_at": application.submitted_at,
        "is_demo": application.is_demo,
        "version": application.version,
    }


def _id(value: int | None) -> str | None:
    return None if value is None else str(value)
