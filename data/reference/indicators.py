"""评价指标体系: the default indicators of expert review, as data (decision 0170)."""

from functools import lru_cache
from typing import Any

from data.reference.files import read_json


@lru_cache(maxsize=1)
def default_indicators() -> dict[str, Any]:
    """Return the default system of indicators; do not change what is returned."""
    content = read_json("indicator_system.json")
    return {name: content[name] for name in ("spread_limit", "indicators")}
