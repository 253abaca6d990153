"""The bureau's funnel: what came of the introductions, with honest bounds (RULINGS 21)."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from data.clock import local_day
from data.queries.lead_filters import UNKNOWN
from data.vocabulary import Role
from matcher.services.reports import FunnelFilter, FunnelReport, funnel_report
from web.access import Access, allow, required_actor
from web.extensions import now, read_only
from web.i18n import current_language
from web.pages.lead_evidence import XLSX, as_download
from web.presenters import funnel as shown
from web.presenters.funnel_sheet import funnel_sheet
from web.presenters.lead_filters import (
    day_begins,
    day_ends,
    province_options,
    read_filter,
    type_options,
)
from web.regions import region_name

bp = Blueprint("reports", __name__, url_prefix="/reports")

JSON_ENDPOINT = "api_reports.funnel"


@bp.get("/funnel")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def funnel() -> ResponseReturnValue:
    """Show the funnel of the officer's region."""
    kept = _kept()
    report = _report(kept)
    return render_template(
        "reports/funnel.html",
        kept=kept,
        is_reversed=bool(kept.get("from") and kept.get("to") and kept["from"] > kept["to"]),
        total=report.whole.total,
        chart=shown.chart(report.whole, kept),
        conclusion=shown.conclusion(report.whole),
        stages=shown.stage_labels(),
        rows=shown.answer_rows(report.whole, kept),
        by_type=shown.by_type(report, kept),
        by_region=shown.by_region(report, kept),
        outside=shown.outside(report.whole, kept),
        types=type_options(),
        regions=province_options(),
        region=region_name(required_actor().region_code, current_language()),
        today=local_day(now()),
        sheet_url=url_for("reports.funnel_sheet_file", **kept),  # type: ignore[arg-type]
        json_url=_json_url(kept),
        all_url=shown.leads_url(kept),
    )


@bp.get("/funnel.xlsx")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def funnel_sheet_file() -> Response:
    """Return the funnel's tables as a spreadsheet."""
    kept = _kept()
    language = current_language()
    day = local_day(now()).isoformat()
    conditions = [
        (_("Date of the report"), day),
        (_("Opened from"), kept.get("from", "")),
        (_("Opened until"), kept.get("to", "")),
        (_("Region of the site"), region_name(kept.get("region"), language) or ""),
        (_("Technology type"), kept.get("type", "")),
    ]
    name = _("funnel") + f"-{day}.xlsx"
    return as_download(funnel_sheet(_report(kept), conditions), name, XLSX)


def _kept() -> dict[str, str]:
    read = read_filter(request.args)
    return {key: read.kept[key] for key in shown.KEYS if read.kept.get(key, UNKNOWN) != UNKNOWN}


def _report(kept: Mapping[str, str]) -> FunnelReport:
    wanted = FunnelFilter(
        from_at=day_begins(kept.get("from")),
        to_at=day_ends(kept.get("to")),
        region_code=kept.get("region", ""),
        technology_type=kept.get("type", ""),
    )
    with read_only() as session:
        return funnel_report(session, actor=required_actor(), wanted=wanted)


def _json_url(kept: Mapping[str, str]) -> str | None:
    if JSON_ENDPOINT not in current_app.view_functions:
        return None
    names = {"from": "from", "to": "to", "region": "region_code", "type": "technology_type"}
    values: dict[str, Any] = {names[key]: value for key, value in kept.items()}
    return url_for(JSON_ENDPOINT, **values)
