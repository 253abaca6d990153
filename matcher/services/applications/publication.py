"""Publication: its vectors, its number, and the entry that an update supersedes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from data.clock import local_day
from data.models import Application, CatalogueBatch, Technology
from data.queries import applications as reads
from data.session import reading
from data.vocabulary import CheckStatus, ReviewSide, ReviewState
from embeddings.ports import Vector
from matcher.services import changes
from matcher.services.applications import history, standing
from matcher.services.runtime import Runtime
from matcher.services.vectors import encode_all, keep_vectors
from matcher.texts import technology_text


@dataclass(frozen=True, slots=True)
class Prepared:
    """Vectors of entries about to be published, made before the transaction."""

    space_id: str
    texts: Mapping[int, str]
    vectors: Mapping[int, Vector]


def prepare(runtime: Runtime, application_ids: Sequence[int]) -> Prepared:
    """Encode the technologies of some applications, before the write lock is taken.

    Raises
    ------
    EncoderNotReadyError
        While the encoder is loading.
    """
    with reading(runtime.sessions) as session:
        found = [session.get(Application, one) for one in application_ids]
        texts = {
            one.technology_id: text_of(session.get_one(Technology, one.technology_id))
            for one in found
            if one is not None
        }
    serving = runtime.serving
    made = encode_all(serving.background, list(texts.values()))
    return Prepared(serving.space_id, texts, dict(zip(texts, made, strict=True)))


def text_of(technology: Technology) -> str:
    """Return the text that a technology is encoded by."""
    return technology_text(
        name=technology.name,
        technology_type=technology.technology_type,
        technology_topics=tuple(technology.technology_topics),
        fields=tuple(technology.fields),
        technical_principle=technology.technical_principle,
        key_technology=technology.key_technology,
        process_flow=technology.process_flow,
        applicability=technology.applicability,
    )


def numbered(
    session: Session, application: Application, technology: Technology, *, now: datetime
) -> dict[str, Any]:
    """Give an application its day and its number in the batch; return what the audit keeps.

    An update keeps the number of the entry it supersedes if it stays in that entry's batch.
    """
    application.published_on = local_day(now)
    number = _inherited_number(session, application, technology)
    if number is None and application.batch_id is not None:
        number = reads.highest_number(session, application.batch_id) + 1
    if technology.supersedes_id is not None:
        _supersede(session, technology.supersedes_id, by=technology.id, now=now)
    application.number_in_batch = number
    _date_batch(session, application, now)
    return {
        "number_in_batch": number,
        "published_on": application.published_on.isoformat(),
        "supersedes_id": technology.supersedes_id,
    }


def keep_vector(session: Session, technology: Technology, prepared: Prepared | None) -> None:
    """Keep the vector of a published entry; without one the next request encodes its text."""
    if prepared is not None and technology.id in prepared.texts:
        keep_vectors(
            session,
            space_id=prepared.space_id,
            kind=changes.TECHNOLOGY,
            texts={technology.id: prepared.texts[technology.id]},
            vectors=prepared.vectors[technology.id].reshape(1, -1),
        )


def _inherited_number(
    session: Session, application: Application, technology: Technology
) -> int | None:
    if technology.supersedes_id is None:
        return None
    before = standing.listed_application(session, technology.supersedes_id)
    if before is None or before.batch_id != application.batch_id:
        return None
    return before.number_in_batch


def _date_batch(session: Session, application: Application, now: datetime) -> None:
    """Date a batch's publication by its first published entry."""
    if application.batch_id is None:
        return
    batch = session.get_one(CatalogueBatch, application.batch_id)
    if batch.published_on is None:
        batch.published_on = local_day(now)


def _supersede(session: Session, technology_id: int, *, by: int, now: datetime) -> None:
    """Take a published entry out of the catalogue in favour of its update."""
    entry = session.get_one(Technology, technology_id)
    for application in reads.of_technology(session, technology_id):
        if application.state is not ReviewState.PUBLISHED:
            continue
        event = history.write_move(
            session,
            application,
            ReviewState.SUPERSEDED,
            actor=None,
            side=ReviewSide.SYSTEM,
            details={"superseded_by": by},
            now=now,
        )
        history.audited(session, application, event, actor=None)
    for check in reads.open_checks(session, technology_id):
        check.status = CheckStatus.CANCELLED
    standing.settle(session, entry, now=now)
