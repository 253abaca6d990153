"""Import of demands of one organization."""

from collections.abc import Sequence
from dataclasses import fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.importers.rows import DemandRow
from data.models import Demand, Enterprise, Park
from data.session import unit_of_work
from data.vocabulary import DemandVisibility
from matcher.services import audit, changes
from matcher.services.errors import FieldProblem, InvalidError
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

TITLE_CHARACTERS = 40
"""Of the text, where a row has no title."""

_SAME_NAMES = (
    "text",
    "project_type",
    "accepts_demonstration",
    "max_investment_yuan",
    "max_payback_years",
    "max_abatement_cost_yuan_per_tco2",
    "abatement_target_tco2_per_year",
    "needed_by_on",
    "expires_on",
)


def import_demands(
    runtime: Runtime,
    rows: Sequence[DemandRow],
    *,
    target: ImportTarget,
    progress: Progress = no_progress,
) -> ImportSummary:
    """Write demands of `target.organization_id`, all or none, idempotent by external_id.

    Raises
    ------
    InvalidError
        If no organization is named.
    """
    if target.organization_id is None:
        raise InvalidError([FieldProblem(field="organization", rule="required")])
    positions = Positions(runtime)
    for row in rows:
        positions.of(_site(row))
    summary = ImportSummary()
    with unit_of_work(runtime.sessions) as session:
        ids = []
        for row in rows:
            ids.append(_put(session, target, row, positions, summary).id)
            progress(1)
        changes.announce(session, kind=changes.DEMAND, ids=ids, now=target.now)
        audit.record(
            session,
            now=target.now,
            action="demands.imported",
            actor=target.actor,
            details={"created": summary.created, "updated": summary.updated},
        )
    return summary


def _site(row: DemandRow) -> Site:
    if row.site is None:
        return Site()
    return Site(**{item.name: getattr(row.site, item.name) for item in fields(Site)})


def _put(
    session: Session,
    target: ImportTarget,
    row: DemandRow,
    positions: Positions,
    summary: ImportSummary,
) -> Demand:
    park, enterprise = _hosts(session, target, row)
    site = _site(row)
    place = positions.of(site)
    summary.warnings += [(row.external_id, warning) for warning in place.warnings]
    if site.is_empty and park is not None:
        place = SitePlace.of_park(park)
    demand = session.scalar(
        select(Demand).where(
            Demand.organization_id == target.organization_id,
            Demand.external_id == row.external_id,
        )
    )
    if demand is None:
        summary.created += 1
        demand = Demand(
            organization_id=target.organization_id,
            external_id=row.external_id,
            created_by_id=target.actor.user_id if target.actor else None,
            is_demo=target.is_demo,
            created_at=target.now,
        )
        session.add(demand)
    else:
        summary.updated += 1
    demand.park_id = park.id if park else None
    demand.enterprise_id = enterprise.id if enterprise else None
    demand.title = row.title or row.text[:TITLE_CHARACTERS]
    demand.region_code, demand.address = place.region_code, place.address
    demand.latitude_deg, demand.longitude_deg = place.latitude_deg, place.longitude_deg
    demand.position_precision = place.precision
    demand.sectors, demand.technology_types = list(row.sectors), list(row.technology_types)
    demand.weights = dict(row.weights) if row.weights is not None else None
    demand.visibility = row.visibility or DemandVisibility.MATCHED_OWNERS
    demand.updated_at = target.now
    for name in _SAME_NAMES:
        setattr(demand, name, getattr(row, name))
    session.flush()
    return demand


def _hosts(
    session: Session, target: ImportTarget, row: DemandRow
) -> tuple[Park | None, Enterprise | None]:
    """Return the park and enterprise a row names, among those the importer's namespace holds."""
    enterprise = park = None
    if row.enterprise:
        enterprise = session.scalar(
            select(Enterprise).where(
                Enterprise.source == target.source, Enterprise.external_id == row.enterprise
            )
        )
        if enterprise is None:
            summary_field = FieldProblem(
                field="enterprise", rule="unknown_code", values={"value": row.enterprise}
            )
            raise InvalidError([summary_field])
    if row.park:
        park = session.scalar(
            select(Park).where(Park.source == target.source, Park.external_id == row.park)
        )
        if park is None:
            raise InvalidError(
                [FieldProblem(field="park", rule="unknown_code", values={"value": row.park})]
            )
    if park is None and enterprise is not None and enterprise.park_id is not None:
        park = session.get(Park, enterprise.park_id)
    return park, enterprise
