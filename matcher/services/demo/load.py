"""Load the demo data into an empty database: everything in it is fictional and says 示例."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

import data
from data.importers import AcceptedRow, ImportKind, read_file
from data.importers.rows import DemandRow, ParkRow, TechnologyRow
from data.models import Enterprise, Organization, Park
from data.session import unit_of_work
from data.vocabulary import OrganizationKind, OrganizationStatus
from matcher.services.atlas_placing import place_records
from matcher.services.demo.accounts import DemoAccount, make_accounts, make_unit_accounts
from matcher.services.demo.applications import make_applications
from matcher.services.demo.conversions import make_leads
from matcher.services.demo.reviews import make_reviews
from matcher.services.imports import (
    ImportTarget,
    import_demands,
    import_parks,
    import_technologies,
)
from matcher.services.runtime import Runtime

FOLDER = Path(data.__file__).parent / "demo"
SOURCE = "operator"
Row = TypeVar("Row")


class DemoDataError(ValueError):
    """A line of the shipped demo data does not import."""


@dataclass(frozen=True, slots=True)
class DemoLoad:
    """What was loaded."""

    technology_count: int
    demand_count: int
    accounts: tuple[DemoAccount, ...]
    """One a role."""

    unit_accounts: tuple[DemoAccount, ...]
    """Officers of recommending units, beside the national one."""


def is_empty(session: Session) -> bool:
    """Return whether nobody has used this database yet."""
    return session.scalar(select(Organization.id).limit(1)) is None


def load_demo(
    runtime: Runtime, *, now: datetime, say: Callable[[str], None] = lambda _line: None
) -> DemoLoad:
    """Load everything; the runtime's encoder must be ready."""
    target = ImportTarget(source=SOURCE, now=now, is_demo=True)
    say("demo technologies")
    technologies = [
        row
        for file in sorted((FOLDER / "technologies").glob("*.jsonl"))
        for row in _rows(ImportKind.TECHNOLOGIES, file, TechnologyRow)
    ]
    import_technologies(runtime, technologies, target=target)
    say("demo parks and needs")
    parks = list(_rows(ImportKind.PARKS, FOLDER / "parks.jsonl", ParkRow))
    import_parks(runtime, parks, target=target)
    hosts = _make_hosts(runtime, now)
    demand_count = _load_demands(runtime, target, hosts)
    say("demo accounts")
    with unit_of_work(runtime.sessions) as session:
        accounts = make_accounts(session, now=now)
        unit_accounts = make_unit_accounts(session, now=now)
    say("demo applications")
    make_applications(runtime, now=now)
    say("demo reviews")
    make_reviews(runtime, now=now)
    say("demo introductions")
    make_leads(runtime, now=now)
    say("demo atlas")
    place_records(runtime.sessions, runtime.background, now=now)
    return DemoLoad(len(technologies), demand_count, accounts, unit_accounts)


def _rows(kind: ImportKind, path: Path, of: type[Row]) -> Iterator[Row]:
    for outcome in read_file(kind, path):
        row = outcome.row if isinstance(outcome, AcceptedRow) else None
        if not isinstance(row, of):
            raise DemoDataError(f"{path.name} line {outcome.line} is not valid: {outcome}")
        yield row


def _make_hosts(runtime: Runtime, now: datetime) -> dict[str, int]:
    """Give each park its operator and each enterprise its organization; ids by external_id."""
    hosts: dict[str, int] = {}
    with unit_of_work(runtime.sessions) as session:
        for park in session.scalars(select(Park).where(Park.is_demo).order_by(Park.id)):
            park.organization_id = _organization(
                session, f"{park.name}管理办公室（示例）", OrganizationKind.PARK_OPERATOR, park, now
            )
            hosts[park.external_id] = park.organization_id
        places = {park.id: park for park in session.scalars(select(Park).where(Park.is_demo))}
        for enterprise in session.scalars(
            select(Enterprise).where(Enterprise.is_demo).order_by(Enterprise.id)
        ):
            enterprise.organization_id = _organization(
                session,
                enterprise.name,
                OrganizationKind.ENTERPRISE,
                places[enterprise.park_id or 0],
                now,
            )
            hosts[enterprise.external_id] = enterprise.organization_id
    return hosts


def _organization(
    session: Session, name: str, kind: OrganizationKind, park: Park, now: datetime
) -> int:
    made = Organization(
        name=name,
        kind=kind,
        status=OrganizationStatus.APPROVED,
        region_code=park.region_code,
        address=park.address,
        latitude_deg=park.latitude_deg,
        longitude_deg=park.longitude_deg,
        position_precision=park.position_precision,
        is_demo=True,
        created_at=now,
        decided_at=now,
    )
    session.add(made)
    session.flush()
    return made.id


def _load_demands(runtime: Runtime, target: ImportTarget, hosts: dict[str, int]) -> int:
    by_host: dict[int, list[DemandRow]] = defaultdict(list)
    for row in _rows(ImportKind.DEMANDS, FOLDER / "demands.jsonl", DemandRow):
        by_host[hosts[row.enterprise or row.park or ""]].append(row)
    for organization_id, rows in sorted(by_host.items()):
        import_demands(runtime, rows, target=replace(target, organization_id=organization_id))
    return sum(len(rows) for rows in by_host.values())
