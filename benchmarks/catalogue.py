"""Synthetic technologies: seeded mixtures of the demo catalogue's sentences, fictional throughout.

Texts keep the length, the characters and the repetitions of real entries, so that the lexical
index has the postings a real catalogue of that size would have.
"""

import json
import random
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.reference import divisions

DEMO_FOLDER = Path(__file__).parents[1] / "data" / "demo" / "technologies"
SEED = 20240131
TECHNOLOGIES_PER_OWNER = 5
LONG_FIELDS = (
    "technical_principle", "key_technology", "process_flow", "technical_indicators",
    "applicability", "application_status", "promotion_barriers", "typical_users",
)  # fmt: skip
CLAUSE_END = re.compile(r"(?<=[；。])")
SPREAD = 0.6
"""Standard deviation of the logarithm by which figures are scaled."""


@lru_cache(maxsize=1)
def demo_technologies() -> tuple[dict[str, Any], ...]:
    """Return the demo catalogue."""
    return tuple(
        json.loads(line)
        for path in sorted(DEMO_FOLDER.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    )


@lru_cache(maxsize=1)
def counties() -> tuple[str, ...]:
    """Return region codes of counties, where owners and cases stand."""
    return tuple(code for code in divisions() if not code.endswith("00"))


def technologies(count: int, *, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """Yield `count` entries in the form of an import file; the same seed, the same entries."""
    chance = random.Random(seed)
    by_category: dict[str, list[dict[str, Any]]] = {}
    for entry in demo_technologies():
        by_category.setdefault(entry["technology_type"][0], []).append(entry)
    for number in range(count):
        base = chance.choice(demo_technologies())
        yield _entry(number, base, by_category[base["technology_type"][0]], chance)


def _entry(
    number: int, base: dict[str, Any], alike: list[dict[str, Any]], chance: random.Random
) -> dict[str, Any]:
    owner = number // TECHNOLOGIES_PER_OWNER
    kept = (
        "technology_type", "technology_topics", "fields", "stage", "applicability_rules",
        "adoption_share", "adoption_share_2030", "comparison_technology",
    )  # fmt: skip
    return {
        "external_id": f"BENCH-{number}",
        "name": f"{chance.choice(alike)['name']}与{base['name']}",
        "catalogue_status": "published",
        "owner": {
            "name": f"示例技术公司{owner}",
            "region_code": counties()[owner * 7919 % len(counties())],
        },
        "cases": [
            _case(case, chance) for case in chance.choices(base["cases"], k=chance.randint(1, 3))
        ],
        **{name: base[name] for name in kept},
        **{name: _mixed(name, base, alike, chance) for name in LONG_FIELDS},
    }


def _mixed(
    name: str, base: dict[str, Any], alike: list[dict[str, Any]], chance: random.Random
) -> str:
    """Return about as much text as the base has, from clauses of entries of its category."""
    wanted = len(base[name])
    sources = (base, chance.choice(alike), chance.choice(alike))
    clauses = [clause for source in sources for clause in CLAUSE_END.split(source[name]) if clause]
    chance.shuffle(clauses)
    text = ""
    for clause in clauses:
        text += clause
        if len(text) >= wanted:
            break
    return text


def _case(case: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Return a case elsewhere, larger or smaller, still consistent with itself."""
    size = chance.lognormvariate(0.0, SPREAD)
    price = chance.lognormvariate(0.0, SPREAD / 2)
    scaled = dict(case)
    scaled["region_code"] = chance.choice(counties())
    scaled["address"] = None
    for name, factor in (
        ("investment_yuan", size * price),
        ("conventional_investment_yuan", size * price),
        ("abatement_tco2_per_year", size),
        ("annual_benefit_yuan", size),
        ("activity_amount", size),
        ("payback_years", price),
        ("abatement_cost_yuan_per_tco2", price),
    ):
        if scaled.get(name) is not None:
            scaled[name] = round(scaled[name] * factor, 2)
    return scaled
