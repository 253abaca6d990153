"""Pollutants whose reduction beside that of carbon is asked for (污碳协同减排量, RULINGS 25)."""

from collections.abc import Mapping
from types import MappingProxyType

POLLUTANT_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "so2_t_per_year": "二氧化硫",
        "nox_t_per_year": "氮氧化物",
        "dust_t_per_year": "颗粒物",
        "vocs_t_per_year": "挥发性有机物",
        "cod_t_per_year": "化学需氧量",
        "nh3_t_per_year": "氨氮",
        "solid_waste_t_per_year": "固体废物",
    }
)
"""Keys of the field dictionary's co_benefits, in tonnes a year, with their Chinese names."""
