"""Demo leads with a past: introduced, answered, built, declined, as a year of use would leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Demand, Lead, Organization, Technology, User
from data.queries import follow_ups as reads
from data.session import unit_of_work
from data.vocabulary import Barrier, LeadSide, LeadStage, MeasurementMethod, Role
from matcher.services import follow_ups, leads, match_runs
from matcher.services.actor import Actor
from matcher.services.demo.accounts import TECHNOLOGY
from matcher.services.errors import ConflictError
from matcher.services.follow_ups import Answer
from matcher.services.leads import Move
from matcher.services.passwords import hash_password
from matcher.services.runtime import Runtime
from matcher.services.secrets_of_users import new_one_time_password

S = LeadStage


@dataclass(frozen=True, slots=True)
class Story:
    """One lead: which need, which rank was introduced, and what happened how many days later."""

    demand: str
    rank: int
    days_ago: int
    steps: tuple[tuple[int, LeadStage, Barrier | None], ...]
    answers: bool = True
    technology: str | None = None
    """External id of the technology introduced instead of the one at the rank."""


def _story(
    demand: str,
    days_ago: int,
    *steps: tuple[int, LeadStage],
    rank: int = 1,
    answers: bool = True,
    technology: str | None = None,
) -> Story:
    moves = tuple((day, stage, None) for day, stage in steps)
    return Story(demand, rank, days_ago, moves, answers, technology)


_BUILT = ((2, S.ACCEPTED), (12, S.IN_TALKS), (40, S.SITE_SURVEY), (95, S.CONTRACTED))
STORIES = (
    _story("DEMO-D-02", 400, *_BUILT, (140, S.UNDER_CONSTRUCTION), (250, S.COMMISSIONED)),
    _story("DEMO-D-05", 360, *_BUILT, (130, S.UNDER_CONSTRUCTION), (260, S.COMMISSIONED)),
    _story("DEMO-D-09", 300, *_BUILT, (150, S.UNDER_CONSTRUCTION)),
    _story("DEMO-D-14", 260, *_BUILT, answers=False),
    _story("DEMO-D-18", 210, *_BUILT),
    _story("DEMO-D-21", 180, (1, S.ACCEPTED), (20, S.IN_TALKS), (60, S.SITE_SURVEY)),
    _story("DEMO-D-24", 150, (3, S.ACCEPTED), (25, S.IN_TALKS), answers=False),
    _story("DEMO-D-27", 120, (2, S.ACCEPTED), (18, S.IN_TALKS)),
    _story("DEMO-D-30", 90, (4, S.ACCEPTED), answers=False),
    _story("DEMO-D-33", 75, (1, S.ACCEPTED)),
    Story("DEMO-D-36", 1, 140, ((5, S.DECLINED, Barrier.TECHNICAL_MISMATCH),)),
    Story(
        "DEMO-D-40",
        2,
        160,
        ((3, S.ACCEPTED, None), (30, S.DECLINED, Barrier.PAYBACK_TOO_LONG)),
    ),
    Story("DEMO-D-44", 1, 110, ((2, S.ACCEPTED, None), (35, S.STALLED, Barrier.NO_FINANCE))),
    _story("DEMO-D-47", 5),
    _story("DEMO-D-50", 2),
    # Leads of the demo accounts themselves: the park, the enterprise, the owner (RULINGS 18).
    _story("DEMO-D-03", 100, (2, S.ACCEPTED), (15, S.IN_TALKS), (48, S.SITE_SURVEY)),
    _story("DEMO-D-43", 45, (1, S.ACCEPTED)),
    _story("DEMO-D-12", 20, (3, S.ACCEPTED)),
    _story("DEMO-D-17", 70, (2, S.ACCEPTED), (16, S.IN_TALKS), technology=TECHNOLOGY),
    _story("DEMO-D-03", 1, technology=TECHNOLOGY),
)


def make_leads(runtime: Runtime, *, now: datetime) -> int:
    """Play every story through the use cases at its own time; return how many leads there are."""
    made = 0
    for story in STORIES:
        with unit_of_work(runtime.sessions) as session:
            made += _played(session, runtime, story, now)
    return made


def _played(session: Session, runtime: Runtime, story: Story, now: datetime) -> bool:
    demand = session.scalars(select(Demand).where(Demand.external_id == story.demand)).one()
    start = now - timedelta(days=story.days_ago)
    poster = actor_of(session, demand.organization_id, Role.PARK_MANAGER, start)
    answer = match_runs.matches_of_demand(
        session, runtime, actor=poster, demand_id=demand.id, weights=None, limit=5, now=start
    )
    technology_id = _technology_id(session, story, answer["matches"])
    if technology_id is None:
        return False
    try:
        lead = leads.open_lead(
            session,
            runtime,
            actor=poster,
            demand_id=demand.id,
            technology_id=technology_id,
            message="希望了解贵单位技术在我方工况下的适用性，请联系。（示例）",
            now=start,
        )
    except ConflictError:
        return False
    lead.is_demo = True
    owner = actor_of(session, lead.owner_organization_id, Role.TECHNOLOGY_OWNER, start)
    for day, stage, barrier in story.steps:
        _ask_due(session, runtime, lead, story, until=start + timedelta(days=day))
        _step(session, lead, (owner, poster), stage, barrier, start + timedelta(days=day))
    _ask_due(session, runtime, lead, story, until=now)
    return True


def _technology_id(
    session: Session, story: Story, matches: Sequence[Mapping[str, Any]]
) -> int | None:
    if story.technology is not None:
        named = select(Technology.id).where(Technology.external_id == story.technology)
        return session.scalars(named).one()
    shown = matches[story.rank - 1 : story.rank]
    return int(shown[0]["technology"]["id"]) if shown else None


def _step(
    session: Session,
    lead: Lead,
    sides: Sequence[Actor],
    stage: LeadStage,
    barrier: Barrier | None,
    at: datetime,
) -> None:
    owner, poster = sides
    move = Move(to=stage, barrier=barrier)
    leads.move_lead(session, actor=owner, lead_id=lead.id, move=move, now=at)
    if lead.proposed_stage is stage:
        later = at + timedelta(days=1)
        leads.move_lead(session, actor=poster, lead_id=lead.id, move=move, now=later)


def _ask_due(
    session: Session, runtime: Runtime, lead: Lead, story: Story, *, until: datetime
) -> None:
    """Ask and answer, or leave unanswered, every question due by an instant."""
    for _ in range(8):
        due = [
            row
            for row in reads.of_lead(session, lead.id)
            if row.status in reads.OPEN_STATUSES and row.due_at <= until
        ]
        if not due:
            return
        for row in due:
            at = row.due_at + timedelta(hours=1)
            follow_ups.send_due_message(session, runtime, follow_up_id=row.id, now=at)
            if story.answers and row.side is LeadSide.DEMAND:
                answered_at = at + timedelta(days=2)
                given = _answer(lead)
                follow_ups.answer(session, follow_up_id=row.id, given=given, now=answered_at)


def _answer(lead: Lead) -> Answer:
    stage = lead.stage if lead.stage in follow_ups.ANSWERABLE_STAGES else None
    is_running = lead.stage is LeadStage.COMMISSIONED
    return Answer(
        stage=stage,
        barrier=lead.barrier,
        actual_investment_yuan=Decimal(4_800_000 + 150_000 * lead.id) if is_running else None,
        actual_abatement_tco2_per_year=2150.0 + 40.0 * lead.id if is_running else None,
        measurement_method=MeasurementMethod.METERED if is_running else None,
        satisfaction=4,
        comment="示例答复",
    )


def actor_of(session: Session, organization_id: int, role: Role, now: datetime) -> Actor:
    """Return an actor of an organization; one without users gets a person who cannot log in."""
    user = session.scalar(
        select(User).where(User.organization_id == organization_id).order_by(User.id).limit(1)
    )
    if user is None:
        organization = session.get_one(Organization, organization_id)
        user = User(
            email=f"nobody-{organization.id}@demo.tanqiao.example",
            name="示例联系人",
            organization_id=organization_id,
            role=role,
            is_active=False,
            password_hash=hash_password(new_one_time_password()),
            password_changed_at=now,
            created_at=now,
        )
        session.add(user)
        session.flush()
    return Actor(user_id=user.id, organization_id=organization_id, role=role)
