"""Experts as the pool shows them: lines, options, the form, the spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from data.queries import expert_pool as reads
from data.queries.expert_pool import ExpertRow
from data.reference import fields, technology_types
from matcher.expert_review import is_available
from matcher.services.expert_review.grounds import DEFAULT_CAPACITY
from web.i18n import current_language
from web.presenters.sheets import Sheet, workbook
from web.presenters.technology import joined, type_label
from web.regions import region_name


def field_labels(codes: Sequence[str]) -> str:
    """Return the names of fields, joined."""
    known, language = fields(), current_language()
    return joined(known[one].label(language) for one in codes if one in known)


def field_options() -> list[dict[str, str]]:
    """Return the fields of application to choose from, in the notice's order."""
    language = current_language()
    return [{"value": one.code, "label": one.label(language)} for one in fields().values()]


def type_options() -> list[dict[str, str]]:
    """Return the 16 types to choose from."""
    return [{"value": code, "label": type_label(code) or code} for code in technology_types()]


def list_items(session: Session, rows: Sequence[ExpertRow], today: date) -> list[dict[str, Any]]:
    """Return the lines of the list with workload."""
    ids = [one.id for one in rows]
    pending, done = reads.pending_counts(session, ids), reads.submitted_counts(session, ids)
    return [_item(one, pending.get(one.id, 0), done.get(one.id, 0), today) for one in rows]


def _item(row: ExpertRow, pending: int, done: int, today: date) -> dict[str, Any]:
    profile = row.profile
    first = profile.available_from if profile else None
    last = profile.available_until if profile else None
    is_active = profile is None or profile.is_active
    return {
        "id": row.id,
        "name": row.user.name,
        "title": profile.title if profile else None,
        "organization": row.organization.name,
        "group": row.group,
        "region": region_name(row.region_code, current_language()),
        "fields": field_labels(profile.fields if profile else []),
        "types": joined(type_label(one) for one in profile.technology_types) if profile else "",
        "capacity": profile.capacity_per_round if profile else DEFAULT_CAPACITY,
        "pending": pending,
        "done": done,
        "available_from": first,
        "available_until": last,
        "is_available": is_active and is_available(first, last, start=today, end=today),
        "is_active": is_active,
        "has_profile": profile is not None,
    }


def order_labels() -> dict[str, str]:
    """Return the orders of the list of experts, by their value in the address."""
    return {
        "joined": _("In order of joining"),
        "name": _("By name"),
        "organization": _("By organization"),
        "owed": _("Most owed"),
        "room": _("Most room"),
        "done": _("Most scored"),
    }


def values_of(row: ExpertRow) -> dict[str, Any]:
    """Return what stands in the form before anybody types."""
    profile = row.profile
    if profile is None:
        return {"capacity_per_round": DEFAULT_CAPACITY, "is_active": True, "group": row.group}
    return {
        "title": profile.title,
        "ties": "\n".join(profile.ties),
        "available_from": profile.available_from.isoformat() if profile.available_from else None,
        "available_until": profile.available_until.isoformat() if profile.available_until else None,
        "capacity_per_round": profile.capacity_per_round,
        "region_code": profile.region_code,
        "is_active": profile.is_active,
        "group": row.group,
        "version": profile.version,
    }


def labels() -> dict[str, str]:
    """Return the names of the form's fields, for the summary of errors."""
    return {
        "title": _("Professional title"),
        "fields": _("Fields"),
        "technology_types": _("Technology types"),
        "ties": _("Organizations with a tie"),
        "available_from": _("Available from"),
        "available_until": _("Available until"),
        "capacity_per_round": _("Applications a round, at most"),
        "region_code": _("Region"),
        "group": _("Owner group of the organization"),
    }


def workbook_of(items: Sequence[dict[str, Any]]) -> bytes:
    """Return the list as a spreadsheet."""
    columns = [
        (_("Name of the expert"), 14),
        (_("Professional title"), 18),
        (_("Organization"), 32),
        (_("Region"), 22),
        (_("Fields"), 30),
        (_("Technology types"), 40),
        (_("Applications a round, at most"), 12),
        (_("Owed now"), 10),
        (_("Scored so far"), 10),
        (_("Available from"), 14),
        (_("Available until"), 14),
        (_("In the pool"), 10),
    ]
    rows = [
        [
            one["name"],
            one["title"],
            one["organization"],
            one["region"],
            one["fields"],
            one["types"],
            one["capacity"],
            one["pending"],
            one["done"],
            one["available_from"],
            one["available_until"],
            str(_("yes")) if one["is_active"] else str(_("no")),
        ]
        for one in items
    ]
    return workbook([Sheet(str(_("Expert pool")), columns, rows)])
