"""Use cases of demands: post, change, close; read one as a match request."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from data.clock import local_day
from data.models import Demand, Enterprise, Park
from data.queries import demands as reads
from data.vocabulary import DemandStatus, DemandVisibility
from matcher.services import access, audit, changes
from matcher.services.actor import Actor
from matcher.services.errors import ConflictError, FieldProblem, ForbiddenError, InvalidError
from matcher.services.match_requests import MatchRequest, Site
from matcher.services.matching import parsed_weights
from matcher.services.need_texts import checked_request, cleaned_text
from matcher.services.places import SitePlace, place_of
from matcher.services.runtime import Runtime

MAX_TITLE_CHARACTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDemand:
    """A demand as posted, its fields validated one by one."""

    request: MatchRequest
    title: str
    park_id: int | None = None
    enterprise_id: int | None = None
    expires_on: date | None = None
    visibility: DemandVisibility = DemandVisibility.MATCHED_OWNERS
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """A stored demand, and what the poster should know about how it was read."""

    demand: Demand
    warnings: tuple[str, ...]


def post_demand(
    session: Session, runtime: Runtime, *, actor: Actor, new: NewDemand, now: datetime
) -> Posted:
    """Record a demand of the actor's organization.

    Raises
    ------
    ForbiddenError
        If the actor's role does not post demands.
    InvalidError
        If text, title, dates or weights cannot be used, the park or enterprise is not the
        organization's, or a place cannot be read.
    """
    if actor.role not in access.POSTING_ROLES:
        raise ForbiddenError("role_posts_no_demands")
    new = _checked(new)
    check_dates(now, needed_by_on=new.request.needed_by_on, expires_on=new.expires_on)
    _check_number(session, actor, new)
    place = _place(session, runtime, actor, new)
    demand = Demand(
        organization_id=actor.organization_id,
        created_by_id=actor.user_id,
        external_id=new.external_id,
        created_at=now,
        updated_at=now,
        **_columns(new, place),
    )
    session.add(demand)
    try:
        session.flush()
    except IntegrityError as error:  # the other process took the number a moment ago
        raise ConflictError("changed_meanwhile") from error
    changes.announce(session, kind=changes.DEMAND, ids=[demand.id], now=now)
    audit.record(
        session,
        now=now,
        action="demand.posted",
        actor=actor,
        subject_kind="demand",
        subject_id=demand.id,
    )
    return Posted(demand, place.warnings)


def _check_number(session: Session, actor: Actor, new: NewDemand) -> None:
    """Refuse a number of the organization's own that one of its demands has already."""
    number = new.external_id
    if number is not None and reads.has_number(
        session, organization_id=actor.organization_id, external_id=number
    ):
        raise InvalidError([FieldProblem(field="external_id", rule="number_taken")])


def change_demand(
    session: Session,
    runtime: Runtime,
    *,
    actor: Actor,
    demand_id: int,
    new: NewDemand,
    version: int | None,
    now: datetime,
) -> Posted:
    """Replace a demand's content; past match runs stay as they were shown.

    Raises
    ------
    ConflictError
        If the demand was changed since `version` was read.
    """
    demand = access.own_demand(session, actor, demand_id)
    if version is not None and version != demand.version:
        raise ConflictError("changed_meanwhile")
    new = _checked(new)
    # A date that was stated in time may have passed since; only a new one must lie ahead.
    request = new.request
    check_dates(
        now,
        needed_by_on=None if request.needed_by_on == demand.needed_by_on else request.needed_by_on,
        expires_on=None if new.expires_on == demand.expires_on else new.expires_on,
    )
    place = _place(session, runtime, actor, new)
    before = {name: getattr(demand, name) for name in _columns(new, place)}
    changed = [name for name, value in _columns(new, place).items() if before[name] != value]
    for name, value in _columns(new, place).items():
        setattr(demand, name, value)
    demand.updated_at = now
    session.flush()
    changes.announce(session, kind=changes.DEMAND, ids=[demand.id], now=now)
    audit.record(
        session,
        now=now,
        action="demand.changed",
        actor=actor,
        subject_kind="demand",
        subject_id=demand.id,
        details={"fields": changed},
    )
    return Posted(demand, place.warnings)


def set_status(
    session: Session, *, actor: Actor, demand_id: int, status: DemandStatus, now: datetime
) -> Demand:
    """Close a demand, or open it again; closing an already closed one changes nothing."""
    demand = access.own_demand(session, actor, demand_id)
    if demand.status is status:
        return demand
    demand.status = status
    demand.updated_at = now
    changes.announce(session, kind=changes.DEMAND, ids=[demand.id], now=now)
    audit.record(
        session,
        now=now,
        action=f"demand.{status.value}",
        actor=actor,
        subject_kind="demand",
        subject_id=demand.id,
    )
    return demand


def check_dates(now: datetime, **dates: date | None) -> None:
    """Refuse dates that have passed, by the name of their field.

    Raises
    ------
    InvalidError
        Naming every such field.
    """
    today = local_day(now)
    passed = [name for name, day in dates.items() if day is not None and day < today]
    if passed:
        raise InvalidError([FieldProblem(field=name, rule="in_past") for name in passed])


def request_of(demand: Demand, *, weights: Mapping[str, float] | None, limit: int) -> MatchRequest:
    """Return the match a stored demand asks for; given weights win over the stored ones."""
    return MatchRequest(
        text=demand.text,
        title=demand.title,
        site=Site(
            address=demand.address,
            region_code=demand.region_code,
            latitude_deg=demand.latitude_deg,
            longitude_deg=demand.longitude_deg,
        ),
        sectors=tuple(demand.sectors),
        technology_types=tuple(demand.technology_types),
        project_type=demand.project_type,
        accepts_demonstration=demand.accepts_demonstration,
        max_investment_yuan=_float(demand.max_investment_yuan),
        max_payback_years=demand.max_payback_years,
        max_abatement_cost_yuan_per_tco2=demand.max_abatement_cost_yuan_per_tco2,
        abatement_target_tco2_per_year=demand.abatement_target_tco2_per_year,
        needed_by_on=demand.needed_by_on,
        weights=weights if weights is not None else demand.weights,
        ignore_understood=tuple(demand.ignore_understood),
        limit=limit,
    )


def _checked(new: NewDemand) -> NewDemand:
    title = cleaned_text(new.title)
    if not title:
        raise InvalidError([FieldProblem(field="title", rule="required")])
    parsed_weights(new.request.weights)
    return replace(new, request=checked_request(new.request), title=title)


def _columns(new: NewDemand, place: SitePlace) -> dict[str, Any]:
    request = new.request
    return {
        "title": new.title,
        "text": request.text,
        "park_id": new.park_id,
        "enterprise_id": new.enterprise_id,
        "region_code": place.region_code,
        "address": place.address,
        "latitude_deg": place.latitude_deg,
        "longitude_deg": place.longitude_deg,
        "position_precision": place.precision,
        "sectors": list(request.sectors),
        "technology_types": list(request.technology_types),
        "project_type": request.project_type,
        "accepts_demonstration": request.accepts_demonstration,
        "max_investment_yuan": _decimal(request.max_investment_yuan),
        "max_payback_years": request.max_payback_years,
        "max_abatement_cost_yuan_per_tco2": request.max_abatement_cost_yuan_per_tco2,
        "abatement_target_tco2_per_year": request.abatement_target_tco2_per_year,
        "needed_by_on": request.needed_by_on,
        "weights": dict(request.weights) if request.weights is not None else None,
        "ignore_understood": list(request.ignore_understood),
        "expires_on": new.expires_on,
        "visibility": new.visibility,
    }


def _place(session: Session, runtime: Runtime, actor: Actor, new: NewDemand) -> SitePlace:
    """Return the given site, else the park's, else the organization's only park's (RULINGS 6)."""
    park = _owned_park(session, actor, new)
    if not new.request.site.is_empty:
        return place_of(runtime, new.request.site)
    if park is None:
        parks = reads.parks_of(session, actor.organization_id)
        park = parks[0] if len(parks) == 1 else None
    return SitePlace.unknown() if park is None else SitePlace.of_park(park)


def _owned_park(session: Session, actor: Actor, new: NewDemand) -> Park | None:
    problems: list[FieldProblem] = []
    enterprise = None
    if new.enterprise_id is not None:
        owned = {e.id: e for e in reads.enterprises_of(session, actor.organization_id)}
        enterprise = owned.get(new.enterprise_id)
        if enterprise is None:
            problems.append(FieldProblem(field="enterprise_id", rule="not_yours"))
    park = _park_of(session, actor, new.park_id, enterprise)
    if new.park_id is not None and park is None:
        problems.append(FieldProblem(field="park_id", rule="not_yours"))
    if problems:
        raise InvalidError(problems)
    return park


def _park_of(
    session: Session, actor: Actor, park_id: int | None, enterprise: Enterprise | None
) -> Park | None:
    if park_id is None:
        is_in_park = enterprise is not None and enterprise.park_id is not None
        return session.get(Park, enterprise.park_id) if enterprise and is_in_park else None
    own = {park.id: park for park in reads.parks_of(session, actor.organization_id)}
    if park_id in own:
        return own[park_id]
    # An enterprise posts for the park it lies in.
    hosts = {e.park_id for e in reads.enterprises_of(session, actor.organization_id)}
    return session.get(Park, park_id) if park_id in hosts else None


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
