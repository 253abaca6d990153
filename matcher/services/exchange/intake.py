"""Taking in the entries of another platform, as drafts or as the published entries they were."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from data.exchange import ExchangeEntry, checksum_of
from data.importers.rows import TechnologyRow
from data.importers.technologies import read_technology
from data.models import Technology
from data.queries import applications
from data.queries import exchange as reads
from data.queries.catalogue import CHUNK_ROWS
from data.session import reading, unit_of_work
from data.vocabulary import CatalogueStatus
from matcher.services import audit
from matcher.services.exchange.entries import source_of
from matcher.services.imports import ImportTarget, import_technologies
from matcher.services.runtime import Runtime

Group = tuple[str, bool]
"""Origin, and whether the entries are fictional."""


MOST_REASONS = 10


@dataclass(frozen=True, slots=True)
class RejectedEntry:
    """An entry that was not taken, by its place in the file from 1, and every reason."""

    number: int
    entry_id: str
    reasons: tuple[str, ...]


@dataclass(slots=True)
class IntakeReport:
    """What became of the entries of a file."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0
    """Left as they are here: published, withdrawn or under review meanwhile, or our own."""

    held: list[str] = field(default_factory=list)
    """Ids of those left as they are since an application here holds them (decision 0163)."""

    rejected: list[RejectedEntry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Accepted:
    row: TechnologyRow
    published_on: date | None


def take_in(
    runtime: Runtime,
    entries: Sequence[Any],
    *,
    platform: str,
    now: datetime,
    organization_id: int | None = None,
    as_published: bool = False,
    is_dry_run: bool = False,
    language: str = "zh",
) -> IntakeReport:
    """Take in entries; one whose origin and id are known replaces the draft it became before.

    Parameters
    ----------
    platform : str
        Our own name: entries that we published first are kept as they are here.
    organization_id : int or None
        Owner of every draft; None finds or makes the owner that each entry names.
    as_published : bool
        Take the entries as published on the day they were: for an operator who takes over a
        catalogue. Else they are drafts, which review and publication follow.
    language : str
        Of the reasons.

    Returns
    -------
    IntakeReport
        Rejected entries are left out, the others are taken in.
    """
    report = IntakeReport()
    groups = _grouped(entries, report, language)
    for (origin, is_demo), accepted in sorted(groups.items()):
        target = ImportTarget(
            source=source_of(origin),
            now=now,
            organization_id=organization_id,
            is_demo=is_demo,
            forces_draft=not as_published,
        )
        held = _held(runtime, target, list(accepted))
        kept = _kept(runtime, target, list(accepted), is_own=origin == platform) - held
        report.held += sorted(held)
        report.kept += len(kept)
        wanted = {number: one for number, one in accepted.items() if number not in kept | held}
        if wanted and not is_dry_run:
            _write(runtime, target, wanted, report)
    return report


def _grouped(
    entries: Sequence[Any], report: IntakeReport, language: str
) -> Mapping[Group, dict[str, _Accepted]]:
    groups: dict[Group, dict[str, _Accepted]] = defaultdict(dict)
    seen: set[tuple[str, str]] = set()
    for number, content in enumerate(entries, start=1):
        reasons: list[str] = []
        entry = _checked(content, reasons)
        if entry is not None and (entry.origin, entry.id) in seen:
            reasons.append("an entry of this origin and id stands before it in the file")
        row = _row(content, entry, reasons, language) if entry and not reasons else None
        if entry is None or row is None:
            name = str(content.get("id", ""))[:80] if isinstance(content, dict) else ""
            report.rejected.append(RejectedEntry(number, name, tuple(reasons)))
            continue
        seen.add((entry.origin, entry.id))
        groups[entry.origin, entry.is_demo][entry.id] = _Accepted(row, entry.published_on)
    return groups


def _checked(content: Any, reasons: list[str]) -> ExchangeEntry | None:  # noqa: ANN401 - as it came
    try:
        entry = ExchangeEntry.model_validate(content)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[:MOST_REASONS]
        reasons += [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in found]
        return None
    if checksum_of(content) != entry.checksum:
        reasons.append("checksum: the entry is not what its origin published")
    return entry


def _row(
    content: Mapping[str, Any], entry: ExchangeEntry, reasons: list[str], language: str
) -> TechnologyRow | None:
    """Return an entry as a row of the ordinary import, checked by the same rules."""
    ours = {"origin", "id", "checksum", "published_on", "is_demo"}
    values = {key: value for key, value in content.items() if key not in ours}
    values |= {"external_id": entry.id, "catalogue_status": CatalogueStatus.PUBLISHED.value}
    row, problems = read_technology(values)
    reasons += [problem.text(language) for problem in problems]
    return row


def _held(runtime: Runtime, target: ImportTarget, ids: list[str]) -> set[str]:
    """Return the entries that an application here holds: it runs, or was ever published."""
    found: set[str] = set()
    with reading(runtime.sessions) as session:
        for part in _parts(ids):
            known = reads.of_numbers(session, source=target.source, numbers=part)
            held = applications.held_ids(session, [one.id for one in known])
            found |= {one.external_id for one in known if one.id in held}
    return found


def _kept(runtime: Runtime, target: ImportTarget, ids: list[str], *, is_own: bool) -> set[str]:
    """Return the entries that stay as they are here."""
    known: dict[str, CatalogueStatus] = {}
    with reading(runtime.sessions) as session:
        for part in _parts(ids):
            known |= reads.statuses_by_number(session, source=target.source, numbers=part)
        kept = {one for one, status in known.items() if status is not CatalogueStatus.DRAFT}
        if not target.forces_draft:
            kept = {one for one in kept if known[one] is not CatalogueStatus.PUBLISHED}
        if is_own:
            kept |= {one for one in ids if _is_here(session.get, one)}
    return kept


def _is_here(get: Callable[[type[Technology], int], Technology | None], entry_id: str) -> bool:
    """Return whether an id is that of a technology entered on this platform."""
    is_number = entry_id.isascii() and entry_id.isdigit() and len(entry_id) < 10  # noqa: PLR2004 - a 32-bit id
    found = get(Technology, int(entry_id)) if is_number else None
    return found is not None and not found.source.startswith(source_of(""))


def _write(
    runtime: Runtime, target: ImportTarget, wanted: Mapping[str, _Accepted], report: IntakeReport
) -> None:
    summary = import_technologies(runtime, [one.row for one in wanted.values()], target=target)
    report.created += summary.created
    report.updated += summary.updated
    report.unchanged += summary.unchanged
    report.held += summary.held  # an application began since they were looked at
    with unit_of_work(runtime.sessions) as session:
        if not target.forces_draft:
            taken = [number for number in wanted if number not in summary.held]
            for part in _parts(taken):
                for technology in reads.of_numbers(session, source=target.source, numbers=part):
                    technology.published_on = wanted[technology.external_id].published_on
        audit.record(
            session,
            now=target.now,
            action="exchange.taken_in",
            details={"source": target.source, "entries": len(wanted)},
        )


def _parts(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[start : start + CHUNK_ROWS] for start in range(0, len(ids), CHUNK_ROWS)]
