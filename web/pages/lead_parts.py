"""What the pages of one lead share: its view, and the page that says it has changed."""

from typing import Any

from flask import render_template
from sqlalchemy.orm import Session

from data.queries import follow_ups as question_reads
from data.queries import leads as reads
from data.vocabulary import FollowUpStatus, LeadSide, LeadStage, Role
from matcher.services import access, attachments
from matcher.services.leads import side_of
from web.access import required_actor
from web.extensions import now, read_only
from web.i18n import current_language
from web.presenters import lead_page
from web.presenters import leads as shown
from web.regions import region_name

SIDES = (Role.PARK_MANAGER, Role.ENTERPRISE_USER, Role.TECHNOLOGY_OWNER, Role.BUREAU_OFFICER)
"""Roles that have a part in introductions."""


def lead_view(session: Session, lead_id: int) -> dict[str, Any]:
    """Return what a page shows of a lead that the caller may read; bureau and own answers only."""
    actor = required_actor()
    lead = access.readable_lead(session, actor, lead_id)
    side = side_of(actor)
    row = reads.row_of(session, lead)
    names = shown.names_of(session, actor, [row])
    questions = question_reads.of_lead(session, lead_id)
    coming = [q.due_at for q in questions if q.status is FollowUpStatus.PLANNED]
    is_chinese = current_language() != "en"
    steps, at = lead_page.steps(lead)
    files = attachments.files_of(session, kind="lead", subject_id=lead_id)
    return {
        "lead": lead,
        "row": row,
        "side": side.value,
        "is_bureau": side is LeadSide.BUREAU,
        "poster": names.poster(row),
        "owner": names.owner(row),
        "region": region_name(row.demand_region_code, current_language()),
        "stage": shown.stage_tag(lead.stage),
        "barrier": lead.barrier.label(current_language()) if lead.barrier else None,
        "card": shown.card(row, names, actor, now()),
        "steps": steps,
        "step": at,
        "proposed": lead_page.proposed(lead, side),
        "next_step": lead_page.next_step(lead, side, min(coming, default=None)),
        "timeline_items": lead_page.timeline(reads.history(session, lead_id), questions),
        "answers": [
            lead_page.answer(outcome, chinese=is_chinese)
            for outcome in reads.outcomes(session, lead_id)
            if side in {LeadSide.BUREAU, outcome.side}
        ],
        "files": [f for f in files if may_read_file(f.organization_id)],
        "hidden_files_count": sum(not may_read_file(f.organization_id) for f in files),
    }


def may_read_file(organization_id: int) -> bool:
    """Return whether the caller may download evidence of an organization (decision 0101)."""
    actor = required_actor()
    return actor.role is Role.BUREAU_OFFICER or actor.organization_id == organization_id


def conflict_page(lead_id: int, wanted: LeadStage | None) -> str:
    """Return the page that shows how a lead stands now, after a move came too late."""
    with read_only() as session:
        view = lead_view(session, lead_id)
    return render_template(
        "leads/conflict.html", wanted=shown.stage_text(wanted) if wanted else None, **view
    )
