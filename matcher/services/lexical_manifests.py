"""The idf in force, frozen in the database: all processes and past runs agree (RULINGS 9)."""

import io
from datetime import datetime

import numpy as np
from sqlalchemy.orm import Session

from data.models import LexicalManifest
from data.queries import catalogue
from embeddings.idf import IdfTable
from embeddings.lexical_index import TfidfIndex
from matcher.services import changes
from matcher.services.catalogue_rows import read_catalogue

REFIT_GROWTH_SHARE = 0.2
"""Refit when the catalogue has changed in size by this much. docs/decisions/0070-idf-refit.md."""


def idf_in_force(session: Session) -> IdfTable | None:
    """Return the idf all processes use, None before one was frozen."""
    manifest = catalogue.latest_lexical_manifest(session)
    return None if manifest is None else _unpack(manifest)


def freeze_idf(session: Session, idf: IdfTable, *, now: datetime) -> bool:
    """Put an idf into force and announce it; return False if it is the one in force already."""
    manifest = catalogue.latest_lexical_manifest(session)
    if manifest is not None and manifest.manifest_id == idf.idf_id:
        return False
    payload = io.BytesIO()
    np.savez_compressed(payload, keys=idf.keys, counts=idf.document_counts)
    session.query(LexicalManifest).filter_by(manifest_id=idf.idf_id).delete()
    added = LexicalManifest(
        manifest_id=idf.idf_id,
        document_count=idf.document_count,
        payload=payload.getvalue(),
        created_at=now,
    )
    session.add(added)
    session.flush()
    changes.announce(session, kind=changes.LEXICAL, ids=[added.id], now=now)
    return True


def refit_if_outgrown(session: Session, *, now: datetime, force: bool = False) -> bool:
    """Fit the idf to the catalogue anew when it has outgrown the one in force.

    Returns whether a new idf is in force. Reads every text: for imports and jobs, not requests.
    """
    ids = catalogue.matchable_ids(session)
    manifest = catalogue.latest_lexical_manifest(session)
    fitted_count = 0 if manifest is None else manifest.document_count
    is_close = abs(len(ids) - fitted_count) <= REFIT_GROWTH_SHARE * max(fitted_count, 1)
    if manifest is not None and is_close and not force:
        return False
    _, texts = read_catalogue(session, ids)
    index = TfidfIndex.build(np.fromiter(texts, np.int64, len(texts)), list(texts.values()))
    return freeze_idf(session, index.idf, now=now)


def _unpack(manifest: LexicalManifest) -> IdfTable:
    with np.load(io.BytesIO(manifest.payload)) as arrays:
        return IdfTable(arrays["keys"], arrays["counts"], manifest.document_count)
