"""Import of parks with their enterprises and energy profiles."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from data.importers.rows import EnergyUseRow, EnterpriseRow, ParkRow
from data.models import EnergyUse, Enterprise, Park
from data.session import unit_of_work
from matcher.services import audit
from matcher.services.imports.positions import Positions
from matcher.services.imports.summary import (
    ImportSummary,
    ImportTarget,
    Progress,
    no_progress,
)
from matcher.services.match_requests import Site
from matcher.services.places import SitePlace
from matcher.services.runtime import Runtime


def import_parks(
    runtime: Runtime,
    rows: Sequence[ParkRow],
    *,
    target: ImportTarget,
    progress: Progress = no_progress,
) -> ImportSummary:
    """Write parks, all or none; a row whose external_id is known replaces that park."""
    positions = Positions(runtime)
    places = [positions.of(_site(row)) for row in rows]
    summary = ImportSummary()
    with unit_of_work(runtime.sessions) as session:
        for row, place in zip(rows, places, strict=True):
            _put_park(session, target, row, place, summary)
            progress(1)
        audit.record(
            session,
            now=target.now,
            action="parks.imported",
            actor=target.actor,
            details={"created": summary.created, "updated": summary.updated},
        )
    return summary


def _site(row: ParkRow) -> Site:
    return Site(address=row.address or row.name, region_code=row.region_code)


def _put_park(
    session: Session, target: ImportTarget, row: ParkRow, place: SitePlace, summary: ImportSummary
) -> None:
    park = session.scalar(
        select(Park)
        .where(Park.source == target.source, Park.external_id == row.external_id)
        .options(selectinload(Park.energy_uses))
    )
    if park is None:
        park = Park(
            source=target.source,
            external_id=row.external_id,
            organization_id=target.organization_id,
            is_demo=target.is_demo,
            created_at=target.now,
        )
        session.add(park)
        summary.created += 1
    else:
        summary.updated += 1
    park.name, park.address = row.name, row.address
    park.region_code = row.region_code or place.region_code
    park.latitude_deg, park.longitude_deg = place.latitude_deg, place.longitude_deg
    park.position_precision = place.precision
    park.designations = list(row.designations)
    park.leading_industries, park.area_km2 = row.leading_industries, row.area_km2
    park.annual_output_yuan, park.profile_note = row.annual_output_yuan, row.profile_note
    park.energy_uses = [_energy_use(one) for one in row.energy_use]
    summary.warnings += [(row.external_id, warning) for warning in place.warnings]
    session.flush()
    for enterprise in row.enterprises:
        _put_enterprise(session, target, park, enterprise)


def _put_enterprise(session: Session, target: ImportTarget, park: Park, row: EnterpriseRow) -> None:
    enterprise = session.scalar(
        select(Enterprise)
        .where(Enterprise.source == target.source, Enterprise.external_id == row.external_id)
        .options(selectinload(Enterprise.energy_uses))
    )
    if enterprise is None:
        enterprise = Enterprise(
            source=target.source,
            external_id=row.external_id,
            is_demo=target.is_demo,
            created_at=target.now,
        )
        session.add(enterprise)
    enterprise.park_id, enterprise.name = park.id, row.name
    enterprise.sector_code = row.sector_code
    enterprise.region_code = row.region_code or park.region_code
    enterprise.main_products = row.main_products
    enterprise.energy_uses = [_energy_use(one) for one in row.energy_use]
    session.flush()


def _energy_use(row: EnergyUseRow) -> EnergyUse:
    return EnergyUse(carrier=row.carrier, year=row.year, amount=row.amount, unit=row.unit)
