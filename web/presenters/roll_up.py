"""The ministry's roll-up: how many applications each unit recommended, by category and stage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from data.reference.taxonomy import taxonomy
from data.vocabulary import TechnologyStage
from web.i18n import current_language

if TYPE_CHECKING:
    from data.queries.applications import ApplicationRow


@dataclass(frozen=True, slots=True)
class RollUpLine:
    """One unit's counts, or their sum."""

    unit: str
    unit_id: int | None
    by_category: tuple[int, ...]
    by_stage: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class RollUp:
    """All units' counts; the sum is that of the lines."""

    categories: tuple[str, ...]
    category_codes: tuple[str, ...]
    stages: tuple[str, ...]
    lines: tuple[RollUpLine, ...]
    sum: RollUpLine


def roll_up(rows: Sequence[ApplicationRow]) -> RollUp:
    """Return the counts of a list by unit; every application is counted once in each direction.

    A technology whose type or stage is unknown counts in the total alone.
    """
    language = current_language()
    units: dict[int | None, tuple[str, list[ApplicationRow]]] = {}
    for row in rows:
        unit_id = row.application.recommending_organization_id
        name = row.unit_name or str(_("no unit"))
        units.setdefault(unit_id, (name, []))[1].append(row)
    lines = tuple(_line(name, unit_id, own) for unit_id, (name, own) in units.items())
    return RollUp(
        categories=tuple(one.label(language) for one in taxonomy()),
        category_codes=tuple(one.code for one in taxonomy()),
        stages=tuple(one.label(language) for one in TechnologyStage),
        lines=lines,
        sum=_sum(lines),
    )


def _line(name: str, unit_id: int | None, rows: Sequence[ApplicationRow]) -> RollUpLine:
    categories = Counter((row.technology.technology_type or "")[:1] for row in rows)
    stages = Counter(row.technology.stage for row in rows)
    return RollUpLine(
        unit=name,
        unit_id=unit_id,
        by_category=tuple(categories[one.code] for one in taxonomy()),
        by_stage=tuple(stages[one] for one in TechnologyStage),
        total=len(rows),
    )


def _sum(lines: Sequence[RollUpLine]) -> RollUpLine:
    zero = (0,) * len(taxonomy()), (0,) * len(TechnologyStage)
    categories = tuple(map(sum, zip(zero[0], *(one.by_category for one in lines), strict=True)))
    stages = tuple(map(sum, zip(zero[1], *(one.by_stage for one in lines), strict=True)))
    return RollUpLine(
        unit=str(_("Total")),
        unit_id=None,
        by_category=categories,
        by_stage=stages,
        total=sum(one.total for one in lines),
    )
