"""Explanations: message ids with values for reasons, unknowns, warnings and exclusions."""

from matcher.explanation.cost import CaseCost, case_cost
from matcher.explanation.exclusion import explain_exclusion
from matcher.explanation.match import ExplainedMatch, explain_match, named_case_ids
from matcher.explanation.message import Explanation, Message

__all__ = [
    "CaseCost",
    "ExplainedMatch",
    "Explanation",
    "Message",
    "case_cost",
    "explain_exclusion",
    "explain_match",
    "named_case_ids",
]
