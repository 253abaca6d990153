"""Leads as the API answers them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from data.queries.leads import LeadRow

if TYPE_CHECKING:
    from data.models import LeadEvent

_LEAD_FIELDS = (
    "stage",
    "stalled_from",
    "proposed_stage",
    "proposed_by_side",
    "proposed_at",
    "message",
    "created_at",
    "stage_changed_at",
    "accepted_at",
    "is_demo",
    "version",
)


def lead_fields(row: LeadRow) -> dict[str, Any]:
    """Return the fields of `web.schemas.leads.LeadOut`."""
    lead = row.lead
    return {
        "id": str(lead.id),
        "demand_id": str(lead.demand_id),
        "demand_title": row.demand_title,
        "technology_id": str(lead.technology_id),
        "technology_name": row.technology_name,
        "technology_type": row.technology_type,
        "reason": lead.barrier,
        **{name: getattr(lead, name) for name in _LEAD_FIELDS},
    }


def event_fields(events: Sequence[LeadEvent]) -> list[dict[str, Any]]:
    """Return the fields of `web.schemas.leads.LeadEventOut`; who acted stays with the sides."""
    return [
        {
            "at": event.at,
            "side": event.side,
            "kind": event.kind,
            "from_stage": event.from_stage,
            "to_stage": event.to_stage,
            "reason": event.barrier,
            "note": event.note,
        }
        for event in events
    ]
