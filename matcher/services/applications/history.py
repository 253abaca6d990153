"""How a change of an application is written: its state, its event, its audit row."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from data.models import Application, ApplicationEvent
from data.vocabulary import ReviewSide, ReviewState
from matcher.services import audit, outbox
from matcher.services.actor import Actor


def write_move(
    session: Session,
    application: Application,
    to: ReviewState,
    *,
    actor: Actor | None,
    side: ReviewSide,
    now: datetime,
    from_state: ReviewState | None = None,
    note: str | None = None,
    reason: str | None = None,
    details: Mapping[str, Any] | None = None,
    content: dict[str, Any] | None = None,
) -> ApplicationEvent:
    """Put an application into a state and append that to its history.

    Parameters
    ----------
    from_state : ReviewState or None
        Where it came from, if its row says that no longer; None takes the row's state.
    details : mapping or None
        Codes, numbers and hashes that also go to the audit trail; never personal values.
    content : dict or None
        The form as it was handed in with this move.
    """
    before = from_state or application.state
    application.state = to
    application.state_since = now
    event = ApplicationEvent(
        application_id=application.id,
        at=now,
        actor_id=actor.user_id if actor else None,
        side=side,
        from_state=before,
        to_state=to,
        reason=reason,
        note=note or None,
        details=dict(details or {}),
        content=content,
    )
    session.add(event)
    session.flush()
    return event


def tell(session: Session, application: Application, event: ApplicationEvent) -> None:
    """Write to whoever a move concerns: the unit of what is handed in to it, else the applicant."""
    organization_id = application.organization_id
    if event.side is ReviewSide.OWNER:
        is_for_unit = event.to_state is ReviewState.SUBMITTED
        organization_id = application.recommending_organization_id if is_for_unit else None
    if organization_id is None:
        return
    outbox.enqueue_for_organization(
        session,
        dedup_key=f"application:{application.id}:event:{event.id}",
        template="application_moved",
        payload={"application_id": application.id, "event_id": event.id},
        organization_id=organization_id,
        now=event.at,
    )


def audited(
    session: Session, application: Application, event: ApplicationEvent, *, actor: Actor | None
) -> None:
    """Tell whom it concerns, then record in the audit trail who moved it, when, from and to."""
    tell(session, application, event)
    audit.record(
        session,
        now=event.at,
        action=f"application.{event.to_state.value}",
        actor=actor,
        subject_kind="application",
        subject_id=application.id,
        details={
            "from": event.from_state.value if event.from_state else None,
            "to": event.to_state.value,
            "side": event.side.value,
            "reason": event.reason,
            "technology_id": application.technology_id,
            "batch_id": application.batch_id,
            "version": application.version,
            **event.details,
        },
    )
