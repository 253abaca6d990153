"""Use cases of a draft's typical cases: add, remove, move, find the place of an address."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from data.geocoding import PlaceCandidate
from data.importers.limits import CASES_COUNT
from data.models import Technology, TechnologyCase
from matcher.services import audit
from matcher.services.actor import Actor
from matcher.services.errors import ConflictError, InvalidError, NotFoundError
from matcher.services.match_requests import Site
from matcher.services.places import AmbiguousSiteError, SitePlace, place_of
from matcher.services.runtime import Runtime
from matcher.services.technology_drafts import editable
from matcher.services.technology_fields import case_of

_AWAY: Final = 1000
"""Ordinals that no case has, while two cases change places."""


def add_case(
    session: Session, *, actor: Actor, technology_id: int, now: datetime
) -> TechnologyCase:
    """Append an empty case.

    Raises
    ------
    ConflictError
        If the draft has as many cases as it may have, or was submitted.
    """
    technology = editable(session, actor=actor, technology_id=technology_id)
    made = append_case(session, technology)
    technology.updated_at = now
    _audit(session, "technology.case_added", actor, technology, made.id, now)
    return made


def append_case(session: Session, technology: Technology) -> TechnologyCase:
    """Append an empty case to a draft that the caller may write to.

    Raises
    ------
    ConflictError
        If it has as many cases as it may have.
    """
    if len(technology.cases) >= CASES_COUNT:
        raise ConflictError("too_many_cases", limit=CASES_COUNT)
    made = TechnologyCase(
        ordinal=_next_ordinal(technology), name="", co_benefits={}, unknown_fields={}
    )
    technology.cases.append(made)
    session.flush()
    return made


def remove_case(
    session: Session, *, actor: Actor, technology_id: int, case_id: int, now: datetime
) -> None:
    """Remove a case with everything in it.

    Raises
    ------
    NotFoundError
        If the draft has no such case.
    """
    technology = editable(session, actor=actor, technology_id=technology_id)
    technology.cases.remove(_case(technology, case_id))
    technology.updated_at = now
    session.flush()
    _renumber(session, technology)
    _audit(session, "technology.case_removed", actor, technology, case_id, now)


def move_case(
    session: Session, *, actor: Actor, technology_id: int, case_id: int, step: int, now: datetime
) -> None:
    """Move a case one place up (step −1) or down (+1); at the end it stays.

    Raises
    ------
    NotFoundError
        If the draft has no such case.
    """
    technology = editable(session, actor=actor, technology_id=technology_id)
    case, cases = _case(technology, case_id), technology.cases
    index = cases.index(case)
    target = min(max(index + step, 0), len(cases) - 1)
    if target == index:
        return
    cases.insert(target, cases.pop(index))
    technology.updated_at = now
    _renumber(session, technology)
    _audit(session, "technology.case_moved", actor, technology, case_id, now)


def _case(technology: Technology, case_id: int) -> TechnologyCase:
    found = case_of(technology, case_id)
    if found is None:
        raise NotFoundError("technology_case", case_id)
    return found


def _next_ordinal(technology: Technology) -> int:
    return max((case.ordinal for case in technology.cases), default=0) + 1


def _renumber(session: Session, technology: Technology) -> None:
    """Give the cases numbers from 1; in two steps, since two may never share one."""
    for number, case in enumerate(technology.cases, start=1):
        case.ordinal = _AWAY + number
    session.flush()
    for number, case in enumerate(technology.cases, start=1):
        case.ordinal = number
    session.flush()


def _audit(
    session: Session,
    action: str,
    actor: Actor,
    technology: Technology,
    case_id: int,
    now: datetime,
) -> None:
    details: dict[str, Any] = {"case_id": case_id, "cases": len(technology.cases)}
    audit.record(
        session,
        now=now,
        action=action,
        actor=actor,
        subject_kind="technology",
        subject_id=technology.id,
        details=details,
    )


@dataclass(frozen=True, slots=True)
class CasePlace:
    """Where an address was found, or why not."""

    address: str | None
    place: SitePlace
    warning: str | None = None
    candidates: tuple[PlaceCandidate, ...] = ()


def find_place(runtime: Runtime, address: str | None, region_code: str | None = None) -> CasePlace:
    """Return where an address lies; an ambiguous or unknown one keeps no position (RULINGS 6)."""
    try:
        return CasePlace(address, place_of(runtime, Site(address=address, region_code=region_code)))
    except AmbiguousSiteError as error:
        unknown = SitePlace.unknown()
        return CasePlace(address, unknown, "address_ambiguous", error.candidates)
    except InvalidError:
        return CasePlace(address, SitePlace.unknown(), "address_not_found")


def keep_place(
    session: Session, *, actor: Actor, technology_id: int, case_id: int, found: CasePlace
) -> None:
    """Keep the position of a case whose address is still the one that was looked up."""
    technology = editable(session, actor=actor, technology_id=technology_id)
    case = case_of(technology, case_id)
    if case is None or case.address != found.address:
        return
    case.region_code = found.place.region_code
    case.latitude_deg, case.longitude_deg = found.place.latitude_deg, found.place.longitude_deg
    case.position_precision = found.place.precision
    session.flush()
