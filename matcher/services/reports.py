"""Use cases of reports: the funnel with bounds that keep the silent ones (RULINGS 21)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from data.queries import follow_ups as reads
from data.queries.technologies import region_prefix
from data.vocabulary import LeadStage
from matcher.funnel import Funnel, FunnelRow, funnel
from matcher.lead_states import PIPELINE
from matcher.services import access
from matcher.services.actor import Actor

PROVINCE_DIGITS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelFilter:
    """What a funnel is narrowed to; None and empty are no limit."""

    from_at: datetime | None = None
    to_at: datetime | None = None
    region_code: str = ""
    technology_type: str = ""


@dataclass(frozen=True, slots=True)
class FunnelReport:
    """The funnel, and the same by technology type and by province of the demand's site."""

    whole: Funnel
    by_type: dict[str, Funnel]
    by_region: dict[str, Funnel]


def funnel_report(session: Session, *, actor: Actor, wanted: FunnelFilter) -> FunnelReport:
    """Return the funnel of the leads this actor may read."""
    readable = access.leads_readable_by(actor)
    leads = reads.funnel_leads(
        session,
        readable=readable,
        from_at=wanted.from_at,
        to_at=wanted.to_at,
        region_prefix=region_prefix(wanted.region_code) if wanted.region_code else "",
        technology_type=wanted.technology_type,
    )
    rows = _rows(session, leads, actor)
    return FunnelReport(
        whole=funnel(rows.values()),
        by_type=_grouped(rows, {lead["id"]: lead["technology_type"] or "" for lead in leads}),
        by_region=_grouped(
            rows, {lead["id"]: (lead["region_code"] or "")[:PROVINCE_DIGITS] for lead in leads}
        ),
    )


def _rows(session: Session, leads: Sequence[RowMapping], actor: Actor) -> dict[int, FunnelRow]:
    readable = access.leads_readable_by(actor)
    reached: dict[int, set[LeadStage]] = defaultdict(set)
    for event in reads.stages_reached(session, readable):
        reached[event["lead_id"]].add(event["to_stage"])
    asked: set[int] = set()
    answered: dict[int, list[LeadStage | None]] = defaultdict(list)
    for question in reads.answers(session, readable):
        asked.add(question["lead_id"])
        if question["answered_at"] is not None:
            answered[question["lead_id"]].append(question["stage"])
    return {
        lead["id"]: FunnelRow(
            stage=lead["stage"],
            stages_reached=frozenset(reached[lead["id"]] | {lead["stage"]}),
            asked=lead["id"] in asked,
            answered=lead["id"] in answered,
            answered_stage=_furthest(answered.get(lead["id"], [])),
        )
        for lead in leads
    }


def _furthest(stages: list[LeadStage | None]) -> LeadStage | None:
    known = [stage for stage in stages if stage is not None and stage in PIPELINE]
    return max(known, key=PIPELINE.index, default=None)


def _grouped(rows: dict[int, FunnelRow], key_of: dict[int, str]) -> dict[str, Funnel]:
    groups: dict[str, list[FunnelRow]] = defaultdict(list)
    for lead_id, row in rows.items():
        groups[key_of[lead_id]].append(row)
    return {key: funnel(groups[key]) for key in sorted(groups)}
