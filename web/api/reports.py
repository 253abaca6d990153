"""Reports by JSON."""

from datetime import date, datetime, time, timedelta

from data.clock import LOCAL_ZONE
from data.vocabulary import Role
from matcher.services.errors import FieldProblem, InvalidError
from matcher.services.reports import FunnelFilter, funnel_report
from web.access import allow, required_actor
from web.api.base import api_blueprint
from web.extensions import read_only
from web.i18n import current_language
from web.presenters.reports import funnel_fields, region_groups, type_groups
from web.schemas.reports import FunnelQuery, FunnelReportOut

bp = api_blueprint("reports", __name__, tag="Reports")


@bp.get("/reports/funnel")
@bp.input(FunnelQuery, location="query")
@bp.output(FunnelReportOut)
@allow(Role.BUREAU_OFFICER, Role.PARK_MANAGER, Role.ENTERPRISE_USER, Role.TECHNOLOGY_OWNER)
def funnel(query_data: FunnelQuery) -> FunnelReportOut:
    """Count the leads you may read by stage, with bounds that keep the silent ones (RULINGS 21)."""
    if query_data.from_on and query_data.to_on and query_data.to_on < query_data.from_on:
        raise InvalidError([FieldProblem(field="to", rule="not_before_from")])
    wanted = FunnelFilter(
        from_at=_start_of(query_data.from_on),
        to_at=_start_of(query_data.to_on, days_later=1),
        region_code=query_data.region_code or "",
        technology_type=query_data.technology_type or "",
    )
    with read_only() as session:
        report = funnel_report(session, actor=required_actor(), wanted=wanted)
    language = current_language()
    return FunnelReportOut.model_validate(
        {
            **funnel_fields(report.whole, language),
            "from": query_data.from_on,
            "to": query_data.to_on,
            "region_code": query_data.region_code,
            "technology_type": query_data.technology_type,
            "by_technology_type": type_groups(report.by_type, language),
            "by_region": region_groups(report.by_region, language),
        }
    )


def _start_of(day: date | None, *, days_later: int = 0) -> datetime | None:
    if day is None or day >= date.max - timedelta(days=1) or day <= date.min + timedelta(days=1):
        return None
    return datetime.combine(day + timedelta(days=days_later), time.min, tzinfo=LOCAL_ZONE)
