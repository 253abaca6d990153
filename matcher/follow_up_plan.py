"""When to ask both sides of a lead how it went, when to remind, when silence is an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Final

from data.vocabulary import LeadSide, LeadStage

ASK_AFTER: Final = timedelta(days=30)
"""From a change of stage to its question. Source: docs/decisions/0034-follow-up-dates.md."""

REMIND_AFTER: Final = (timedelta(days=7), timedelta(days=21))
"""From the question to its reminders. Source: docs/decisions/0034-follow-up-dates.md."""

LINK_GRACE: Final = timedelta(days=14)
"""How long a link outlives the next reminder. Source: docs/decisions/0034-follow-up-dates.md."""

SILENT_AFTER: Final = REMIND_AFTER[-1] + LINK_GRACE
"""From the question to the day on which no answer counts as silence."""

ASKED_SIDES: Final = (LeadSide.DEMAND, LeadSide.OWNER)
"""Both sides get every question."""

MESSAGE_COUNT: Final = 1 + len(REMIND_AFTER)
"""The question and its reminders; messages are numbered from 0."""

_ASKED_ABOUT: Final = frozenset(
    {
        LeadStage.ACCEPTED,
        LeadStage.IN_TALKS,
        LeadStage.SITE_SURVEY,
        LeadStage.CONTRACTED,
        LeadStage.UNDER_CONSTRUCTION,
        LeadStage.COMMISSIONED,
        LeadStage.STALLED,
    }
)


@dataclass(frozen=True, slots=True)
class StageChange:
    """A lead entered a stage at an instant (aware)."""

    stage: LeadStage
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class PlannedRound:
    """A question that both sides of a lead are to be asked.

    Attributes
    ----------
    round_number : int
        Position of its change of stage in the history, from 1; it never changes as the history
        grows, so that (lead, round, side) can be a unique key.
    stage : LeadStage
        The stage asked about.
    due_at : datetime
        From when to ask.
    """

    round_number: int
    stage: LeadStage
    due_at: datetime

    def is_due(self, now: datetime) -> bool:
        """Return whether the question should have been asked by `now`."""
        return self.due_at <= now


def plan(stage_history: Sequence[StageChange]) -> tuple[PlannedRound, ...]:
    """Return every question a lead's history calls for, past and coming, earliest first.

    A question is due thirty days after acceptance and after each later change of stage. It is
    dropped when the lead changes stage again before it is due: the later stage's question takes
    its place, so that nobody is asked twice about one move. Declined and verified ask nothing.

    Parameters
    ----------
    stage_history : sequence of StageChange
        In order of time, confirmed changes only; proposals do not count.

    Returns
    -------
    tuple of PlannedRound
        The same for the same history; empty before acceptance.

    References
    ----------
    .. [1] docs/decisions/0034-follow-up-dates.md.
    """
    rounds: list[PlannedRound] = []
    for number, (change, following) in enumerate(
        zip_longest(stage_history, stage_history[1:]), start=1
    ):
        due_at = change.changed_at + ASK_AFTER
        superseded = following is not None and following.changed_at < due_at
        if change.stage in _ASKED_ABOUT and not superseded:
            rounds.append(PlannedRound(number, change.stage, due_at))
    return tuple(rounds)


def due_rounds(stage_history: Sequence[StageChange], now: datetime) -> tuple[PlannedRound, ...]:
    """Return the questions that should have been asked by `now`, asked or not."""
    return tuple(each for each in plan(stage_history) if each.is_due(now))


def next_due_at(stage_history: Sequence[StageChange], now: datetime) -> datetime | None:
    """Return when the next question not yet due becomes due; None when none is to come."""
    return next((each.due_at for each in plan(stage_history) if not each.is_due(now)), None)


def message_due_at(asked_at: datetime, message_number: int) -> datetime:
    """Return when a message of a round is due: 0 is the question, 1 and 2 its reminders.

    Raises
    ------
    ValueError
        If a round has no such message.
    """
    if not 0 <= message_number < MESSAGE_COUNT:
        raise ValueError(f"message_number must be 0 to {MESSAGE_COUNT - 1}: {message_number}")
    if message_number == 0:
        return asked_at
    return asked_at + REMIND_AFTER[message_number - 1]


def due_message(asked_at: datetime, *, sent_count: int, now: datetime) -> int | None:
    """Return the number of the message to send to a side that has not answered, if any.

    Parameters
    ----------
    asked_at : datetime
        When the round began.
    sent_count : int
        Messages numbered below this are done (sent or passed over).
    now : datetime
        The present instant.

    Returns
    -------
    int or None
        The latest message that is due: after an outage one reminder goes out, not two. None when
        nothing is due, or the round has ended in silence.
    """
    if is_silent(asked_at, now):
        return None
    due = [
        number
        for number in range(sent_count, MESSAGE_COUNT)
        if message_due_at(asked_at, number) <= now
    ]
    return due[-1] if due else None


def link_valid_until(asked_at: datetime, *, message_number: int, sent_at: datetime) -> datetime:
    """Return until when the link of a message works: the next reminder and 14 days.

    The last message has no next reminder; its link works to the day of silence. A message that
    went out late works for at least 14 days.

    Parameters
    ----------
    asked_at : datetime
        When the round began.
    message_number : int
        0 for the question, 1 and 2 for the reminders.
    sent_at : datetime
        When this message is sent.

    Returns
    -------
    datetime
        The last instant at which the link is accepted.

    Raises
    ------
    ValueError
        If a round has no such message.

    References
    ----------
    .. [1] docs/decisions/0034-follow-up-dates.md.
    """
    following = min(message_number + 1, MESSAGE_COUNT - 1)
    message_due_at(asked_at, message_number)  # refuses a number that no message has
    return max(message_due_at(asked_at, following), sent_at) + LINK_GRACE


def is_silent(asked_at: datetime, now: datetime) -> bool:
    """Return whether a round without an answer has ended in silence by `now`."""
    return now >= asked_at + SILENT_AFTER
