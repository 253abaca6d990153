"""The catalogue by JSON; published entries are public (RULINGS 13)."""

from sqlalchemy.orm import Session

from data.queries import batch_choices
from data.queries import demands as demand_reads
from data.queries import technologies as reads
from data.vocabulary import Role
from matcher.search.filters import SearchFilter
from matcher.services import technologies
from matcher.services.catalogue_search import Search, search
from matcher.services.errors import FieldProblem, InvalidError
from matcher.services.reverse_matches import ReverseMatches, demands_for
from web.access import Access, allow, current_actor, required_actor
from web.api.base import api_blueprint, decode_cursor, encode_cursor
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
    actor = current_actor()
    with read_only() as session:
        found = search(
            session,
            runtime(),
            actor=actor,
            wanted=_search(session, query_data),
            after=decode_cursor(query_data.cursor, str, int),
            limit=query_data.limit,
            with_facets=query_data.facets,
        )
        items = reads.items(session, found.ids)
        shown = [TechnologyOut.model_validate(technology_fields(item)) for item in items]
    return TechnologyListOut(
        items=shown,
        next=None if found.next_key is None else encode_cursor(*found.next_key),
        total=found.total,
        is_words_only=found.is_words_only,
        facets={name: dict(counts) for name, counts in found.facets.items()} or None,
    )


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


def _search(session: Session, wanted: TechnologyQuery) -> Search:
    ids = {code: batch_id for batch_id, code, _ in batch_choices.all_batches(session)}
    unknown = [code for code in wanted.batch if code not in ids]
    if unknown:
        values = {"value": unknown[0][:40]}
        raise InvalidError([FieldProblem(field="batch", rule="unknown_code", values=values)])
    return Search(
        query=wanted.query.strip(),
        wanted=SearchFilter(
            directions=frozenset([*wanted.category, *wanted.type, *wanted.topic]),
            stages=frozenset(wanted.stage),
            fields=frozenset(wanted.field),
            regions=frozenset(wanted.region_code),
            batches=frozenset(ids[code] for code in wanted.batch),
            costs=frozenset(wanted.cost),
            scopes=frozenset(wanted.scope),
            evidence=frozenset(wanted.evidence),
            statuses=frozenset(wanted.status),
        ),
        sort=wanted.sort,
    )
