"""The catalogue by JSON; published entries are public (RULINGS 13)."""

from datetime import date

from sqlalchemy.orm import Session

from data.queries import demands as demand_reads
from data.queries.technologies import TechnologyFilter, cursor_of
from data.vocabulary import Role
from matcher.services import technologies
from matcher.services.errors import FieldProblem, InvalidError
from matcher.services.reverse_matches import ReverseMatches, demands_for
from web.access import Access, allow, current_actor, required_actor
from web.api.base import api_blueprint, decode_cursor, page_of
from web.extensions import now, read_only, runtime
from web.i18n import current_language
from web.presenters.demands import demand_fields
from web.presenters.match import presented_match, presented_message
from web.presenters.technologies import detail_fields, technology_fields
from web.schemas.technologies import (
    ReverseMatchesOut,
    ReverseMatchesQuery,
    TechnologyDetailOut,
    TechnologyListOut,
    TechnologyOut,
    TechnologyQuery,
)

bp = api_blueprint("technologies", __name__, tag="Technologies")


@bp.get("/technologies")
@bp.input(TechnologyQuery, location="query")
@bp.output(TechnologyListOut)
@allow(Access.PUBLIC)
def index(query_data: TechnologyQuery) -> TechnologyListOut:
    """List the catalogue: published entries; owners see their own too, bureaus all but drafts."""
    sort = query_data.sort
    with read_only() as session:
        found = technologies.listed(
            session,
            actor=current_actor(),
            filter_by=_filter(query_data),
            sort=sort,
            after=_after(query_data.cursor, sort),
            limit=query_data.limit + 1,
        )
    items, after = page_of(found, query_data.limit, lambda item: cursor_of(item, sort))
    shown = [TechnologyOut.model_validate(technology_fields(item)) for item in items]
    return TechnologyListOut(items=shown, next=after)


@bp.get("/technologies/<int:technology_id>")
@bp.output(TechnologyDetailOut)
@allow(Access.PUBLIC)
def show(technology_id: int) -> TechnologyDetailOut:
    """Read one technology with its cases."""
    with read_only() as session:
        detail = technologies.detail(session, actor=current_actor(), technology_id=technology_id)
        return TechnologyDetailOut.model_validate(detail_fields(detail))


@bp.get("/technologies/<int:technology_id>/demands")
@bp.input(ReverseMatchesQuery, location="query")
@bp.output(ReverseMatchesOut)
@bp.doc(responses={503: ""})
@allow(Role.TECHNOLOGY_OWNER)
def demands(technology_id: int, query_data: ReverseMatchesQuery) -> ReverseMatchesOut:
    """List the open demands that your technology may suit, best first, posters left out."""
    with read_only() as session:
        found = demands_for(
            session,
            runtime(),
            actor=required_actor(),
            technology_id=technology_id,
            limit=query_data.limit,
            now=now(),
        )
        return _reverse(session, found)


def _reverse(session: Session, found: ReverseMatches) -> ReverseMatchesOut:
    language = current_language()
    ids = [one.demand.organization_id for one in found.items if one.shows_poster]
    names = demand_reads.organization_names(session, ids)
    items = [
        {
            **presented_match(one.match, language),
            "demand": demand_fields(
                one.demand,
                organization_name=names.get(one.demand.organization_id),
                shows_poster=one.shows_poster,
            ),
        }
        for one in found.items
    ]
    reason = found.empty_reason
    return ReverseMatchesOut.model_validate(
        {
            "ranker_version": found.ranker_version,
            "encoder_id": found.encoder_id,
            "considered_count": found.considered_count,
            "excluded_count": found.excluded_count,
            "items": items,
            "empty_reason": presented_message(reason, language) if reason else None,
            "next": None,
        }
    )


def _filter(wanted: TechnologyQuery) -> TechnologyFilter:
    return TechnologyFilter(
        query=wanted.query.strip(),
        category=wanted.category or "",
        technology_type=wanted.type or "",
        stage=wanted.stage,
        region_code=wanted.region_code or "",
        status=wanted.status,
    )


def _after(cursor: str | None, sort: str) -> tuple[str, int] | None:
    key = decode_cursor(cursor, str, int)
    if key is None:
        return None
    if sort == "published" and key[0]:
        try:
            date.fromisoformat(key[0])
        except ValueError as error:
            raise InvalidError([FieldProblem(field="cursor", rule="bad_cursor")]) from error
    return key[0], key[1]
