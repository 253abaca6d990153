"""Charts drawn on the server as SVG: pure functions from typed input to escaped markup."""

from web.charts.atlas import MapPoint, TechnologyMap, technology_map
from web.charts.bars import Bar, BarChart, horizontal_bars
from web.charts.curve import CostCurve, cost_curve
from web.charts.distance import DistanceChart, Place, distance_rings
from web.charts.funnel import Funnel, FunnelStep, funnel, weakest_step
from web.charts.lanes import Lane, LaneChart, LaneEvent, follow_up_lanes
from web.charts.scatter import CostPoint, CostScatter, cost_scatter
from web.charts.score import bar_line, score_ring
from web.charts.shares import Slice, share_bars
from web.charts.treemap import Treemap, TreemapCell, treemap

__all__ = [
    "Bar",
    "BarChart",
    "CostCurve",
    "CostPoint",
    "CostScatter",
    "DistanceChart",
    "Funnel",
    "FunnelStep",
    "Lane",
    "LaneChart",
    "LaneEvent",
    "MapPoint",
    "Place",
    "Slice",
    "TechnologyMap",
    "Treemap",
    "TreemapCell",
    "bar_line",
    "cost_curve",
    "cost_scatter",
    "distance_rings",
    "follow_up_lanes",
    "funnel",
    "horizontal_bars",
    "score_ring",
    "share_bars",
    "technology_map",
    "treemap",
    "weakest_step",
]
