"""Vectors of texts, kept in the database with their space and their text's hash."""

import hashlib
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from data.models import TextVector
from data.queries import catalogue
from embeddings.ports import Encoder, Vector, Vectors
from matcher.texts import TEXT_VERSION

ENCODE_BATCH = 256
"""Texts encoded at once: large enough for speed, small enough for a smooth progress bar."""


def text_hash(text: str) -> str:
    """Return the hash that says which text, composed by which version, was encoded."""
    return hashlib.sha256(f"{TEXT_VERSION}\n{text}".encode()).hexdigest()


def read_vectors(
    session: Session,
    *,
    kind: str,
    space_id: str,
    texts: Mapping[int, str],
    stale_ids: Collection[int] = (),
) -> dict[int, Vector]:
    """Return the stored vectors that belong to exactly these texts; stale ones are left out.

    Parameters
    ----------
    stale_ids
        Records whose vector is taken even if it belongs to another wording of their text.
    """
    stored = catalogue.stored_vectors(session, kind=kind, space_id=space_id, ids=list(texts))
    return {
        record_id: np.frombuffer(raw, dtype="<f4").astype(np.float32)
        for record_id, (stored_hash, raw) in stored.items()
        if stored_hash == text_hash(texts[record_id]) or record_id in stale_ids
    }


def keep_vectors(
    session: Session, *, space_id: str, kind: str, texts: Mapping[int, str], vectors: Vectors
) -> None:
    """Keep vectors of texts by record id, in place of this space's older ones."""
    ids = list(texts)
    for start in range(0, len(ids), catalogue.CHUNK_ROWS):
        session.execute(
            delete(TextVector).where(
                TextVector.subject_kind == kind,
                TextVector.space_id == space_id,
                TextVector.subject_id.in_(ids[start : start + catalogue.CHUNK_ROWS]),
            )
        )
    rows = [
        {
            "subject_kind": kind,
            "subject_id": record_id,
            "space_id": space_id,
            "text_hash": text_hash(texts[record_id]),
            "vector": vector.astype("<f4").tobytes(),
        }
        for record_id, vector in zip(ids, vectors, strict=True)
    ]
    if rows:
        session.execute(insert(TextVector), rows)


def encode_all(encoder: Encoder, texts: Sequence[str]) -> Vectors:
    """Encode any number of texts in batches. Shape (n, d)."""
    if not texts:
        return np.zeros((0, encoder.dimension), dtype=np.float32)
    parts = [
        encoder.encode(list(texts[start : start + ENCODE_BATCH]))
        for start in range(0, len(texts), ENCODE_BATCH)
    ]
    return np.concatenate(parts)
