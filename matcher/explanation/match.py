"""Explain one match: its reasons, unknowns and warnings, its costs and its distance."""

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.candidates import Ranking
from matcher.columns import TechnologyColumns
from matcher.eligibility import Eligibility
from matcher.explanation.cost import CaseCost, case_cost, explain_cost
from matcher.explanation.fit import explain_fit
from matcher.explanation.limits import explain_limits
from matcher.explanation.location import explain_location, nearest_place
from matcher.explanation.message import Explanation
from matcher.explanation.subject import Subject, is_known
from matcher.profiles import DemandProfile
from matcher.ranking import RankedMatch


@dataclass(frozen=True, slots=True)
class ExplainedMatch:
    """A match with everything the response says of it besides the technology's own fields."""

    match: RankedMatch
    explanation: Explanation
    cost: CaseCost | None
    """Costs of the case used; None without a case."""
    distance_km: float | None
    nearest: str | None
    """`service_point` or `reference_case`; None where the distance is unknown."""


def explain_match(
    demand: DemandProfile,
    columns: TechnologyColumns,
    eligibility: Eligibility,
    ranking: Ranking,
    match: RankedMatch,
    *,
    case_names: Mapping[int, str],
) -> ExplainedMatch:
    """Return what speaks for a match, what is unknown and what to beware of.

    Parameters
    ----------
    case_names : mapping of int to str
        Names of cases by id; only those of nearest cases are read (`named_case_ids`).

    References
    ----------
    .. [1] docs/decisions/0049-explanations.md.
    """
    subject = Subject(demand, columns, ranking.facts, match, case_names)
    cost = case_cost(columns, ranking.facts, match.position)
    explain_fit(subject)
    explain_location(subject)
    explain_cost(subject, cost)
    least = float(eligibility.least_investment_yuan[subject.row])
    explain_limits(subject, least_investment_yuan=least)
    distance_km = float(ranking.facts.distance_km[match.position])
    return ExplainedMatch(
        match=match,
        explanation=subject.explanation(),
        cost=cost,
        distance_km=distance_km if is_known(distance_km) else None,
        nearest=nearest_place(subject),
    )


def named_case_ids(columns: TechnologyColumns, ranking: Ranking) -> list[int]:
    """Return the ids of the nearest cases of the matches, whose names explanations show."""
    nearest = [int(ranking.facts.nearest_case[match.position]) for match in ranking.matches]
    return [int(columns.cases.ids[case]) for case in nearest if case >= 0]
