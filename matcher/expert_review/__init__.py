"""Expert review, pure: indicators, scores, conflicts of interest, who scores what."""

from matcher.expert_review.assignment import Pick, Reviewer, Task, fit_of, is_available, propose
from matcher.expert_review.conflicts import Candidate, Party, conflict_of
from matcher.expert_review.indicators import (
    Indicator,
    IndicatorSystem,
    IndicatorSystemError,
    read_system,
)
from matcher.expert_review.rounds import (
    DECLARED_AS,
    GONE,
    PENDING,
    Progress,
    all_in,
    progress_of,
    shows_scores,
)
from matcher.expert_review.scoring import Result, ScoreProblem, result_of, score_problems, total

__all__ = [
    "DECLARED_AS",
    "GONE",
    "PENDING",
    "Candidate",
    "Indicator",
    "IndicatorSystem",
    "IndicatorSystemError",
    "Party",
    "Pick",
    "Progress",
    "Result",
    "Reviewer",
    "ScoreProblem",
    "Task",
    "all_in",
    "conflict_of",
    "fit_of",
    "is_available",
    "progress_of",
    "propose",
    "read_system",
    "result_of",
    "score_problems",
    "shows_scores",
    "total",
]
