"""Applications to the catalogue, from the owner's draft to the published entry and after it."""

from matcher.services.applications.completeness import OpenFields, missing, open_fields
from matcher.services.applications.moves import (
    ReviewMove,
    move,
    offered_moves,
    position_of,
    sides_of,
)
from matcher.services.applications.publication import Prepared, prepare
from matcher.services.applications.submission import SubmissionChoices, choices, submit
from matcher.services.applications.updates import (
    changes_of_update,
    start_update,
    with_cases,
)

__all__ = [
    "OpenFields",
    "Prepared",
    "ReviewMove",
    "SubmissionChoices",
    "changes_of_update",
    "choices",
    "missing",
    "move",
    "offered_moves",
    "open_fields",
    "position_of",
    "prepare",
    "sides_of",
    "start_update",
    "submit",
    "with_cases",
]
