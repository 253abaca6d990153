"""Use cases of the indicator system of a batch: the default, changing it, freezing it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from data.models import CatalogueBatch
from data.queries import review_rounds as reads
from data.reference.indicators import default_indicators
from matcher.expert_review import IndicatorSystem, IndicatorSystemError, read_system
from matcher.services import audit, batches
from matcher.services.actor import Actor
from matcher.services.errors import ConflictError, FieldProblem, InvalidError, NotFoundError


def system_of(batch: CatalogueBatch) -> IndicatorSystem:
    """Return the indicators of a batch: its own, or the default of the service."""
    return read_system(batch.indicator_system or default_indicators())


def is_frozen(session: Session, batch: CatalogueBatch) -> bool:
    """Return whether scoring has begun in a batch, so that its indicators stay as they are."""
    return reads.has_opened(session, batch.id)


def change_system(
    session: Session,
    *,
    actor: Actor,
    batch_id: int,
    data: Mapping[str, Any],
    version: int,
    now: datetime,
) -> CatalogueBatch:
    """Give a batch its own indicators, until its first round opens.

    Raises
    ------
    NotFoundError
        If the actor's bureau does not run the batch.
    ConflictError
        If scoring has begun, or the batch changed since `version` was read.
    InvalidError
        Naming the part that breaks a rule.
    """
    batch = batches.batch_of_id(session, batch_id)
    if not batches.runs(actor, batch):
        raise NotFoundError("catalogue_batch", batch_id)
    if is_frozen(session, batch):
        raise ConflictError("indicators_frozen")
    if batch.version != version:
        raise ConflictError("changed_meanwhile")
    try:
        system = read_system(data)
    except IndicatorSystemError as error:
        problem = FieldProblem(field=error.field, rule=error.rule, values=error.values)
        raise InvalidError([problem]) from error
    batch.indicator_system = system.as_data()
    batch.indicator_system_version += 1
    session.flush()
    audit.record(
        session,
        now=now,
        action="batch.indicators_changed",
        actor=actor,
        subject_kind="catalogue_batch",
        subject_id=batch.id,
        details={
            "indicator_system_version": batch.indicator_system_version,
            "weights": {one.code: one.weight for one in system.indicators},
            "spread_limit": system.spread_limit,
        },
    )
    return batch
