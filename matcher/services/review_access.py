"""Object-level access to expert review and public comments, beside `access` (decision 0175).

Rounds and comments belong to the bureau that compiles the batch; an expert knows of what was
assigned to them; nobody else knows of either.
"""

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from data.models import (
    Application,
    CatalogueBatch,
    ExpertProfile,
    Organization,
    PublicComment,
    ReviewAssignment,
    ReviewRound,
)
from data.queries import review_rounds as reads
from data.queries.review_rounds import RoundRow, Task
from data.vocabulary import CatalogueScope, Role, RoundStatus
from matcher.services.actor import Actor
from matcher.services.errors import NotFoundError


def batches_run_by(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate of batches whose reviews this actor runs, as `batches.runs` says."""
    if actor.role is not Role.BUREAU_OFFICER or actor.is_sectoral:
        return false()
    if actor.is_national:
        return or_(
            CatalogueBatch.scope == CatalogueScope.NATIONAL, CatalogueBatch.region_code.is_(None)
        )
    return and_(
        CatalogueBatch.scope == CatalogueScope.LOCAL,
        CatalogueBatch.region_code == actor.region_code,
    )


def rounds_readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate of rounds this actor prepares, follows and closes."""
    run = select(CatalogueBatch.id).where(batches_run_by(actor))
    return ReviewRound.batch_id.in_(run)


def readable_round(session: Session, actor: Actor, round_id: int) -> RoundRow:
    """Return the round, or raise NotFoundError if the actor may not know of it."""
    found = reads.round_row(session, round_id, readable=rounds_readable_by(actor))
    if found is None:
        raise NotFoundError("review_round", round_id)
    return found


def experts_kept_by(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate of experts in the pool of an officer: all, or those of the region.

    It stands on the select of `data.queries.expert_pool`.
    """
    if actor.role is not Role.BUREAU_OFFICER or actor.is_sectoral:
        return false()
    if actor.is_national:
        return true()
    region = func.coalesce(ExpertProfile.region_code, Organization.region_code)
    return region.startswith(actor.region_prefix, autoescape=True)


def assignments_of(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate of assignments that an expert was told of: their own, in force."""
    if actor.role is not Role.EXPERT:
        return false()
    return and_(
        ReviewAssignment.expert_id == actor.user_id,
        ReviewAssignment.status.in_(reads.SHOWN_TO_EXPERTS),
        ReviewRound.status != RoundStatus.PREPARING,
    )


def own_task(session: Session, actor: Actor, assignment_id: int) -> Task:
    """Return an expert's own assignment, or raise NotFoundError."""
    found = reads.tasks(session, readable=assignments_of(actor), assignment_id=assignment_id)
    if not found:
        raise NotFoundError("review_assignment", assignment_id)
    return found[0]


def comments_readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate of public comments that an officer answers."""
    run = select(CatalogueBatch.id).where(batches_run_by(actor))
    under_notice = select(Application.id).where(Application.batch_id.in_(run))
    return PublicComment.application_id.in_(under_notice)
