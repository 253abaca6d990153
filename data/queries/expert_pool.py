"""Reads of the expert pool: who is in it, how much they hold, what they stood back from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from data.models import (
    Application,
    ExpertProfile,
    Organization,
    OrganizationGroup,
    ReviewAssignment,
    ReviewRound,
    User,
)
from data.vocabulary import AssignmentStatus, Role, RoundStatus

EXPORTED = 5000
"""Rows of one spreadsheet."""

PENDING = (AssignmentStatus.ASSIGNED, AssignmentStatus.ACCEPTED)


@dataclass(frozen=True, slots=True)
class ExpertRow:
    """One expert with organization, group and profile; the profile may not be written yet."""

    user: User
    organization: Organization
    profile: ExpertProfile | None
    group: str | None

    @property
    def id(self) -> int:
        """The user's id."""
        return self.user.id

    @property
    def region_code(self) -> str | None:
        """Where the expert is: as the profile says, else the organization's region."""
        stated = self.profile.region_code if self.profile else None
        return stated or self.organization.region_code


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertFilter:
    """What the list is narrowed to; empty is no limit."""

    field: str = ""
    technology_type: str = ""
    region_prefix: str = ""
    query: str = ""
    available_on: date | None = None


def statement() -> Select[tuple[User, Organization, ExpertProfile, str]]:
    """Return the select of active experts with what stands around them."""
    return (
        select(User, Organization, ExpertProfile, OrganizationGroup.name)
        .join(Organization, Organization.id == User.organization_id)
        .join(ExpertProfile, ExpertProfile.user_id == User.id, isouter=True)
        .join(OrganizationGroup, OrganizationGroup.organization_id == Organization.id, isouter=True)
        .where(User.role == Role.EXPERT, User.is_active)
    )


def experts(
    session: Session,
    *,
    kept: ColumnElement[bool],
    wanted: ExpertFilter,
    limit: int = EXPORTED,
) -> Sequence[ExpertRow]:
    """Return the experts that an officer keeps, under a filter, in the order they joined."""
    found = statement().where(kept, *_conditions(wanted)).order_by(User.id)
    rows = [ExpertRow(*row) for row in session.execute(found)]
    # Lists in JSON columns are compared here: the two databases ask for them in different ways.
    return [one for one in rows if _works_in(one, wanted)][:limit]


def _conditions(wanted: ExpertFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.region_prefix:
        region = func.coalesce(ExpertProfile.region_code, Organization.region_code)
        found.append(region.startswith(wanted.region_prefix, autoescape=True))
    if wanted.available_on is not None:
        day = wanted.available_on
        found.append(
            and_(
                or_(ExpertProfile.id.is_(None), ExpertProfile.is_active),
                or_(ExpertProfile.available_from.is_(None), ExpertProfile.available_from <= day),
                or_(ExpertProfile.available_until.is_(None), ExpertProfile.available_until >= day),
            )
        )
    found += [
        or_(
            User.name.icontains(word, autoescape=True),
            Organization.name.icontains(word, autoescape=True),
        )
        for word in wanted.query.split()[:8]
    ]
    return found


def _works_in(row: ExpertRow, wanted: ExpertFilter) -> bool:
    fields = row.profile.fields if row.profile else []
    types = row.profile.technology_types if row.profile else []
    by_field = not wanted.field or wanted.field in fields
    return by_field and (not wanted.technology_type or wanted.technology_type in types)


def expert(session: Session, user_id: int, *, kept: ColumnElement[bool]) -> ExpertRow | None:
    """Return one expert, or None where the officer keeps no such expert."""
    found = session.execute(statement().where(User.id == user_id, kept)).first()
    return None if found is None else ExpertRow(*found)


def pending_counts(session: Session, expert_ids: Sequence[int]) -> Mapping[int, int]:
    """Return how many applications of open rounds each expert still owes; absent is none."""
    rows = session.execute(
        select(ReviewAssignment.expert_id, func.count())
        .join(ReviewRound, ReviewRound.id == ReviewAssignment.round_id)
        .where(
            ReviewAssignment.expert_id.in_(expert_ids),
            ReviewAssignment.status.in_(PENDING),
            ReviewRound.status == RoundStatus.OPEN,
        )
        .group_by(ReviewAssignment.expert_id)
    )
    return {expert_id: count for expert_id, count in rows}  # noqa: C416 - a Row is no tuple for mypy


def submitted_counts(session: Session, expert_ids: Sequence[int]) -> Mapping[int, int]:
    """Return how many applications each expert has scored so far; absent is none."""
    rows = session.execute(
        select(ReviewAssignment.expert_id, func.count())
        .where(
            ReviewAssignment.expert_id.in_(expert_ids),
            ReviewAssignment.status == AssignmentStatus.SUBMITTED,
        )
        .group_by(ReviewAssignment.expert_id)
    )
    return {expert_id: count for expert_id, count in rows}  # noqa: C416 - a Row is no tuple for mypy


def recusals(session: Session, expert_ids: Sequence[int]) -> Mapping[int, frozenset[int]]:
    """Return from which applicants each expert stood back before; absent is none."""
    rows = session.execute(
        select(ReviewAssignment.expert_id, Application.organization_id)
        .join(Application, Application.id == ReviewAssignment.application_id)
        .where(
            ReviewAssignment.expert_id.in_(expert_ids),
            ReviewAssignment.status == AssignmentStatus.RECUSED,
            Application.organization_id.is_not(None),
        )
    )
    found: dict[int, set[int]] = {}
    for expert_id, organization_id in rows:
        if organization_id is not None:
            found.setdefault(expert_id, set()).add(organization_id)
    return {expert_id: frozenset(ids) for expert_id, ids in found.items()}


def groups(session: Session, organization_ids: Sequence[int]) -> Mapping[int, str]:
    """Return the owner group of each organization; absent is unknown."""
    rows = session.scalars(
        select(OrganizationGroup).where(OrganizationGroup.organization_id.in_(organization_ids))
    )
    return {row.organization_id: row.name for row in rows}
