"""Supply and demand by topic: published technologies beside open needs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicBalance:
    """One topic: how many technologies answer it, how many needs ask for it."""

    topic: str
    technology_count: int
    need_count: int

    @property
    def is_short(self) -> bool:
        """Whether needs outnumber technologies."""
        return self.need_count > self.technology_count

    @property
    def is_unanswered(self) -> bool:
        """Whether there are needs and no technology at all."""
        return self.need_count > 0 and self.technology_count == 0


def balances(
    topics: Sequence[str],
    technology_topics: Iterable[Sequence[str]],
    need_topics: Iterable[str],
) -> tuple[TopicBalance, ...]:
    """Return the balance of every topic in the given order.

    Parameters
    ----------
    topics
        All codes.
    technology_topics
        Topics of each technology; it supplies each of them, once.
    need_topics
        The one topic of each need.
    """
    supply = Counter(code for codes in technology_topics for code in set(codes))
    demand = Counter(need_topics)
    return tuple(
        TopicBalance(topic=code, technology_count=supply[code], need_count=demand[code])
        for code in topics
    )
