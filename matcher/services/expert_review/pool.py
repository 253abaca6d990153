"""Use cases of the expert pool: profiles kept by officers and, in part, by the experts."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from data.models import ExpertProfile, OrganizationGroup, User
from data.queries import expert_pool as reads
from data.queries.expert_pool import ExpertRow
from data.reference import divisions, fields, technology_types
from data.vocabulary import Role
from matcher.services import audit, review_access
from matcher.services.actor import Actor
from matcher.services.errors import (
    ConflictError,
    FieldProblem,
    ForbiddenError,
    InvalidError,
    NotFoundError,
)

MAX_TITLE_CHARACTERS: Final = 80
MAX_GROUP_CHARACTERS: Final = 200
MAX_CAPACITY: Final = 200
MAX_TIES: Final = 30
MAX_TIE_CHARACTERS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertForm:
    """What an officer, or in part the expert, says of an expert.

    `capacity_per_round`, `region_code`, `is_active` and `group` are the officer's to say; None
    leaves them as they are.
    """

    title: str = ""
    fields: tuple[str, ...] = ()
    technology_types: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()
    available_from: date | None = None
    available_until: date | None = None
    capacity_per_round: int | None = None
    region_code: str | None = None
    is_active: bool | None = None
    group: str | None = None


def kept_expert(session: Session, actor: Actor, user_id: int) -> ExpertRow:
    """Return an expert of the officer's pool, or raise NotFoundError."""
    found = reads.expert(session, user_id, kept=review_access.experts_kept_by(actor))
    if found is None:
        raise NotFoundError("expert", user_id)
    return found


def own_row(session: Session, actor: Actor) -> ExpertRow:
    """Return the expert who asks, or raise ForbiddenError."""
    found = reads.expert(session, actor.user_id, kept=User.id == actor.user_id)
    if actor.role is not Role.EXPERT or found is None:
        raise ForbiddenError("role_not_allowed")
    return found


def save_expert(
    session: Session,
    *,
    actor: Actor,
    user_id: int,
    form: ExpertForm,
    version: int | None,
    now: datetime,
) -> ExpertProfile:
    """Write what an officer says of an expert of their pool.

    Raises
    ------
    NotFoundError
        If the expert is not of the officer's pool.
    InvalidError
        Naming each field that breaks a rule.
    ConflictError
        If the profile changed since `version` was read.
    """
    row = kept_expert(session, actor, user_id)
    _check(form)
    _check_region(actor, form.region_code)
    profile = _profile(session, row, version, now)
    _apply_own(profile, form)
    if form.capacity_per_round is not None:
        profile.capacity_per_round = form.capacity_per_round
    if form.is_active is not None:
        profile.is_active = form.is_active
    profile.region_code = form.region_code or None
    if form.group is not None:
        record_group(
            session, actor=actor, organization_id=row.organization.id, name=form.group, now=now
        )
    _saved(session, actor, profile, now)
    return profile


def save_own(
    session: Session, *, actor: Actor, form: ExpertForm, version: int | None, now: datetime
) -> ExpertProfile:
    """Write what experts say of themselves: title, fields, types, ties, availability.

    Raises
    ------
    InvalidError
        Naming each field that breaks a rule.
    ConflictError
        If the profile changed since `version` was read.
    """
    row = own_row(session, actor)
    _check(form)
    profile = _profile(session, row, version, now)
    _apply_own(profile, form)
    _saved(session, actor, profile, now)
    return profile


def record_group(
    session: Session, *, actor: Actor, organization_id: int, name: str, now: datetime
) -> None:
    """Record which owner group an organization belongs to; empty takes the record away.

    Callers have checked that the actor may know of the organization.
    """
    name = name.strip()
    if len(name) > MAX_GROUP_CHARACTERS:
        values = {"max": MAX_GROUP_CHARACTERS}
        raise InvalidError([FieldProblem(field="group", rule="too_long", values=values)])
    known = session.query(OrganizationGroup).filter_by(organization_id=organization_id).first()
    if name == (known.name if known else ""):
        return
    if not name and known is not None:
        session.delete(known)
    elif known is None:
        known = OrganizationGroup(organization_id=organization_id)
        session.add(known)
    if name and known is not None:
        known.name, known.recorded_at, known.recorded_by_id = name, now, actor.user_id
    session.flush()
    audit.record(
        session,
        now=now,
        action="organization.group_recorded",
        actor=actor,
        subject_kind="organization",
        subject_id=organization_id,
        details={"has_group": bool(name)},
    )


def _apply_own(profile: ExpertProfile, form: ExpertForm) -> None:
    profile.title = form.title or None
    profile.fields = list(form.fields)
    profile.technology_types = list(form.technology_types)
    profile.ties = list(form.ties)
    profile.available_from = form.available_from
    profile.available_until = form.available_until


def _profile(session: Session, row: ExpertRow, version: int | None, now: datetime) -> ExpertProfile:
    profile = row.profile
    if profile is None:
        profile = ExpertProfile(user_id=row.id, created_at=now, updated_at=now, ties=[])
        session.add(profile)
    elif version is not None and version != profile.version:
        raise ConflictError("changed_meanwhile")
    profile.updated_at = now
    return profile


def _saved(session: Session, actor: Actor, profile: ExpertProfile, now: datetime) -> None:
    session.flush()
    audit.record(
        session,
        now=now,
        action="expert.profile_saved",
        actor=actor,
        subject_kind="expert",
        subject_id=profile.user_id,
        details={
            "fields": profile.fields,
            "technology_types": profile.technology_types,
            "tie_count": len(profile.ties),
            "capacity_per_round": profile.capacity_per_round,
            "is_active": profile.is_active,
            "available_from": profile.available_from,
            "available_until": profile.available_until,
            "version": profile.version,
        },
    )


def _check(form: ExpertForm) -> None:
    problems = [
        FieldProblem(field=name, rule="unknown_code")
        for name, given, known in (
            ("fields", form.fields, fields()),
            ("technology_types", form.technology_types, technology_types()),
        )
        if any(one not in known for one in given)
    ]
    if len(form.title) > MAX_TITLE_CHARACTERS:
        problems.append(_too_long("title", MAX_TITLE_CHARACTERS))
    if any(len(one) > MAX_TIE_CHARACTERS for one in form.ties):
        problems.append(_too_long("ties", MAX_TIE_CHARACTERS))
    if len(form.ties) > MAX_TIES:
        values = {"max": MAX_TIES}
        problems.append(FieldProblem(field="ties", rule="too_many_items", values=values))
    first, last = form.available_from, form.available_until
    if first and last and last < first:
        problems.append(FieldProblem(field="available_until", rule="not_before_from"))
    capacity = form.capacity_per_round
    if capacity is not None and not 0 <= capacity <= MAX_CAPACITY:
        rule = "too_small" if capacity < 0 else "too_large"
        values = {"min": 0, "max": MAX_CAPACITY}
        problems.append(FieldProblem(field="capacity_per_round", rule=rule, values=values))
    if problems:
        raise InvalidError(problems)


def _check_region(actor: Actor, region_code: str | None) -> None:
    if not region_code:
        return
    if region_code not in divisions():
        raise InvalidError([FieldProblem(field="region_code", rule="unknown_region")])
    if not region_code.startswith(actor.region_prefix):
        raise InvalidError([FieldProblem(field="region_code", rule="region_of_others")])


def _too_long(field: str, most: int) -> FieldProblem:
    return FieldProblem(field=field, rule="too_long", values={"max": most})
