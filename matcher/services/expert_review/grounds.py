"""Records turned into what the pure rules of conflict and assignment ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from data.models import Organization
from data.queries import expert_pool
from data.queries.expert_pool import ExpertRow
from data.queries.review_rounds import RoundItem
from data.reference import UnknownCodeError, parse_field
from data.vocabulary import ConflictGround
from matcher.expert_review import Candidate, Party, Reviewer, conflict_of

DEFAULT_CAPACITY = 8
"""Most applications of a round for an expert whose profile is not written yet."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Experts and applicants of a round, ready to be compared."""

    candidates: Mapping[int, Candidate]
    parties: Mapping[int, Party]
    """By application."""

    units: Mapping[int, int | None]
    """The recommending unit of each application."""

    def of(self, expert_id: int, application_id: int) -> ConflictGround | None:
        """Return why an expert may not score an application, or None."""
        return conflict_of(
            self.candidates[expert_id],
            self.parties[application_id],
            recommending_organization_id=self.units[application_id],
        )


def grounds_of(
    session: Session, experts: Sequence[ExpertRow], items: Sequence[RoundItem]
) -> Grounds:
    """Gather what conflicts between some experts and some applications are told from."""
    recused = expert_pool.recusals(session, [one.id for one in experts])
    owners = [one.owner.id for one in items if one.owner is not None]
    groups = expert_pool.groups(session, owners)
    return Grounds(
        candidates={
            one.id: Candidate(
                employer=_party(one.organization, one.group),
                ties=frozenset(one.profile.ties if one.profile else ()),
                recused_from=recused.get(one.id, frozenset()),
            )
            for one in experts
        },
        parties={
            one.application.id: Party(organization_id=None, name="")
            if one.owner is None
            else _party(one.owner, groups.get(one.owner.id))
            for one in items
        },
        units={one.application.id: one.application.recommending_organization_id for one in items},
    )


def reviewer_of(row: ExpertRow, *, load: int) -> Reviewer:
    """Return an expert as the proposal sees them; `load` is what they hold of the round."""
    profile = row.profile
    if profile is None:
        return Reviewer(expert_id=row.id, capacity=DEFAULT_CAPACITY, load=load)
    return Reviewer(
        expert_id=row.id,
        fields=frozenset(profile.fields),
        technology_types=frozenset(profile.technology_types),
        capacity=profile.capacity_per_round,
        load=load,
    )


def field_codes(given: Sequence[str]) -> frozenset[str]:
    """Return the codes of the fields a form names; a name of the owner's own is left out."""
    found = set()
    for one in given:
        try:
            found.add(parse_field(one))
        except UnknownCodeError:
            continue
    return frozenset(found)


def _party(organization: Organization, group: str | None) -> Party:
    return Party(
        organization_id=organization.id,
        name=organization.name,
        credit_code=organization.unified_social_credit_code,
        group=group,
    )
