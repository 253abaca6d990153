"""Whether the in-memory catalogue says what the database says."""

from dataclasses import dataclass

import numpy as np
from sqlalchemy.orm import Session

from data.queries import catalogue
from matcher.services.catalogue_rows import read_catalogue
from matcher.services.changes import TECHNOLOGY
from matcher.services.runtime import Runtime
from matcher.services.vectors import read_vectors

LENGTH_TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What was compared, and every difference in a sentence."""

    technology_count: int
    encoder_id: str
    change_seq: int
    problems: tuple[str, ...]


def verify_catalogue(session: Session, runtime: Runtime) -> IndexReport:
    """Compare ids, vectors and columns of this process with the database."""
    state = runtime.catalogue.current(session)
    ids = list(catalogue.matchable_ids(session))
    problems: list[str] = []
    for name, held in (
        ("vector index", state.vectors.ids()),
        ("lexical index", state.lexical.ids()),
        ("columns", state.columns.rows.ids),
    ):
        missing = sorted(set(ids) - set(held.tolist()))
        extra = sorted(set(held.tolist()) - set(ids))
        if missing:
            problems.append(f"{name}: {len(missing)} missing, first {missing[0]}")
        if extra:
            problems.append(f"{name}: {len(extra)} too many, first {extra[0]}")
    problems += _vector_problems(session, runtime, ids)
    return IndexReport(len(ids), runtime.catalogue.encoder_id, state.change_seq, tuple(problems))


def _vector_problems(session: Session, runtime: Runtime, ids: list[int]) -> list[str]:
    """Return records whose indexed vector is not the one stored for their present text."""
    _, texts = read_catalogue(session, ids)
    stored = read_vectors(
        session, kind=TECHNOLOGY, space_id=runtime.catalogue.space_id, texts=texts
    )
    state = runtime.catalogue.current(session)
    lacking = sorted(set(ids) - set(stored))
    found: list[str] = []
    if lacking:
        found.append(f"database: {len(lacking)} without a current vector, first {lacking[0]}")
    for record_id, vector in stored.items():
        cosine = state.vectors.scores_for(vector, np.array([record_id]))[0]
        if np.any(vector) and not abs(float(cosine) - 1.0) <= LENGTH_TOLERANCE:
            found.append(f"vector index: record {record_id} holds another vector")
    return found
