"""What an expert sees of a review; contacts and other experts' scores are never among it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import url_for
from flask_babel import format_datetime
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from data.queries import applications as reads
from data.queries.review_rounds import Task
from data.vocabulary import AssignmentStatus, Declaration, RoundStatus
from matcher.expert_review import PENDING
from matcher.services.applications import with_cases
from matcher.services.expert_review import files, sheets
from matcher.services.form_audits import CaseCosts, audit_technology
from web import figures
from web.extensions import now
from web.i18n import current_language
from web.presenters.form_content import content_sections
from web.presenters.review_files import file_rows
from web.presenters.review_findings import findings_of
from web.presenters.technology import type_label

TONES = {
    AssignmentStatus.PROPOSED: "outline",
    AssignmentStatus.ASSIGNED: "amber",
    AssignmentStatus.ACCEPTED: "blue",
    AssignmentStatus.SUBMITTED: "green",
    AssignmentStatus.RECUSED: "slate",
    AssignmentStatus.DECLINED: "slate",
    AssignmentStatus.CANCELLED: "slate",
}


def clock(at: datetime) -> str:
    """Return the time of day that a draft was saved at."""
    return str(format_datetime(at, "HH:mm:ss"))


def list_item(task: Task, today: date) -> dict[str, Any]:
    """Return one line of the expert's list."""
    return head(task, today) | {
        "url": url_for("my_reviews.show", assignment_id=task.assignment.id),
        "given": sum(one is not None for one in task.assignment.scores.values()),
        "wanted": len(sheets.system_of_task(task).codes),
        "submitted_at": task.assignment.submitted_at,
    }


def head(task: Task, today: date) -> dict[str, Any]:
    """Return what stands over every page of a review, declared or not."""
    language = current_language()
    status = task.assignment.status
    is_open = task.round.status is RoundStatus.OPEN
    is_waiting = is_open and status in PENDING and _is_in_stage(task)
    return {
        "task": task,
        "title": task.technology.name,
        "owner": task.owner_name,
        "unit": task.unit_name,
        "type": type_label(task.technology.technology_type),
        "stage": task.round.stage.label(language),
        "number": task.round.number,
        "batch": task.batch.name,
        "due_on": task.round.due_on,
        "is_late": is_waiting and task.round.due_on < today,
        "is_waiting": is_waiting,
        "status": {"text": status.label(language), "tone": TONES[status], "code": status.value},
        "declarations": [{"value": one.value, "label": one.label(language)} for one in Declaration],
        "may_declare": is_waiting and status is AssignmentStatus.ASSIGNED,
        "may_stand_back": is_waiting and status is AssignmentStatus.ACCEPTED,
    }


def _is_in_stage(task: Task) -> bool:
    return task.application.state.value == task.round.stage.value


def form_view(session: Session, task: Task) -> dict[str, Any]:
    """Return the form as handed in, what the audit finds, and the three costs of each case."""
    handed_in = reads.last_content(session, task.application.id)
    technology = with_cases(session, task.application.technology_id)
    audit = audit_technology(session, technology, now=now())
    return {
        "content": content_sections(handed_in.content or {}) if handed_in else [],
        "handed_in_at": handed_in.at if handed_in else None,
        "files": file_rows(
            technology,
            files.files(session, task),
            lambda file_id: url_for(
                "review_files.of_review", assignment_id=task.assignment.id, file_id=file_id
            ),
        ),
        "findings": findings_of(session, task.application),
        "costs": [_costs(one) for one in audit.costs],
    }


def _costs(case: CaseCosts) -> dict[str, Any]:
    found = case.costs
    return {
        "name": case.name,
        "rows": [
            {"label": label, "figure": figures.unit_cost(value, _)}
            for label, value in (
                (_("Unit cost by the notice"), found.abatement_cost_yuan_per_tco2),
                (_("Levelised cost"), found.levelised_yuan_per_tco2),
                (_("Net cost"), found.net_yuan_per_tco2),
            )
        ],
    }


def sheet_view(task: Task, *, may_score: bool) -> dict[str, Any]:
    """Return the score sheet with what the expert has given so far."""
    language = current_language()
    system = sheets.system_of_task(task)
    shares = system.shares()
    assignment = task.assignment
    return {
        "may_score": may_score,
        "version": assignment.version,
        "saved_at": clock(assignment.saved_at) if assignment.saved_at else None,
        "overall_comment": assignment.overall_comment,
        "rows": [
            {
                "code": one.code,
                "name": one.name(language),
                "guidance": one.guidance(language),
                "share": figures.share(shares[one.code], 0),
                "max_points": f"{one.max_points:g}",
                "value": _points(assignment.scores.get(one.code)),
                "comment": assignment.comments.get(one.code, ""),
            }
            for one in system.indicators
        ],
    }


def _points(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
