"""Conditions at the site: the one temperature, pressure, voltage or area a text is about."""

import re
from typing import Final, TypeAlias

from data.vocabulary.quantities import QuantityKind as K
from matcher.quantities.context import clause_after, clause_before
from matcher.quantities.quantity import Quantity

Band: TypeAlias = tuple[float | None, float | None]

_SOURCE: Final = re.compile(
    "余热|废热|废气|烟气|尾气|排烟|排气|排风|排汽|乏汽|冷却水|循环水|冷凝水|废水|热源"
    "|初冷|熟料|烟温"
    "|waste heat|flue gas|exhaust|cooling water|condensate|effluent|off-?gas|heat source"
)
_TARGET: Final = re.compile(
    "加热到|加热至|升到|升至|升温到|达到|降到|降至|冷却到|冷却至|供水温度"
    "|需要|产出|制取|产生|制备|回水"
    "|heat(?:ed)? (?:up )?to|cool(?:ed)? (?:down )?to|supply of|need|require|produce"
)
_WEATHER: Final = re.compile(
    "(?<![烟废尾蒸热煤燃出排进])气温|室温|室外|室内|环境|冬天|冬季|夏天|夏季|零下|outdoor|ambient|indoor"
)
_SITE: Final = re.compile(
    "场地|空地|用地|占地|可用|屋顶|屋面|厂房顶|闲置|土地|site|roof|land|vacant|available"
)
_NEAR: Final = 12


def temperature_band(plain: str, quantities: tuple[Quantity, ...]) -> Quantity | None:
    """Return the temperature a demand's technology has to work with, None when unclear.

    Outdoor and indoor temperatures are left out. Of several the one of the heat source counts;
    when that is not one, none does.
    """
    candidates = [
        each
        for each in quantities
        if each.kind is K.TEMPERATURE and not _WEATHER.search(_near(plain, each))
    ]
    if _agree(candidates):
        return candidates[0]
    sources = [
        each
        for each in candidates
        if _SOURCE.search(_near(plain, each))
        and not _TARGET.search(clause_before(plain, each.start)[-_NEAR:])
    ]
    return sources[0] if _agree(sources) else None


def sole_band(quantities: tuple[Quantity, ...], kind: K) -> Quantity | None:
    """Return the quantity of a kind if the text states just one, or the same again."""
    candidates = [each for each in quantities if each.kind is kind]
    return candidates[0] if _agree(candidates) else None


def site_area_m2(plain: str, quantities: tuple[Quantity, ...]) -> Quantity | None:
    """Return the area available on the site if the text states just one."""
    candidates = [
        each for each in quantities if each.kind is K.AREA and _SITE.search(_near(plain, each))
    ]
    return candidates[0] if _agree(candidates) else None


def _agree(candidates: list[Quantity]) -> bool:
    return len({(each.low, each.high) for each in candidates}) == 1


def _near(plain: str, quantity: Quantity) -> str:
    before = clause_before(plain, quantity.start)[-_NEAR:]
    return f"{before} {clause_after(plain, quantity.end)[:_NEAR]}"
