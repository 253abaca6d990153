"""What waits for a user: the same predicates behind a count on the home page and its list."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from data.models import (
    AnnualCheck,
    Application,
    CatalogueBatch,
    ReviewRound,
    RoundApplication,
)
from data.queries import (
    application_lists,
    home_actions,
    review_rounds,
    technology_drafts,
)
from data.queries.application_lists import ApplicationFilter
from data.vocabulary import CheckStatus, ReviewState, Role, RoundStatus
from matcher.services import access, annual_checks, review_access
from matcher.services.actor import Actor

_AT_THE_BUREAU = (
    ReviewState.RECOMMENDED,
    ReviewState.FIRST_REVIEW,
    ReviewState.SECOND_REVIEW,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How much waits for a user, by kind; zero is nothing.

    Attributes
    ----------
    applications : mapping
        By state; absent is none.
    reviews : int
        Assignments of an expert whose scores are to come.
    """

    applications: Mapping[ReviewState, int] = field(default_factory=dict)
    checks: int = 0
    comments: int = 0
    rounds: int = 0
    reviews: int = 0
    drafts: int = 0
    registrations: int = 0
    leads: int = 0
    questions: int = 0


def waiting_for(session: Session, actor: Actor, *, today: date) -> Waiting:
    """Return what waits for a user of any role."""
    organization_id, role = actor.organization_id, actor.role
    is_owner, is_officer = role is Role.TECHNOLOGY_OWNER, role is Role.BUREAU_OFFICER
    return Waiting(
        applications=_applications(session, actor, today) if is_owner or is_officer else {},
        checks=home_actions.waiting_checks(session, checks_waiting_for(actor)),
        comments=home_actions.open_comments(session, review_access.comments_readable_by(actor)),
        rounds=home_actions.unfinished_rounds(session, review_access.rounds_readable_by(actor)),
        reviews=len(review_rounds.unscored(session, expert_id=actor.user_id))
        if role is Role.EXPERT
        else 0,
        drafts=technology_drafts.draft_count(session, organization_id) if is_owner else 0,
        registrations=_registrations(session, actor),
        leads=home_actions.waiting_leads(session, organization_id),
        questions=home_actions.open_questions(session, organization_id),
    )


def applications_waiting_for(actor: Actor, *, today: date) -> ColumnElement[bool]:
    """Return the predicate of applications whose next step is the actor's.

    The owner's returned ones; what was handed in to the officer's unit; in the batches that the
    officer's bureau runs what is recommended, in review and not before experts, or under a public
    notice whose last day is over.
    """
    if actor.role is Role.TECHNOLOGY_OWNER:
        return and_(
            access.applications_readable_by(actor), Application.state == ReviewState.RETURNED
        )
    if actor.role is not Role.BUREAU_OFFICER:
        return false()
    at_the_unit = and_(
        Application.state == ReviewState.SUBMITTED,
        Application.recommending_organization_id == actor.organization_id,
    )
    before_experts = (
        select(RoundApplication.application_id)
        .join(ReviewRound, ReviewRound.id == RoundApplication.round_id)
        .where(ReviewRound.status == RoundStatus.OPEN)
    )
    at_the_bureau = and_(
        _run_by(actor),
        or_(
            and_(Application.state.in_(_AT_THE_BUREAU), Application.id.not_in(before_experts)),
            and_(
                Application.state == ReviewState.PUBLIC_NOTICE,
                Application.notice_closes_on < today,
            ),
        ),
    )
    return or_(at_the_unit, at_the_bureau)


def checks_waiting_for(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate of yearly checks whose next step is the actor's.

    It stands on a select joined with the batch of the entry.
    """
    readable = annual_checks.checks_readable_by(actor)
    if actor.role is Role.TECHNOLOGY_OWNER:
        to_do = (CheckStatus.OPEN, CheckStatus.REFUSED)
        return and_(readable, AnnualCheck.status.in_(to_do))
    run = review_access.batches_run_by(actor)
    if actor.is_national:
        run = or_(run, CatalogueBatch.id.is_(None))
    return and_(readable, run, AnnualCheck.status == CheckStatus.CONFIRMED)


def _run_by(actor: Actor) -> ColumnElement[bool]:
    """Return whether the actor's bureau decides on an application, as `batches.runs` says."""
    run = Application.batch_id.in_(
        select(CatalogueBatch.id).where(review_access.batches_run_by(actor))
    )
    return or_(run, Application.batch_id.is_(None)) if actor.is_national else run


def _applications(session: Session, actor: Actor, today: date) -> Mapping[ReviewState, int]:
    return application_lists.counts_by_state(
        session,
        readable=applications_waiting_for(actor, today=today),
        wanted=ApplicationFilter(),
    )


def _registrations(session: Session, actor: Actor) -> int:
    if actor.role not in {Role.BUREAU_OFFICER, Role.SYSTEM_ADMIN}:
        return 0
    prefix = "" if actor.role is Role.SYSTEM_ADMIN else actor.region_prefix
    return home_actions.pending_registrations(session, prefix)
