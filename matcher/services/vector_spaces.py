"""Vector spaces: an encoder with a version of the texts. One is in force, another may be made.

Vectors of different spaces are never compared. A space is asked for, filled in the background,
and put into force when every technology has its vector (docs/decisions/0111-encoder-switch.md).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from data.models import TextVector, VectorSpace
from data.queries import vector_gaps
from data.queries import vector_spaces as reads
from matcher.services import changes
from matcher.texts import TEXT_VERSION


def space_of(encoder_id: str, text_version: str = TEXT_VERSION) -> str:
    """Return the id of the space of an encoder and a version of the texts."""
    return f"{encoder_id}/{text_version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchStatus:
    """Which encoder serves, and how far the next one is.

    Parameters
    ----------
    in_force_id
        Encoder of the space in force, None before the first.
    next_id
        Encoder of the space that was asked for and is not in force yet, None if there is none.
    encoded_count, technology_count
        Matchable technologies with a vector in that space, and all; None if there is none.
    """

    in_force_id: str | None
    next_id: str | None = None
    encoded_count: int | None = None
    technology_count: int | None = None


def ask_for(session: Session, *, encoder_id: str, model: str, now: datetime) -> VectorSpace:
    """Return the space of an encoder, noting it if it is new.

    Parameters
    ----------
    model
        What the setting ENCODER said, so that other processes can load it; "" is the shipped one.
    """
    space_id = space_of(encoder_id)
    found = reads.by_space_id(session, space_id)
    if found is None:
        found = VectorSpace(space_id=space_id, encoder_id=encoder_id, model=model, asked_at=now)
        session.add(found)
        session.flush()
    elif found is not reads.in_force(session):
        found.asked_at = max(now, found.asked_at)  # going back to an encoder that served before
    return found


def put_in_force(session: Session, space: VectorSpace, *, now: datetime) -> None:
    """Make a complete space the one all processes serve, and announce it.

    Vectors of spaces other than this one and the one it replaces are deleted: going back one step
    stays cheap.
    """
    before = reads.in_force(session)
    kept = [space.space_id] + ([] if before is None else [before.space_id])
    space.in_force_at = now
    session.execute(delete(TextVector).where(TextVector.space_id.not_in(kept)))
    session.execute(delete(VectorSpace).where(VectorSpace.space_id.not_in(kept)))
    changes.announce(session, kind=changes.ENCODER, ids=[space.id], now=now)


def status(session: Session) -> SwitchStatus:
    """Return which encoder serves and how far the next one is; cheap while there is none."""
    in_force, unfinished = reads.in_force(session), reads.unfinished(session)
    in_force_id = None if in_force is None else in_force.encoder_id
    if unfinished is None:
        return SwitchStatus(in_force_id=in_force_id)
    technology_count = vector_gaps.matchable_count(session)
    lacking_count = vector_gaps.count_without_vector(
        session, kind=changes.TECHNOLOGY, space_id=unfinished.space_id
    )
    return SwitchStatus(
        in_force_id=in_force_id,
        next_id=unfinished.encoder_id,
        encoded_count=technology_count - lacking_count,
        technology_count=technology_count,
    )
