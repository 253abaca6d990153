"""The technology atlas by JSON; public (RULINGS 13)."""

from typing import Any

from data.reference.fields import fields
from matcher.atlas.entries import AtlasEntry
from matcher.atlas.tree import Node
from matcher.services import atlas as service
from matcher.services.atlas import AtlasFilter
from matcher.services.errors import FieldProblem, InvalidError
from web.access import Access, allow, current_actor
from web.api.base import api_blueprint
from web.extensions import read_only, runtime
from web.presenters.atlas import node_name
from web.schemas.atlas import AtlasBalanceOut, AtlasOut, AtlasQuery

bp = api_blueprint("atlas", __name__, tag="Atlas")


@bp.get("/atlas")
@bp.input(AtlasQuery, location="query")
@bp.output(AtlasOut)
@bp.doc(responses={404: ""})
@allow(Access.PUBLIC)
def atlas(query_data: AtlasQuery) -> AtlasOut:
    """Read the published catalogue as a tree; with `node`, down to its technologies."""
    if query_data.field and query_data.field not in {f.label_zh for f in fields().values()}:
        raise InvalidError([FieldProblem(field="field", rule="unknown_code")])
    wanted = AtlasFilter(
        field=query_data.field,
        region_code=query_data.region_code or "",
        max_cost_yuan_per_tco2=query_data.max_cost,
    )
    with read_only() as session:
        found = service.picture(
            session, runtime().atlas, wanted=wanted, node=query_data.node, measure=query_data.size
        )
    return AtlasOut.model_validate(
        {
            "total_count": found.total_count,
            "gaps": list(found.node.gaps()),
            "tree": _node(found.node, lists=bool(query_data.node)),
        }
    )


@bp.get("/atlas/balance")
@bp.output(AtlasBalanceOut)
@allow(Access.PUBLIC)
def balance() -> AtlasBalanceOut:
    """Read published technologies beside open needs, topic by topic."""
    with read_only() as session:
        found = service.balance(session, runtime().atlas, actor=current_actor())
    return AtlasBalanceOut.model_validate(
        {
            "topics": [
                {
                    "topic": row.topic,
                    "name": node_name(row.topic),
                    "technology_count": row.technology_count,
                    "need_count": row.need_count,
                    "is_short": row.is_short,
                }
                for row in found.topics
            ],
            "unplaced_technology_count": found.unplaced_technology_count,
            "unplaced_need_count": found.unplaced_need_count,
        }
    )


def _node(node: Node, *, lists: bool) -> dict[str, Any]:
    return {
        "code": node.code,
        "name": node_name(node.code),
        "technology_count": node.count,
        "size": node.size,
        "unknown_count": node.unknown_count,
        "promotion_count": node.promotion_count,
        "demonstration_count": node.demonstration_count,
        "median_cost_yuan_per_tco2": node.cost_yuan_per_tco2,
        "children": [_node(child, lists=lists) for child in node.children],
        "technologies": [_technology(entry) for entry in node.entries] if lists else [],
    }


def _technology(entry: AtlasEntry) -> dict[str, Any]:
    return {
        "id": str(entry.technology_id),
        "name": entry.name,
        "technology_type": entry.technology_type,
        "topic": entry.topic,
        "is_topic_inferred": entry.is_topic_inferred,
        "stage": entry.stage,
        "abatement_potential_2030_tco2_per_year": entry.potential_tco2_per_year,
        "case_abatement_tco2_per_year": entry.case_tco2_per_year,
        "abatement_cost_yuan_per_tco2": entry.cost_yuan_per_tco2,
        "x": entry.x,
        "y": entry.y,
    }
