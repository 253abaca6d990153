"""One lead: where it stands, what comes next, who did what when, what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_babel import format_date, format_time
from flask_babel import gettext as _

from data.vocabulary import FollowUpStatus, LeadSide, LeadStage
from matcher import lead_states
from matcher.lead_states import PIPELINE
from matcher.lead_states.state import PARTIES
from matcher.services.lead_changes import state_of
from web import figures
from web.i18n import current_language
from web.presenters.leads import stage_text

if TYPE_CHECKING:
    from data.models import FollowUp, Lead, LeadEvent, Outcome


@dataclass(frozen=True, slots=True)
class Proposed:
    """A stage that waits to be confirmed, as the caller sees it."""

    stage: LeadStage
    text: str
    by: str
    is_own: bool
    may_answer: bool
    confirmed_on: str
    """The day from which silence confirms it."""


def steps(lead: Lead) -> tuple[list[str], int]:
    """Return the stages for the stepper and the position of the lead in them; -1 before them."""
    stage = lead.stalled_from if lead.stage is LeadStage.STALLED else lead.stage
    at = PIPELINE.index(stage) if stage in PIPELINE else -1
    return [stage_text(each) for each in PIPELINE], at


def proposed(lead: Lead, side: LeadSide) -> Proposed | None:
    """Return the stage that waits to be confirmed, if any."""
    state = state_of(lead).proposed
    if state is None:
        return None
    until = lead_states.silence_confirms_at(state)
    return Proposed(
        stage=state.to,
        text=stage_text(state.to),
        by=state.by.label(current_language()),
        is_own=state.by is side,
        may_answer=side in PARTIES and state.by is not side,
        confirmed_on=format_date(until),
    )


def next_step(lead: Lead, side: LeadSide, asked_on: datetime | None) -> str:
    """Return in one or two sentences what happens next, and who has to act."""
    if lead.stage is LeadStage.PROPOSED:
        return _first_word(side is LeadSide.DEMAND)
    if lead.stage is LeadStage.INTRODUCED:
        return _first_word(side is LeadSide.OWNER)
    if lead.stage is LeadStage.COMMISSIONED:
        if side is LeadSide.BUREAU:
            return str(_("The project is running. Please check the evidence and verify the lead."))
        return str(
            _(
                "The project is running. Please add evidence of the abatement, such as meter "
                "readings or an acceptance report; the environmental bureau verifies it."
            )
        )
    ended = {
        LeadStage.VERIFIED: _("The bureau has verified the result. Nothing remains to be done."),
        LeadStage.DECLINED: _("This introduction has ended. A new one may be opened at any time."),
        LeadStage.STALLED: _("The introduction is paused. Either side may take it up again."),
    }
    if lead.stage in ended:
        return str(ended[lead.stage])
    return _talks(side, asked_on)


def _first_word(is_ours: bool) -> str:  # noqa: FBT001 - whose turn it is
    if is_ours:
        return str(
            _(
                "It is your turn: please accept the introduction or decline it with a reason, "
                "within two working days."
            )
        )
    return str(_("The other side was told by e-mail and should reply within two working days."))


def _talks(side: LeadSide, asked_on: datetime | None) -> str:
    text = _("Both sides talk. Whoever sees progress moves the introduction to its new stage.")
    if side is LeadSide.BUREAU:
        text = _("Both sides talk and report progress here.")
    if asked_on is not None:
        text += ("" if current_language() == "zh" else " ") + _(
            "On %(day)s both sides are asked by e-mail how it went; the link in it works without "
            "logging in.",
            day=format_date(asked_on),
        )
    return str(text)


def timeline(events: Sequence[LeadEvent], questions: Sequence[FollowUp]) -> list[dict[str, Any]]:
    """Return the history and the questions to both sides, in order of time."""
    found = [(event.at, _event(event)) for event in events]
    for question in questions:
        if question.status is not FollowUpStatus.CANCELLED:
            at = question.answered_at or question.asked_at or question.due_at
            found.append((at, _question(question, at)))
    return [item for _at, item in sorted(found, key=lambda pair: pair[0])]


def _event(event: LeadEvent) -> dict[str, Any]:
    language = current_language()
    stage = event.to_stage.label(language) if event.to_stage else "—"
    titles = {
        "moved": _("Stage: %(stage)s", stage=stage),
        "proposed": _("Reported, waits for the other side: %(stage)s", stage=stage),
        "confirmed": _("Confirmed by the other side: %(stage)s", stage=stage),
        "auto_confirmed": _(
            "Seven days without objection, taken as confirmed: %(stage)s", stage=stage
        ),
        "rejected": _("Not confirmed: %(stage)s", stage=stage),
    }
    title = titles.get(event.kind, stage)
    if event.from_stage is None:
        title = (
            _("Introduction proposed")
            if event.to_stage is LeadStage.PROPOSED
            else _("Introduction opened")
        )
    said = [event.barrier.label(language) if event.barrier else "", event.note or ""]
    who = event.side.label(language)
    if (event.details or {}).get("by") == "follow_up":
        who = _("%(side)s, in an answer by link", side=who)
    kinds = {"auto_confirmed": "warn", "rejected": "warn"}
    is_end = event.to_stage in {LeadStage.DECLINED, LeadStage.STALLED}
    return {
        "at": f"{format_date(event.at)} {format_time(event.at, 'HH:mm')}",
        "at_iso": event.at.isoformat(),
        "title": title,
        "text": " · ".join(part for part in said if part),
        "who": who,
        "kind": "bad" if is_end else kinds.get(event.kind, "ok"),
    }


def _question(question: FollowUp, at: datetime) -> dict[str, Any]:
    side = question.side.label(current_language())
    titles = {
        FollowUpStatus.PLANNED: _("%(side)s will be asked how it went", side=side),
        FollowUpStatus.ASKED: _("%(side)s was asked, no answer yet", side=side),
        FollowUpStatus.ANSWERED: _("%(side)s answered", side=side),
        FollowUpStatus.SILENT: _("%(side)s did not answer", side=side),
    }
    kinds = {
        FollowUpStatus.PLANNED: "due",
        FollowUpStatus.ASKED: "due",
        FollowUpStatus.ANSWERED: "ok",
        FollowUpStatus.SILENT: "warn",
    }
    return {
        "at": format_date(at),
        "at_iso": at.isoformat(),
        "title": titles[question.status],
        "text": None,
        "who": None,
        "kind": kinds[question.status],
    }


def answer(outcome: Outcome, *, chinese: bool) -> dict[str, Any]:
    """Return one answer as facts; what was left open says so."""
    language = current_language()
    method = outcome.measurement_method
    tonnes = figures.tonnes(outcome.actual_abatement_tco2_per_year, _)
    facts = [
        {
            "label": _("Stage reported"),
            "value": outcome.stage.label(language) if outcome.stage else None,
        },
        {
            "label": _("Actual investment"),
            "value": _known(figures.money(outcome.actual_investment_yuan, chinese=chinese)),
        },
        {
            "label": _("Actual abatement"),
            "value": _("%(tonnes)s a year", tonnes=tonnes) if tonnes.known else None,
        },
        {"label": _("How it was measured"), "value": method.label(language) if method else None},
        {
            "label": _("Barrier"),
            "value": outcome.barrier.label(language) if outcome.barrier else None,
        },
        {
            "label": _("Satisfaction"),
            "value": f"{outcome.satisfaction} / 5" if outcome.satisfaction else None,
        },
        {"label": _("Comment"), "value": outcome.comment},
    ]
    return {
        "side": outcome.side.label(language),
        "at": format_date(outcome.updated_at),
        "number": outcome.receipt_number,
        "facts": [fact for fact in facts if fact["value"]],
        "open": [fact["label"] for fact in facts[:-1] if not fact["value"]],
    }


def _known(figure: figures.Figure) -> str | None:
    return str(figure) if figure.known else None
