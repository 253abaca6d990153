"""From a JSON-like record to a demand row, with everything that is wrong with it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from data.importers.limits import (
    ADDRESS_LENGTH,
    EXTERNAL_ID_LENGTH,
    LARGEST_YEARS,
    NAME_LENGTH,
)
from data.importers.parsing import parse_language, parse_region_code, parse_term
from data.importers.problems import FieldProblem
from data.importers.record_reader import RecordReader
from data.importers.rows import DemandRow, SiteRow
from data.reference import parse_sector, parse_technology_type
from data.vocabulary import Datum, DemandVisibility, ProjectType

EVALUATION_KEYS = ("relevant", "exclude")
"""Keys of the development file that say what should be found; an import passes over them."""

_LARGEST_LATITUDE_DEG = 180.0
"""Latitudes are bounded like longitudes: a swapped pair is warned of when it is resolved."""


def read_demand(content: Mapping[str, Any]) -> tuple[DemandRow | None, list[FieldProblem]]:
    """Return the row, or None and every problem; `id` is accepted for `external_id`.

    Parameters
    ----------
    content : mapping
        A record with the names of the field dictionary (RULINGS 28).
    """
    reader = RecordReader("demand", content)
    external_id = _external_id(reader)
    text = reader.long_text("text", required=True)
    values: dict[str, Any] = {
        "title": reader.text("title", limit=NAME_LENGTH),
        "language": reader.code("language", parse_language),
        "park": reader.text("park", limit=EXTERNAL_ID_LENGTH),
        "enterprise": reader.text("enterprise", limit=EXTERNAL_ID_LENGTH),
        "sectors": reader.codes("sectors", parse_sector),
        "technology_types": reader.codes("technology_types", parse_technology_type),
        "project_type": reader.code("project_type", partial(parse_term, ProjectType)),
        "visibility": reader.code("visibility", partial(parse_term, DemandVisibility)),
        "accepts_demonstration": reader.boolean("accepts_demonstration"),
        "needed_by_on": reader.day("needed_by_on"),
        "expires_on": reader.day("expires_on"),
        "site": _site(reader),
        "weights": _weights(reader),
        **_limits(reader),
    }
    reader.finish(EVALUATION_KEYS)
    if reader.problems or external_id is None or text is None:
        return None, reader.problems
    return DemandRow(external_id=external_id, text=text, **values), []


def _external_id(reader: RecordReader) -> str | None:
    alias = reader.text("id", limit=EXTERNAL_ID_LENGTH)
    external_id = reader.text(
        "external_id", limit=EXTERNAL_ID_LENGTH, required="id" not in reader.content
    )
    if alias is not None and external_id is not None and alias != external_id:
        reader.refuse("external_id", "conflicting_ids", alias)
    found = external_id or alias
    if found is None and not reader.problems:
        reader.refuse("external_id", "required")
    return found


def _limits(reader: RecordReader) -> dict[str, Any]:
    target = "abatement_target_tco2_per_year"
    unit_cost = "max_abatement_cost_yuan_per_tco2"
    return {
        "max_investment_yuan": reader.money("max_investment_yuan", positive=True),
        "max_payback_years": reader.number(
            "max_payback_years", positive=True, maximum=LARGEST_YEARS
        ),
        unit_cost: reader.number(unit_cost),
        target: reader.number(target, positive=True),
    }


def _site(reader: RecordReader) -> SiteRow | None:
    site = reader.child("site", "demand_site")
    if site is None:
        return None
    address = site.text("address", limit=ADDRESS_LENGTH)
    region_code = site.code("region_code", parse_region_code)
    latitude = site.number(
        "latitude_deg", minimum=-_LARGEST_LATITUDE_DEG, maximum=_LARGEST_LATITUDE_DEG
    )
    longitude = site.number("longitude_deg", minimum=-180.0, maximum=180.0)
    datum = site.code("datum", partial(parse_term, Datum)) or Datum.WGS84
    site.finish()
    if site.content.get("latitude_deg") is None and longitude is not None:
        site.refuse("longitude_deg", "incomplete_pair", other_zh="纬度", other_en="Latitude")
    if site.content.get("longitude_deg") is None and latitude is not None:
        site.refuse("latitude_deg", "incomplete_pair", other_zh="经度", other_en="Longitude")
    if address is None and region_code is None and latitude is None:
        return None
    return SiteRow(
        address=address,
        region_code=region_code,
        latitude_deg=latitude,
        longitude_deg=longitude,
        datum=datum,
    )


def _weights(reader: RecordReader) -> dict[str, float] | None:
    weights = reader.child("weights", "demand_weights")
    if weights is None:
        return None
    found = {key: weights.number(key, minimum=0.0) for key in ("fit", "location", "abatement_cost")}
    weights.finish()
    known = {key: value for key, value in found.items() if value is not None}
    # Only where all three are given does zero leave nothing to weigh: others take the default.
    if len(known) == len(found) and not any(known.values()):
        reader.refuse("weights", "all_zero")
    return known or None
