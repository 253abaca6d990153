"""A database of synthetic technologies, fifty needs, and a park manager with a token."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import insert
from sqlalchemy.orm import Session

from benchmarks.catalogue import SEED, TECHNOLOGIES_PER_OWNER, counties, demo_technologies
from data.models import Demand, Organization, Technology, TechnologyCase, TextVector, User
from data.reference import division
from data.session import Sessions, unit_of_work
from data.vocabulary import (
    CatalogueStatus,
    DemandVisibility,
    OrganizationKind,
    OrganizationStatus,
    PositionPrecision,
    Role,
)
from embeddings.hashing_encoder import HashingEncoder
from matcher.services import tokens
from matcher.services.vector_spaces import space_of
from matcher.services.vectors import text_hash
from matcher.texts import technology_text

NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
DEMANDS = Path(__file__).parents[1] / "data" / "demo" / "demands.jsonl"
DEMAND_COUNT = 50
BATCH = 2000
OWNER_ID_OFFSET = 10
TEXT_FIELDS = (
    "technical_principle", "key_technology", "process_flow", "technical_indicators",
    "applicability", "application_status", "promotion_barriers", "typical_users",
    "comparison_technology",
)  # fmt: skip
MONEY = ("investment_yuan", "conventional_investment_yuan", "annual_benefit_yuan")


@dataclass(frozen=True)
class Made:
    """What a benchmark needs to act."""

    token: str
    demand_ids: list[int]


def fill(sessions: Sessions, records: Iterator[dict[str, Any]], count: int) -> None:
    """Write owners, technologies, cases and vectors in bulk: what an import would have left."""
    vectors = _vectors(count)
    with unit_of_work(sessions) as session:
        _owners(session, count)
        first = 0
        while batch := list(islice(records, BATCH)):
            _technologies(session, batch, first, vectors[first : first + len(batch)])
            first += len(batch)


def people_and_needs(sessions: Sessions) -> Made:
    """Write a park manager with a token, and needs of the demo data in scattered places."""
    with unit_of_work(sessions) as session:
        organization = Organization(
            name="示例园区管委会（基准）",
            kind=OrganizationKind.PARK_OPERATOR,
            status=OrganizationStatus.APPROVED,
            region_code="320500",
            created_at=NOW,
        )
        session.add(organization)
        session.flush()
        user = User(
            email="bench@example.com",
            name="基准",
            organization_id=organization.id,
            role=Role.PARK_MANAGER,
            password_hash="-",
            password_changed_at=NOW,
            created_at=NOW,
        )
        session.add(user)
        session.flush()
        demands = [
            _demand(number, json.loads(line), user)
            for number, line in enumerate(DEMANDS.read_text("utf-8").splitlines()[:DEMAND_COUNT])
        ]
        session.add_all(demands)
        session.flush()
        token = tokens.create_token(session, user_id=user.id, name="benchmark", now=NOW)
        return Made(token, [demand.id for demand in demands])


def _demand(number: int, given: dict[str, Any], user: User) -> Demand:
    code = counties()[number * 104729 % len(counties())]
    limit = given.get("max_investment_yuan")
    return Demand(
        organization_id=user.organization_id,
        created_by_id=user.id,
        title=given["title"],
        text=given["text"],
        region_code=code,
        latitude_deg=division(code).latitude_deg,
        longitude_deg=division(code).longitude_deg,
        position_precision=PositionPrecision.COUNTY,
        sectors=given.get("sectors", []),
        max_investment_yuan=None if limit is None else Decimal(limit),
        max_payback_years=given.get("max_payback_years"),
        visibility=DemandVisibility.MATCHED_OWNERS,
        created_at=NOW,
        updated_at=NOW,
    )


def _vectors(count: int) -> np.ndarray:
    """Return unit vectors: mixtures of the demo texts' own, with noise. Shape (count, 256)."""
    encoder = HashingEncoder()
    base = encoder.encode([entry["technical_principle"] for entry in demo_technologies()])
    chance = np.random.default_rng(SEED)
    made = base[chance.integers(len(base), size=count)]
    made = made + 0.6 * base[chance.integers(len(base), size=count)]
    made += chance.normal(0, 0.03, made.shape).astype(np.float32)
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype("<f4")


def _owners(session: Session, count: int) -> None:
    rows = []
    for owner in range(count // TECHNOLOGIES_PER_OWNER + 1):
        code = counties()[owner * 7919 % len(counties())]
        rows.append(
            {
                "id": owner + OWNER_ID_OFFSET,
                "name": f"示例技术公司{owner}",
                "kind": OrganizationKind.TECHNOLOGY_OWNER,
                "status": OrganizationStatus.APPROVED,
                "region_code": code,
                "latitude_deg": division(code).latitude_deg,
                "longitude_deg": division(code).longitude_deg,
                "position_precision": PositionPrecision.COUNTY,
                "created_at": NOW,
            }
        )
    session.execute(insert(Organization), rows)


def _technologies(
    session: Session, batch: list[dict[str, Any]], first: int, vectors: np.ndarray
) -> None:
    rows, cases, stored = [], [], []
    for place, record in enumerate(batch):
        number = first + place + 1
        rows.append(_technology_row(number, record))
        cases += [_case_row(number, order, case) for order, case in enumerate(record["cases"], 1)]
        stored.append(
            {
                "subject_kind": "technology",
                "subject_id": number,
                "space_id": space_of(HashingEncoder().encoder_id),
                "text_hash": text_hash(_text(record)),
                "vector": vectors[place].tobytes(),
            }
        )
    session.execute(insert(Technology), rows)
    session.execute(insert(TechnologyCase), cases)
    session.execute(insert(TextVector), stored)


def _technology_row(number: int, record: dict[str, Any]) -> dict[str, Any]:
    plain = ("external_id", "name", "technology_type", "technology_topics", "fields", "stage")
    return {
        "id": number,
        "organization_id": (number - 1) // TECHNOLOGIES_PER_OWNER + OWNER_ID_OFFSET,
        "catalogue_status": CatalogueStatus.PUBLISHED,
        "applicability_rules": record["applicability_rules"],
        "created_at": NOW,
        "updated_at": NOW,
        **{name: record[name] for name in (*plain, *TEXT_FIELDS)},
    }


def _case_row(technology: int, order: int, case: dict[str, Any]) -> dict[str, Any]:
    place = division(case["region_code"])
    names = (
        "name", "region_code", "project_type", "abatement_tco2_per_year", "service_life_years",
        "payback_years", "abatement_cost_yuan_per_tco2", "construction_months", "activity_amount",
        "activity_unit",
    )  # fmt: skip
    money = {name: case.get(name) for name in MONEY}
    return {
        "technology_id": technology,
        "ordinal": order,
        "latitude_deg": place.latitude_deg,
        "longitude_deg": place.longitude_deg,
        **{name: case.get(name) for name in names},
        **{name: None if value is None else Decimal(str(value)) for name, value in money.items()},
    }


def _text(record: dict[str, Any]) -> str:
    return technology_text(
        name=record["name"],
        technology_type=record["technology_type"],
        technology_topics=tuple(record["technology_topics"]),
        fields=tuple(record["fields"]),
        technical_principle=record["technical_principle"],
        key_technology=record["key_technology"],
        process_flow=record["process_flow"],
        applicability=record["applicability"],
    )
