"""A demand as the API answers it: fields about its poster only to those who may know them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from data.models import Demand


_OPEN_FIELDS = (
    "title",
    "text",
    "status",
    "sectors",
    "technology_types",
    "project_type",
    "accepts_demonstration",
    "max_investment_yuan",
    "max_payback_years",
    "max_abatement_cost_yuan_per_tco2",
    "abatement_target_tco2_per_year",
    "needed_by_on",
    "expires_on",
    "is_demo",
    "created_at",
    "updated_at",
    "version",
)
_POSTER_FIELDS = ("visibility", "external_id", "address", "weights", "ignore_understood")
_PREFECTURE_DIGITS = 4


def demand_fields(
    demand: Demand, *, organization_name: str | None, shows_poster: bool
) -> dict[str, Any]:
    """Return the fields of `web.schemas.demands.DemandOut`.

    Parameters
    ----------
    organization_name
        Of the poster; left out unless `shows_poster`.
    shows_poster
        Whether the reader may know who posted it (`access.shows_poster`): without that the site
        is the prefecture alone, since a county and a text may name a factory
        (docs/decisions/0091-anonymous-demands.md).
    """
    fields = {name: getattr(demand, name) for name in _OPEN_FIELDS}
    poster = {name: getattr(demand, name) if shows_poster else None for name in _POSTER_FIELDS}
    return {
        "id": str(demand.id),
        **fields,
        **poster,
        "ignore_understood": poster["ignore_understood"] or [],
        "weights": _weights(poster["weights"]),
        "organization_name": organization_name if shows_poster else None,
        "park_id": _id(demand.park_id) if shows_poster else None,
        "enterprise_id": _id(demand.enterprise_id) if shows_poster else None,
        "site": _site(demand, shows_poster=shows_poster),
    }


def _weights(given: dict[str, float] | None) -> dict[str, float | None] | None:
    if not given:
        return None
    return {name: given.get(name) for name in ("fit", "location", "abatement_cost")}


def _id(record_id: int | None) -> str | None:
    return None if record_id is None else str(record_id)


def _site(demand: Demand, *, shows_poster: bool) -> dict[str, Any] | None:
    if demand.region_code is None and demand.latitude_deg is None:
        return None
    code = demand.region_code
    if not shows_poster:
        area = code[:_PREFECTURE_DIGITS] + "00" if code else None
        return {
            "region_code": area,
            "latitude_deg": None,
            "longitude_deg": None,
            "precision": "prefecture" if area else None,
        }
    return {
        "region_code": code,
        "latitude_deg": demand.latitude_deg,
        "longitude_deg": demand.longitude_deg,
        "precision": demand.position_precision,
    }
