"""Technologies whose text has no vector of the encoder in use, and giving them one."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from data.queries import vector_gaps
from data.session import Sessions, reading, unit_of_work
from embeddings.ports import Encoder
from matcher.services.catalogue_rows import read_catalogue
from matcher.services.changes import TECHNOLOGY
from matcher.services.vectors import encode_all, keep_vectors, read_vectors

RECENT = timedelta(days=2)
"""How far back changed texts are compared with their vectors; older ones were seen before."""


def missing(session: Session, *, space_id: str, now: datetime) -> dict[int, str]:
    """Return id and text of matchable technologies without a vector of their present text.

    Technologies without any vector are all found; changed ones if they changed recently.
    """
    ids = set(vector_gaps.ids_without_vector(session, kind=TECHNOLOGY, space_id=space_id))
    ids |= set(vector_gaps.changed_ids_since(session, kind=TECHNOLOGY, at=now - RECENT))
    _, texts = read_catalogue(session, sorted(ids))
    known = read_vectors(session, kind=TECHNOLOGY, space_id=space_id, texts=texts)
    return {record_id: text for record_id, text in texts.items() if record_id not in known}


def encode_missing(sessions: Sessions, encoder: Encoder, *, space_id: str, now: datetime) -> int:
    """Encode what has no vector, then keep the vectors in one short transaction.

    Returns how many were encoded. A text that changed while it was being encoded keeps its old
    hash with the vector, and is found again.
    """
    with reading(sessions) as session:
        texts = missing(session, space_id=space_id, now=now)
    if not texts:
        return 0
    vectors = encode_all(encoder, list(texts.values()))
    with unit_of_work(sessions) as session:
        keep_vectors(
            session,
            space_id=space_id,
            kind=TECHNOLOGY,
            texts=texts,
            vectors=vectors,
        )
    return len(texts)
