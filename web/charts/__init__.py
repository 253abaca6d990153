"""Charts drawn on the server as SVG: pure functions from typed input to escaped markup."""

from web.charts.bars import Bar, BarChart, horizontal_bars
from web.charts.distance import DistanceChart, Place, distance_rings
from web.charts.funnel import Funnel, FunnelStep, funnel, weakest_step
from web.charts.scatter import CostPoint, CostScatter, cost_scatter
from web.charts.score import bar_line, score_ring
from web.charts.shares import Slice, share_bars

__all__ = [
    "Bar",
    "BarChart",
    "CostPoint",
    "CostScatter",
    "DistanceChart",
    "Funnel",
    "FunnelStep",
    "Place",
    "Slice",
    "bar_line",
    "cost_scatter",
    "distance_rings",
    "funnel",
    "horizontal_bars",
    "score_ring",
    "share_bars",
    "weakest_step",
]
