"""What the atlas knows of a technology."""

from dataclasses import dataclass

from data.vocabulary import AtlasSize, CostBand, TechnologyStage

LOW_COST_YUAN_PER_TCO2 = 100.0
MIDDLE_COST_YUAN_PER_TCO2 = 300.0
"""Bounds of the cost bands. Source: docs/decisions/0180-atlas.md."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtlasEntry:
    """One published technology.

    Parameters
    ----------
    topic
        Code x.y.zz: the first one the owner named, else the one its text is nearest to, else
        None; `is_topic_inferred` says which.
    potential_tco2_per_year
        Stated for 2030; None unknown.
    case_tco2_per_year
        Sum over the cases that state it; None where none does.
    cost_yuan_per_tco2
        Median of the cases' unit costs (附件2 十二); None unknown.
    x, y
        Place in the map of likeness, within [0, 1]; None until it has been laid out.
    """

    technology_id: int
    name: str
    technology_type: str | None
    topic: str | None
    is_topic_inferred: bool
    stage: TechnologyStage | None
    fields: tuple[str, ...]
    owner_region_code: str | None
    potential_tco2_per_year: float | None
    case_tco2_per_year: float | None
    cost_yuan_per_tco2: float | None
    x: float | None = None
    y: float | None = None

    def size(self, measure: AtlasSize) -> float | None:
        """Return what its area stands for; None where the owner did not say."""
        if measure is AtlasSize.COUNT:
            return 1.0
        if measure is AtlasSize.POTENTIAL:
            return self.potential_tco2_per_year
        return self.case_tco2_per_year

    @property
    def cost_band(self) -> CostBand:
        """The band of its unit cost."""
        return cost_band(self.cost_yuan_per_tco2)


def cost_band(cost_yuan_per_tco2: float | None) -> CostBand:
    """Return the band of a unit cost in yuan/tCO2; unknown (None) is a band of its own."""
    if cost_yuan_per_tco2 is None:
        return CostBand.UNKNOWN
    if cost_yuan_per_tco2 <= 0:
        return CostBand.SAVES
    if cost_yuan_per_tco2 <= LOW_COST_YUAN_PER_TCO2:
        return CostBand.LOW
    return CostBand.MIDDLE if cost_yuan_per_tco2 <= MIDDLE_COST_YUAN_PER_TCO2 else CostBand.HIGH


def is_within(
    entry: AtlasEntry,
    *,
    field: str = "",
    region_prefix: str = "",
    max_cost_yuan_per_tco2: float | None = None,
) -> bool:
    """Tell whether a technology passes the filters; an unknown cost passes no limit of cost.

    Parameters
    ----------
    field
        Chinese label of a field of application; empty is any.
    region_prefix
        Significant digits of the owner's region; empty is any.
    """
    if field and field not in entry.fields:
        return False
    if region_prefix and not (entry.owner_region_code or "").startswith(region_prefix):
        return False
    if max_cost_yuan_per_tco2 is None:
        return True
    cost = entry.cost_yuan_per_tco2
    return cost is not None and cost <= max_cost_yuan_per_tco2
