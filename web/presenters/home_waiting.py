"""What waits for the caller, as lines of the home page: a count, what to do, where."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from data.vocabulary import LeadStage, ReviewState, Role
from matcher.services.actor import Actor
from matcher.services.waiting import Waiting

S = ReviewState


def waiting_lines(found: Waiting, actor: Actor) -> list[dict[str, Any]]:
    """Return a line for each kind of which something waits, the most urgent first."""
    lines = [
        *_applications(found.applications),
        _line(found.reviews, _("applications to score"), "my_reviews.index"),
        _line(found.comments, _("comments from the public to answer"), "public_comments.index"),
        _line(
            found.rounds,
            _("review rounds not closed yet"),
            "review_rounds.index",
            status="unfinished",
        ),
        _line(found.checks, _checks(actor), "annual_checks.index", waiting="me"),
        _line(found.leads, _("introductions to answer"), "leads.index", stage=_lead_stage(actor)),
        _line(found.questions, _("questions on progress to answer"), "leads.index"),
        _line(found.registrations, _("registrations to decide"), "organizations.index"),
        _line(found.drafts, _("drafts to finish"), "technology_drafts.index", show="drafts"),
    ]
    return [one for one in lines if one["count"]]


def _applications(counts: Mapping[ReviewState, int]) -> list[dict[str, Any]]:
    texts = {
        S.RETURNED: _("applications returned to you for correction"),
        S.SUBMITTED: _("applications for your opinion as recommending unit"),
        S.RECOMMENDED: _("recommended applications to take into first review"),
        S.FIRST_REVIEW: _("applications in first review to examine"),
        S.SECOND_REVIEW: _("applications in second review to decide"),
        S.PUBLIC_NOTICE: _("applications whose public notice is over"),
    }
    return [
        _line(counts.get(state, 0), text, "applications.index", waiting="me", state=state.value)
        for state, text in texts.items()
    ]


def _checks(actor: Actor) -> str:
    if actor.role is Role.TECHNOLOGY_OWNER:
        return str(_("yearly checks of your entries"))
    return str(_("yearly checks to accept or refuse"))


def _lead_stage(actor: Actor) -> str:
    is_owner = actor.role is Role.TECHNOLOGY_OWNER
    return (LeadStage.INTRODUCED if is_owner else LeadStage.PROPOSED).value


def _line(count: int, text: str, endpoint: str, **values: Any) -> dict[str, Any]:  # noqa: ANN401 - URL values
    return {"count": count, "text": text, "url": url_for(endpoint, **values)}
