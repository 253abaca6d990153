"""The charts beside the matches: cost and abatement, distance; with one sentence of conclusion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from data.vocabulary import TechnologyStage
from web import charts, figures
from web.charts import CostPoint, CostScatter, DistanceChart, Place

if TYPE_CHECKING:
    from data.models import Demand

Json = dict[str, Any]

_KIND = {TechnologyStage.PROMOTION: "green", TechnologyStage.DEMONSTRATION: "blue"}
DRAWN = 12
"""Technologies in a chart: more dots would cover each other."""


def panels(demand: Demand, matches: Sequence[Json]) -> Json:
    """Return the context `panels` of matches/show.html."""
    drawn = sorted(matches, key=lambda one: one["rank"])[:DRAWN]
    if not drawn:
        return {}
    kinds = _kinds(drawn)
    return {
        "cost": charts.cost_scatter(
            CostScatter(
                title=_("Unit cost over annual abatement of the ranked technologies"),
                points=tuple(_point(one) for one in drawn),
                target_tco2_per_year=demand.abatement_target_tco2_per_year,
                max_cost_yuan_per_tco2=demand.max_abatement_cost_yuan_per_tco2,
                kinds=kinds,
            ),
            _,
        ),
        "distance": charts.distance_rings(
            DistanceChart(
                title=_("Distance and direction of the ranked technologies"),
                places=tuple(_place(one) for one in drawn),
                kinds=kinds,
            ),
            _,
        ),
        "conclusion": _conclusion(demand, drawn),
    }


def _kind(match: Json) -> str:
    return _KIND.get(match["technology"]["stage"], "slate")


def _kinds(matches: Sequence[Json]) -> tuple[tuple[str, str], ...]:
    words = {
        "green": _("Promotion stage"),
        "blue": _("Demonstration stage"),
        "slate": _("Stage unknown"),
    }
    present = {_kind(one) for one in matches}
    return tuple((kind, text) for kind, text in words.items() if kind in present)


def _point(match: Json) -> CostPoint:
    return CostPoint(
        rank=match["rank"],
        name=match["technology"]["name"],
        abatement_tco2_per_year=match["figures"]["abatement_tco2_per_year"],
        abatement_cost_yuan_per_tco2=(match["cost"] or {}).get("abatement_cost_yuan_per_tco2"),
        kind=_kind(match),
    )


def _place(match: Json) -> Place:
    return Place(
        rank=match["rank"],
        name=match["technology"]["name"],
        distance_km=match["distance_km"],
        bearing_deg=match["bearing_deg"],
        kind=_kind(match),
        place=match["place"] or "",
    )


def _conclusion(demand: Demand, matches: Sequence[Json]) -> str | None:
    """Return one sentence: which of the drawn is cheapest a tonne, and what the target needs."""
    priced = [one for one in matches if _point(one).abatement_cost_yuan_per_tco2 is not None]
    if not priced:
        return None
    best = min(priced, key=lambda one: _point(one).abatement_cost_yuan_per_tco2 or 0.0)
    point = _point(best)
    text = _(
        "Number %(rank)s is the cheapest a tonne: %(cost)s.",
        rank=best["rank"],
        cost=figures.unit_cost(point.abatement_cost_yuan_per_tco2, _),
    )
    target = demand.abatement_target_tco2_per_year
    if not target:
        return str(text)
    reaching = [
        one["rank"] for one in priced if (_point(one).abatement_tco2_per_year or 0.0) >= target
    ]
    if reaching:
        ranks = ", ".join(str(rank) for rank in reaching[:6])
        more = _("As in their cases, these reach the target alone: %(ranks)s.", ranks=ranks)
    else:
        more = _("No single case reaches the target; combine several technologies.")
    return f"{text} {more}"
