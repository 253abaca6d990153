"""Jobs of the catalogue workflow."""

from typing import Any

from data.session import unit_of_work
from jobs.context import JobContext
from matcher.services import annual_checks
from matcher.services.expert_review import letters


def make_annual_checks(context: JobContext) -> dict[str, Any]:
    """Put the yearly question for entries whose day comes."""
    with unit_of_work(context.sessions) as session:
        return {"made_count": annual_checks.make_due(session, now=context.clock())}


def remind_experts(context: JobContext) -> dict[str, Any]:
    """Write the reminders of rounds that are due soon and lack scores."""
    with unit_of_work(context.sessions) as session:
        return {"written_count": letters.remind_due(session, now=context.clock())}
