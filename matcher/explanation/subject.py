"""One match being explained: the demand, the technology's row, the case used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isnan

from matcher.candidates import CandidateFacts
from matcher.case_choice import NO_CASE
from matcher.columns import TechnologyColumns
from matcher.explanation.message import Explanation, Message
from matcher.profiles import DemandProfile, FloatArray
from matcher.ranking import RankedMatch


@dataclass(frozen=True, slots=True)
class Subject:
    """What the explainers read, and the lists they append to."""

    demand: DemandProfile
    columns: TechnologyColumns
    facts: CandidateFacts
    match: RankedMatch
    case_names: Mapping[int, str]
    """Name of each case by id, as far as they are wanted."""
    reasons: list[Message] = field(default_factory=list)
    unknowns: list[Message] = field(default_factory=list)
    warnings: list[Message] = field(default_factory=list)

    @property
    def row(self) -> int:
        """Row of the technology."""
        return int(self.facts.rows[self.match.position])

    @property
    def case(self) -> int:
        """Case used, -1 if none."""
        return int(self.facts.case[self.match.position])

    def signal(self, part: str, name: str) -> float | None:
        """Return the value of a signal, None where unknown."""
        return self.match.parts[part].signals[name].value

    def of_case(self, values: FloatArray) -> float:
        """Return what the case used has in a column; NaN without a case."""
        return float("nan") if self.case == NO_CASE else float(values[self.case])

    def read_from_text(self, *fields: str) -> dict[str, bool]:
        """Return the value that marks a sentence when a field was read from the text."""
        return {"from_text": True} if self.demand.from_text.intersection(fields) else {}

    def explanation(self) -> Explanation:
        """Return what was appended."""
        return Explanation(tuple(self.reasons), tuple(self.unknowns), tuple(self.warnings))


def is_known(value: float) -> bool:
    """Whether a value is not NaN."""
    return not isnan(value)
