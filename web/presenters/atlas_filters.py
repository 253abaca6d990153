"""Settings of the atlas as they stand in its address; pages and API read them alike."""

import math
from collections.abc import Mapping

from data.reference import divisions
from data.reference.fields import fields
from data.vocabulary import AtlasColour, AtlasSize

KEYS = ("node", "size", "colour", "field", "region_code", "max_cost")
LONGEST_NODE = 8


def read_filter(given: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """Return the settings of an address, and the unknown values in it that were left out."""
    known: Mapping[str, object] = {
        "size": set(AtlasSize),
        "colour": set(AtlasColour),
        "field": {field.label_zh for field in fields().values()},
        "region_code": divisions(),
    }
    values = {key: given.get(key, "").strip() for key in KEYS}
    kept = {key: value for key, value in values.items() if value}
    bad = [key for key in known if key in kept and kept[key] not in known[key]]  # type: ignore[operator]
    if "max_cost" in kept and not _is_cost(kept["max_cost"]):
        bad.append("max_cost")
    unknown = ", ".join(f"{key}={kept.pop(key)[:40]}" for key in bad)
    if "node" in kept:
        kept["node"] = kept["node"][:LONGEST_NODE]
    return kept, unknown


def _is_cost(text: str) -> bool:
    try:
        return math.isfinite(float(text)) and len(text) <= 12  # noqa: PLR2004 - no longer number is meant
    except ValueError:
        return False
