"""Import of technologies: encoded first, then written with their vectors in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from data.clock import local_day
from data.importers.rows import CaseRow, TechnologyRow
from data.models import Technology, TechnologyCase
from data.queries.applications import held_ids
from data.session import unit_of_work
from data.vocabulary import CatalogueStatus
from embeddings.ports import Vectors
from matcher.services import audit, changes
from matcher.services.imports.owners import Owners
from matcher.services.imports.positions import Positions
from matcher.services.imports.summary import (
    ImportSummary,
    ImportTarget,
    Progress,
    no_progress,
)
from matcher.services.lexical_manifests import refit_if_outgrown
from matcher.services.match_requests import Site
from matcher.services.runtime import Runtime
from matcher.services.vectors import ENCODE_BATCH, keep_vectors
from matcher.texts import technology_text

_BATCH_ROWS = 500
_OWN_COLUMNS = frozenset({"owner", "batch", "cases", "catalogue_status"})


def import_technologies(
    runtime: Runtime,
    rows: Sequence[TechnologyRow],
    *,
    target: ImportTarget,
    progress: Progress = no_progress,
) -> ImportSummary:
    """Write technologies; a row whose external_id is known replaces that entry.

    An entry that an application holds stays as it is, and is named in the summary (decision 0163).

    All rows or none: everything slow (encoding, geocoding) happens before one short transaction,
    so a process killed at any instant leaves the catalogue as it was, or complete.
    """
    texts = [text_of(row) for row in rows]
    space_id, vectors = _encoded(runtime, texts, progress)
    positions = Positions(runtime)
    for row in rows:  # resolved before the write lock is taken
        for case in row.cases:
            positions.of(_case_site(case))
    summary = ImportSummary()
    with unit_of_work(runtime.sessions) as session:
        owners = Owners(session, target, positions, summary)
        ids: list[int] = []
        all_held: set[int] = set()
        for start in range(0, len(rows), _BATCH_ROWS):
            part = rows[start : start + _BATCH_ROWS]
            known = _known(session, target, part)
            held = held_ids(session, [one.id for one in known.values()])
            entries = [_entry(row, known.get(row.external_id), owners, held) for row in part]
            session.add_all(entries)
            session.flush()
            ids += [entry.id for entry in entries]
            all_held |= held
            progress(len(part))
        written = [place for place, one in enumerate(ids) if one not in all_held]
        keep_vectors(
            session,
            space_id=space_id,
            kind=changes.TECHNOLOGY,
            texts={ids[place]: texts[place] for place in written},
            vectors=vectors[written],
        )
        changed = [ids[place] for place in written]
        changes.announce(session, kind=changes.TECHNOLOGY, ids=changed, now=target.now)
        refit_if_outgrown(session, now=target.now)
        audit.record(
            session,
            now=target.now,
            action="technologies.imported",
            actor=target.actor,
            details={
                "created": summary.created,
                "updated": summary.updated,
                "held": len(summary.held),
            },
        )
    return summary


def text_of(row: TechnologyRow) -> str:
    """Return the text that a row's technology is encoded by."""
    return technology_text(
        name=row.name,
        technology_type=row.technology_type,
        technology_topics=row.technology_topics,
        fields=row.fields,
        technical_principle=row.technical_principle,
        key_technology=row.key_technology,
        process_flow=row.process_flow,
        applicability=row.applicability,
    )


def _encoded(runtime: Runtime, texts: Sequence[str], progress: Progress) -> tuple[str, Vectors]:
    """Return the vectors and their space, of one encoder though another may come meanwhile."""
    serving = runtime.serving
    parts = []
    for start in range(0, len(texts), ENCODE_BATCH):
        part = list(texts[start : start + ENCODE_BATCH])
        parts.append(serving.background.encode(part))
        progress(len(part))
    if not parts:
        return serving.space_id, np.zeros((0, serving.background.dimension), dtype=np.float32)
    return serving.space_id, np.concatenate(parts)


def _known(
    session: Any,  # noqa: ANN401 - a Session
    target: ImportTarget,
    rows: Iterable[TechnologyRow],
) -> Mapping[str, Technology]:
    found = session.scalars(
        select(Technology)
        .where(
            Technology.source == target.source,
            Technology.external_id.in_([row.external_id for row in rows]),
        )
        .options(selectinload(Technology.cases))
        .order_by(Technology.id)
    )
    return {technology.external_id: technology for technology in found}


def _entry(
    row: TechnologyRow, known: Technology | None, owners: Owners, held: set[int]
) -> Technology:
    target, summary = owners.target, owners.summary
    if known is not None and known.id in held:
        summary.held.append(row.external_id)
        return known
    columns = _columns(row, owners)
    summary.incomplete += bool(columns["incomplete_fields"])
    cases = [_case(case, number, owners) for number, case in enumerate(row.cases, start=1)]
    if known is None:
        summary.created += 1
        return Technology(
            source=target.source,
            external_id=row.external_id,
            is_demo=target.is_demo,
            created_at=target.now,
            updated_at=target.now,
            cases=cases,
            **columns,
        )
    if _same(known, columns, cases):
        summary.unchanged += 1
        return known
    summary.updated += 1
    for name, value in columns.items():
        setattr(known, name, value)
    known.updated_at = target.now
    _replace_cases(known, cases)
    return known


def _columns(row: TechnologyRow, owners: Owners) -> dict[str, Any]:
    target = owners.target
    columns = {
        name: getattr(row, name)
        for name in TechnologyRow.__dataclass_fields__
        if name not in _OWN_COLUMNS and name != "external_id"
    }
    columns["technology_topics"] = list(row.technology_topics)
    columns["fields"] = list(row.fields)
    columns["applicability_rules"] = dict(row.applicability_rules)
    contact = row.applicant_contact
    columns["applicant_contact"] = dict(contact) if contact is not None else None
    columns["incomplete_fields"] = list(row.incomplete_fields)
    columns["organization_id"] = owners.owner_id(row.owner, row.external_id)
    columns["batch_id"] = owners.batch_id(row.batch)
    status = row.catalogue_status or CatalogueStatus.DRAFT
    status = CatalogueStatus.DRAFT if target.forces_draft else status
    columns["catalogue_status"] = status
    is_published = status is CatalogueStatus.PUBLISHED
    columns["published_on"] = local_day(target.now) if is_published else None
    return columns


def _case(row: CaseRow, number: int, owners: Owners) -> TechnologyCase:
    place = owners.positions.of(_case_site(row))
    columns = {name: getattr(row, name) for name in CaseRow.__dataclass_fields__}
    columns["co_benefits"] = dict(row.co_benefits)
    columns["unknown_fields"] = dict(row.unknown_fields)
    columns["region_code"] = row.region_code or place.region_code
    return TechnologyCase(
        ordinal=number,
        latitude_deg=place.latitude_deg,
        longitude_deg=place.longitude_deg,
        position_precision=place.precision,
        **columns,
    )


def _case_site(case: CaseRow) -> Site:
    return Site(address=case.address, region_code=case.region_code)


def _same(known: Technology, columns: Mapping[str, Any], cases: Sequence[TechnologyCase]) -> bool:
    """Return whether an entry already says all this, whenever it was published."""
    is_same = all(
        getattr(known, name) == value for name, value in columns.items() if name != "published_on"
    )
    return is_same and [_values(c) for c in known.cases] == [_values(c) for c in cases]


def _values(case: TechnologyCase) -> dict[str, Any]:
    skipped = {"id", "technology_id"}
    names = [c.key for c in TechnologyCase.__table__.columns if c.key not in skipped]
    return {name: getattr(case, name) for name in names}


def _replace_cases(known: Technology, cases: Sequence[TechnologyCase]) -> None:
    """Put new values into the cases in order, so that runs shown before keep their case ids."""
    for old, new in zip(known.cases, cases, strict=False):
        for name, value in _values(new).items():
            setattr(old, name, value)
    known.cases[len(cases) :] = []
    known.cases.extend(cases[len(known.cases) :])
