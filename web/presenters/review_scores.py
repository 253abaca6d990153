"""What experts found, beside the decision: for the bureau, and for the owner once decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from data.queries import review_rounds as reads
from data.vocabulary import ReviewState, Role
from matcher.expert_review import read_system
from matcher.services import batches
from matcher.services.actor import Actor
from web.i18n import current_language

if TYPE_CHECKING:
    from data.models import Application, CatalogueBatch, ReviewRound, RoundApplication

DECIDED: Final = frozenset(
    {
        ReviewState.PUBLIC_NOTICE,
        ReviewState.PUBLISHED,
        ReviewState.REJECTED,
        ReviewState.SUPERSEDED,
    }
)
"""States in which an owner sees means; never names, remarks or single scores (decision 0174)."""


def score_rounds(
    session: Session, actor: Actor, application: Application, batch: CatalogueBatch | None
) -> list[dict[str, Any]]:
    """Return the rounds of an application that the actor may see, oldest first."""
    runs = batch is not None and batches.runs(actor, batch)
    is_owner = actor.role is Role.TECHNOLOGY_OWNER and application.state in DECIDED
    if not runs and not is_owner:
        return []
    closed = reads.closed_results(session, application.id)
    found = [_closed(scored, entry, with_link=runs) for scored, entry in closed]
    running = reads.open_round_of(session, application.id) if runs else None
    if running is not None:
        found.append({"title": _title(running), "url": _url(running), "is_open": True})
    return found


def _closed(scored: ReviewRound, entry: RoundApplication, *, with_link: bool) -> dict[str, Any]:
    system = read_system(scored.indicator_system or {})
    return {
        "title": _title(scored),
        "url": _url(scored) if with_link else None,
        "is_open": False,
        "count": entry.score_count,
        "mean": None if entry.mean_score is None else f"{entry.mean_score:.1f}",
        "spread": f"{entry.spread:.1f}" if with_link and entry.spread is not None else None,
        "is_flagged": with_link and entry.is_flagged,
        "means": [
            {
                "name": one.name(current_language()),
                "mean": f"{entry.indicator_means[one.code]:.1f}",
            }
            for one in system.indicators
            if one.code in entry.indicator_means
        ],
    }


def _title(found: ReviewRound) -> str:
    stage = found.stage.label(current_language())
    return str(_("%(stage)s, round %(number)s", stage=stage, number=found.number))


def _url(found: ReviewRound) -> str:
    return url_for("review_rounds.show", round_id=found.id)
