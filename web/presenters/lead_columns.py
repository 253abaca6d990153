"""Columns of the board: groups of the stages of PRODUCT §6 (RULINGS 20)."""

from dataclasses import dataclass

from data.vocabulary import LeadStage


def _(text: str) -> str:
    """Mark a text for translation; it is translated where it is shown."""
    return text


@dataclass(frozen=True, slots=True)
class Column:
    """A group of stages."""

    key: str
    title: str
    stages: tuple[LeadStage, ...]
    dropped: LeadStage | None
    """The move that dropping a card here asks for."""


COLUMNS = (
    Column("reply", _("Waiting for a reply"), (LeadStage.PROPOSED, LeadStage.INTRODUCED), None),
    Column(
        "talks",
        _("Talks and survey"),
        (LeadStage.ACCEPTED, LeadStage.IN_TALKS, LeadStage.SITE_SURVEY),
        LeadStage.IN_TALKS,
    ),
    Column(
        "building",
        _("Contract and construction"),
        (LeadStage.CONTRACTED, LeadStage.UNDER_CONSTRUCTION),
        LeadStage.CONTRACTED,
    ),
    Column(
        "running",
        _("Running and verified"),
        (LeadStage.COMMISSIONED, LeadStage.VERIFIED),
        LeadStage.COMMISSIONED,
    ),
    Column("ended", _("Stalled or declined"), (LeadStage.STALLED, LeadStage.DECLINED), None),
)
"""In the order of the board; every stage stands in exactly one."""
