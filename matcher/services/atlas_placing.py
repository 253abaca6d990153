"""Use case of the nightly job: place technologies and open needs in the atlas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
from sqlalchemy import delete
from sqlalchemy.orm import Session

from data.models import AtlasPoint
from data.queries import atlas as reads
from data.queries import catalogue
from data.reference.taxonomy import topics
from data.session import Sessions, reading, unit_of_work
from embeddings.ports import Encoder, Vectors
from matcher.atlas.anchors import Anchors, FloatArray, make_anchors, place
from matcher.atlas.layout import laid_out
from matcher.services.catalogue_rows import read_catalogue
from matcher.services.changes import DEMAND, TECHNOLOGY
from matcher.services.vector_spaces import space_of
from matcher.services.vectors import encode_all, read_vectors, text_hash
from matcher.texts import demand_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What a run did."""

    technology_count: int
    demand_count: int


@dataclass(frozen=True, slots=True)
class _Text:
    """A record's text, its vector, and the directions its owner stated."""

    id: int
    hash: str
    stated: tuple[str, ...]


def is_placing_due(session: Session, *, encoder_id: str) -> bool:
    """Return whether a technology or an open need has another text than the one placed last.

    Reads texts only, so that an unchanged catalogue needs no encoder.
    """
    _, texts = read_catalogue(session, catalogue.matchable_ids(session))
    needs, _ = _texts_of_needs(session)
    return _differs(_rows_of(texts), reads.points(session, TECHNOLOGY), encoder_id) or _differs(
        needs, reads.points(session, DEMAND), encoder_id
    )


def place_records(sessions: Sessions, encoder: Encoder, *, now: datetime) -> Placed:
    """Place every published technology and every open need; write nothing where nothing changed.

    Slow work happens between a reading and a short writing session. Run twice, it finds nothing
    to do; killed at any instant, yesterday's places stay.
    """
    with reading(sessions) as session:
        technologies, vectors = _technologies(session, encoder)
        needs, need_vectors = _needs(session, encoder)
        old = {kind: reads.points(session, kind) for kind in (TECHNOLOGY, DEMAND)}
        for points in old.values():
            for point in points.values():
                session.expunge(point)
    anchors = make_anchors(encode_all(encoder, _topic_texts()))
    made: dict[str, list[AtlasPoint]] = {}
    if _differs(technologies, old[TECHNOLOGY], encoder.encoder_id):
        made[TECHNOLOGY] = _points_of_technologies(
            technologies, vectors, old[TECHNOLOGY], anchors, encoder.encoder_id, now
        )
    if _differs(needs, old[DEMAND], encoder.encoder_id):
        made[DEMAND] = _points_of_needs(needs, need_vectors, anchors, encoder.encoder_id, now)
    if made:
        with unit_of_work(sessions) as session:
            _replace(session, made)
    return Placed(
        technology_count=len(made.get(TECHNOLOGY, ())), demand_count=len(made.get(DEMAND, ()))
    )


def _topic_texts() -> list[str]:
    return [f"{topic.label_zh}。{'、'.join(topic.keywords)}" for topic in topics().values()]


def _technologies(session: Session, encoder: Encoder) -> tuple[list[_Text], Vectors]:
    _, texts = read_catalogue(session, catalogue.matchable_ids(session))
    known = read_vectors(
        session, kind=TECHNOLOGY, space_id=space_of(encoder.encoder_id), texts=texts
    )
    missing = {key: text for key, text in texts.items() if key not in known}
    encoded = encode_all(encoder, list(missing.values()))
    known |= dict(zip(missing, encoded, strict=True))
    rows = _rows_of(texts)
    return rows, _stacked([known[row.id] for row in rows], encoder)


def _rows_of(texts: Mapping[int, str]) -> list[_Text]:
    return [_Text(key, text_hash(text), ()) for key, text in texts.items()]


def _needs(session: Session, encoder: Encoder) -> tuple[list[_Text], Vectors]:
    found, texts = _texts_of_needs(session)
    return found, encode_all(encoder, texts)


def _texts_of_needs(session: Session) -> tuple[list[_Text], list[str]]:
    rows = reads.open_needs(session)
    texts = [demand_text(title=row["title"], text=row["text"]) for row in rows]
    found = [
        _Text(
            row["id"],
            text_hash(f"{text}\n{row['technology_types']}"),
            tuple(row["technology_types"]),
        )
        for row, text in zip(rows, texts, strict=True)
    ]
    return found, texts


def _stacked(vectors: Sequence[Vectors], encoder: Encoder) -> Vectors:
    if not vectors:
        return np.zeros((0, encoder.dimension), dtype=np.float32)
    return np.stack(vectors)


def _differs(rows: Sequence[_Text], old: Mapping[int, AtlasPoint], encoder_id: str) -> bool:
    before = {key: (point.text_hash, point.encoder_id) for key, point in old.items()}
    return before != {row.id: (row.hash, encoder_id) for row in rows}


def _points_of_technologies(
    rows: Sequence[_Text],
    vectors: Vectors,
    old: Mapping[int, AtlasPoint],
    anchors: Anchors,
    encoder_id: str,
    now: datetime,
) -> list[AtlasPoint]:
    if not rows:
        return []
    first = place(vectors, anchors)
    places = laid_out(vectors, first.places, _before(rows, old, encoder_id))
    codes = list(topics())
    return [
        AtlasPoint(
            subject_kind=TECHNOLOGY,
            subject_id=row.id,
            encoder_id=encoder_id,
            text_hash=row.hash,
            topic=codes[first.nearest[i]],
            topic_similarity=float(first.similarity[i]),
            x=float(places[i, 0]),
            y=float(places[i, 1]),
            placed_at=now,
        )
        for i, row in enumerate(rows)
    ]


def _before(rows: Sequence[_Text], old: Mapping[int, AtlasPoint], encoder_id: str) -> FloatArray:
    """Return yesterday's places; another encoder's map is no start for this one's."""
    found = np.full((len(rows), 2), np.nan)
    for i, row in enumerate(rows):
        point = old.get(row.id)
        if point is not None and point.encoder_id == encoder_id and point.x is not None:
            found[i] = point.x, point.y
    return found


def _points_of_needs(
    rows: Sequence[_Text], vectors: Vectors, anchors: Anchors, encoder_id: str, now: datetime
) -> list[AtlasPoint]:
    codes = list(topics())
    cosines = vectors.astype(np.float64) @ anchors.vectors.T
    made = []
    for i, row in enumerate(rows):
        allowed = _stated(codes, row.stated)
        best = int(np.argmax(np.where(allowed, cosines[i], -np.inf)))
        made.append(
            AtlasPoint(
                subject_kind=DEMAND,
                subject_id=row.id,
                encoder_id=encoder_id,
                text_hash=row.hash,
                topic=codes[best],
                topic_similarity=float(cosines[i, best]),
                placed_at=now,
            )
        )
    return made


def _stated(codes: Sequence[str], stated: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    """Return which topics lie under the directions a need states; all where it states none."""
    inside = np.array([any(f"{code}.".startswith(f"{one}.") for one in stated) for code in codes])
    return inside if inside.any() else np.ones(len(codes), dtype=bool)


def _replace(session: Session, made: Mapping[str, Sequence[AtlasPoint]]) -> None:
    for kind, points in made.items():
        session.execute(delete(AtlasPoint).where(AtlasPoint.subject_kind == kind))
        session.add_all(points)
        session.flush()
