"""Letters of the catalogue workflow: applications, yearly checks, rounds of experts."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from data.clock import local_day
from data.models import (
    AnnualCheck,
    Application,
    ApplicationEvent,
    CatalogueBatch,
    ReviewRound,
    Technology,
    User,
)
from data.queries import review_rounds
from data.vocabulary import CheckStatus, ReviewSide, ReviewState
from matcher.services.mail.letter import Letter, NothingToSayError, page, write
from matcher.services.runtime import Runtime


def application_moved(
    session: Session, runtime: Runtime, payload: Mapping[str, Any], to: User, _now: datetime
) -> Letter:
    """Tell a unit what was handed in to it, else an applicant where the application is now."""
    application = session.get_one(Application, payload["application_id"])
    event = session.get_one(ApplicationEvent, payload["event_id"])
    technology = {"technology": session.get_one(Technology, application.technology_id).name}
    link = page(runtime.settings.public_url, f"applications/{application.id}")
    if event.side is ReviewSide.OWNER and to.organization_id != application.organization_id:
        if application.state is not ReviewState.SUBMITTED:
            raise NothingToSayError("application")
        return write("application_handed_in", to.language, technology, link=link)
    template, values = _of_move(event, to.language)
    return write(template, to.language, technology | values, link=link)


def _of_move(event: ApplicationEvent, language: str) -> tuple[str, dict[str, str]]:
    """Return the template and values of a move: those that set a day name it."""
    due_on = event.details.get("due_on")
    if event.to_state is ReviewState.RETURNED and due_on:
        return "application_returned", {"valid_until": due_on}
    closes_on = event.details.get("notice_closes_on")
    if event.to_state is ReviewState.PUBLIC_NOTICE and closes_on:
        return "application_on_notice", {"valid_until": closes_on}
    before = event.from_state
    return "application_moved", {
        "from_stage": "—" if before is None else before.label(language),
        "to_stage": event.to_state.label(language),
    }


def annual_check(
    session: Session, runtime: Runtime, payload: Mapping[str, Any], to: User, _now: datetime
) -> Letter:
    """Ask an owner whether an entry still holds."""
    check = session.get_one(AnnualCheck, payload["check_id"])
    if check.status is not CheckStatus.OPEN:
        raise NothingToSayError("annual_check")
    values = {
        "technology": session.get_one(Technology, check.technology_id).name,
        "valid_until": check.due_on.isoformat(),
    }
    return write(
        "annual_check", to.language, values, link=page(runtime.settings.public_url, "annual-checks")
    )


def round_asked(
    session: Session, runtime: Runtime, payload: Mapping[str, Any], to: User, _now: datetime
) -> Letter:
    """Tell an expert that a round waits for their scores."""
    return _of_round(session, runtime, payload, to, template="review_round_asked", today=None)


def round_reminder(
    session: Session, runtime: Runtime, payload: Mapping[str, Any], to: User, now: datetime
) -> Letter:
    """Remind an expert of a round whose last day is near."""
    today = local_day(now)
    return _of_round(session, runtime, payload, to, template="review_round_reminder", today=today)


def _of_round(
    session: Session,
    runtime: Runtime,
    payload: Mapping[str, Any],
    to: User,
    *,
    template: str,
    today: date | None,
) -> Letter:
    """Return a letter on what is still to be scored; `today` ends it after the last day.

    It names the batch and a count: what was applied for is read after the log-in.
    """
    found = session.get_one(ReviewRound, payload["round_id"])
    waiting = review_rounds.unscored(session, round_id=found.id, expert_id=to.id)
    if not waiting or (today is not None and today > found.due_on):
        raise NothingToSayError("review_round")
    values = {
        "batch": session.get_one(CatalogueBatch, found.batch_id).name,
        "count": str(len(waiting)),
        "valid_until": found.due_on.isoformat(),
    }
    return write(
        template, to.language, values, link=page(runtime.settings.public_url, "my-reviews")
    )
