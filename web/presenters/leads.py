"""Leads as cards and rows: names each caller may see, moves each side may make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from data.queries.demands import organization_names
from data.vocabulary import LeadSide, LeadStage
from matcher import lead_states
from matcher.lead_states import MoveEffect
from matcher.lead_timers import TimerState, timer
from matcher.services import access
from matcher.services.lead_changes import state_of
from matcher.services.leads import side_of
from web.i18n import current_language
from web.presenters.lead_columns import COLUMNS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from data.queries.leads import LeadRow
    from matcher.services.actor import Actor

REASON_STAGES = frozenset({LeadStage.DECLINED, LeadStage.STALLED})
"""Moves that ask for a reason first."""

_TONES = {
    LeadStage.PROPOSED: "blue",
    LeadStage.INTRODUCED: "blue",
    LeadStage.VERIFIED: "green",
    LeadStage.COMMISSIONED: "green",
    LeadStage.STALLED: "amber",
    LeadStage.DECLINED: "slate",
}


@dataclass(frozen=True, slots=True)
class Names:
    """Who stands behind leads, as far as the caller may know."""

    organizations: Mapping[int, str]
    showing_poster: frozenset[int]

    def poster(self, row: LeadRow) -> str | None:
        """Return who posted the need; None while the caller may not know."""
        if row.lead.id not in self.showing_poster:
            return None
        return self.organizations.get(row.lead.demand_organization_id)

    def owner(self, row: LeadRow) -> str | None:
        """Return who owns the technology."""
        return self.organizations.get(row.lead.owner_organization_id)


def names_of(session: Session, actor: Actor, rows: Sequence[LeadRow]) -> Names:
    """Return the names that lists and pages of these leads show."""
    leads = [row.lead for row in rows]
    ids = {lead.demand_organization_id for lead in leads}
    ids |= {lead.owner_organization_id for lead in leads}
    showing = access.leads_showing_poster(session, actor, [lead.id for lead in leads])
    return Names(organization_names(session, sorted(ids)), frozenset(showing))


def stage_text(stage: LeadStage) -> str:
    """Return a stage's name in the language of the request."""
    return stage.label(current_language())


def stage_tag(stage: LeadStage) -> dict[str, str | None]:
    """Return a stage as a tag."""
    return {"text": stage_text(stage), "tone": _TONES.get(stage)}


def age_text(days: int) -> str:
    """Return for how long a lead has been in its stage."""
    if days == 0:
        return str(_("In this stage since today"))
    return str(ngettext("%(num)s day in this stage", "%(num)s days in this stage", days))


def other_side(row: LeadRow, names: Names, actor: Actor) -> str:
    """Return who stands on the other side, or that it is not told yet; both for the bureau."""
    side = side_of(actor)
    poster = names.poster(row) or str(_("Poster shown after acceptance"))
    owner = names.owner(row) or "—"
    if side is LeadSide.DEMAND:
        return owner
    return poster if side is LeadSide.OWNER else f"{poster} ↔ {owner}"


def moves_of(row: LeadRow, actor: Actor) -> list[dict[str, Any]]:
    """Return the moves open to the caller: buttons, or links where more has to be said."""
    side = side_of(actor)
    found: list[dict[str, Any]] = []
    for stage, effect in lead_states.legal_moves(state_of(row.lead), side).items():
        text = move_text(stage, effect)
        if stage in REASON_STAGES or stage is LeadStage.VERIFIED:
            url = url_for("leads.show", lead_id=row.lead.id, to=stage.value, _anchor="move")
            found.append({"url": url, "label": text})
        else:
            found.append({"to": stage.value, "label": text})
    return found


def move_text(stage: LeadStage, effect: MoveEffect) -> str:
    """Return what a button that moves a lead says."""
    name = stage_text(stage)
    if effect is MoveEffect.CONFIRMS:
        return str(_("Confirm: %(stage)s", stage=name))
    if effect is MoveEffect.PROPOSES:
        return str(_("Report: %(stage)s", stage=name))
    special = {
        LeadStage.ACCEPTED: _("Accept"),
        LeadStage.DECLINED: _("Decline"),
        LeadStage.STALLED: _("Mark as stalled"),
        LeadStage.VERIFIED: _("Verify"),
    }
    return str(special.get(stage) or _("To: %(stage)s", stage=name))


def card(row: LeadRow, names: Names, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return a card for macros/board.html."""
    lead = row.lead
    clock = timer(lead.stage, since=lead.stage_changed_at, now=now)
    first, second = row.technology_name, row.demand_title
    if side_of(actor) is LeadSide.OWNER:
        first, second = second, first
    tags = [stage_tag(lead.stage)]
    if lead.proposed_stage is not None:
        waits = _("To be confirmed: %(stage)s", stage=stage_text(lead.proposed_stage))
        tags.append({"text": waits, "tone": "amber"})
    has_timer = clock.state in {TimerState.DUE, TimerState.LATE}
    return {
        "title": first,
        "url": url_for("leads.show", lead_id=lead.id),
        "who": f"{second} · {other_side(row, names, actor)}",
        "age": age_text(clock.age_days),
        "state": clock.state.value if has_timer else None,
        "tags": tags,
        "moves": moves_of(row, actor),
        "move_action": url_for("leads.move", lead_id=lead.id),
        "fields": {"version": lead.version, "from": "board"},
    }


def list_item(row: LeadRow, names: Names, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return a row of the list."""
    lead = row.lead
    clock = timer(lead.stage, since=lead.stage_changed_at, now=now)
    return {
        "lead": lead,
        "url": url_for("leads.show", lead_id=lead.id),
        "technology": row.technology_name,
        "demand": row.demand_title,
        "other": other_side(row, names, actor),
        "region_code": row.demand_region_code,
        "stage": stage_tag(lead.stage),
        "age": age_text(clock.age_days),
        "state": clock.state.value,
    }


def column_titles() -> list[tuple[str, str, tuple[LeadStage, ...], LeadStage | None]]:
    """Return the board's columns: key, title, stages, the stage a drop stands for."""
    return [(one.key, str(_(one.title)), one.stages, one.dropped) for one in COLUMNS]
