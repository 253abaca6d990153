"""Demo experts, a round that is being scored, a closed one, and comments on a public notice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.clock import local_day
from data.models import (
    Application,
    CatalogueBatch,
    ExpertProfile,
    Organization,
    OrganizationGroup,
    ReviewAssignment,
    ReviewRound,
    User,
)
from data.queries import review_rounds as reads
from data.session import unit_of_work
from data.vocabulary import (
    AssignmentStatus,
    Declaration,
    JurisdictionKind,
    OrganizationKind,
    OrganizationStatus,
    ReviewStage,
    ReviewState,
    Role,
)
from matcher.services import public_comments, review_access
from matcher.services.actor import Actor
from matcher.services.demo.accounts import DOMAIN
from matcher.services.demo.applications import OPEN_BATCH, officer_of
from matcher.services.expert_review import assignments, rounds, sheets
from matcher.services.expert_review.sheets import Sheet
from matcher.services.passwords import hash_password
from matcher.services.public_comments import AnswerForm, CommentForm
from matcher.services.runtime import Runtime
from matcher.services.secrets_of_users import new_one_time_password


@dataclass(frozen=True, slots=True)
class _Expert:
    """A fictional expert."""

    name: str
    title: str
    organization: str
    region_code: str
    fields: tuple[str, ...]
    types: tuple[str, ...]
    capacity: int = 8
    group: str | None = None


_EXPERTS = (
    _Expert("陈示例", "教授", "华东示例大学（示例）", "310000", ("power", "heat"), ("1.1", "1.2")),
    _Expert("林示例", "研究员", "钢铁研究院（示例）", "110000", ("steel", "nonferrous"), ("2.1",)),
    _Expert("周示例", "正高级工程师", "化工设计院（示例）", "370000", ("chemical",), ("2.1",), 6),
    _Expert("吴示例", "教授", "建筑科学中心（示例）", "320000", ("appliance",), ("2.2",)),
    _Expert("郑示例", "高级工程师", "交通节能中心（示例）", "440000", ("transport",), ("2.3",), 5),
    _Expert("孙示例", "研究员", "算力中心（示例）", "330000", ("data_center",), ("4.1", "4.3")),
    _Expert("何示例", "教授", "碳汇所（示例）", "350000", ("forestry_ecology",), ("3.2", "5.1")),
    _Expert(
        "高示例",
        "正高级工程师",
        "煤层气工程中心（示例）",
        "140000",
        ("coal_mining", "waste"),
        ("5.1", "5.3"),
        group="示例能源集团",
    ),
)
_OWN_FIELDS = (("data_center", "waste", "coal_mining"), ("4.3", "5.1", "5.3"))
"""What the demo expert who can log in knows."""

_POINTS = (86.0, 78.0, 82.0, 55.0)
_REMARK = "指标先进，案例减排量依据较充分，建议补充连续运行数据（示例）。"


def make_reviews(runtime: Runtime, *, now: datetime) -> int:
    """Make the pool and play the rounds and comments; return how many experts there are."""
    with unit_of_work(runtime.sessions) as session:
        count = _make_pool(session, now)
    with unit_of_work(runtime.sessions) as session:
        officer = officer_of(session, None, JurisdictionKind.NATIONAL)
        batch = session.scalars(
            select(CatalogueBatch).where(CatalogueBatch.code == OPEN_BATCH)
        ).one()
        closed = _open(session, officer, batch, ReviewStage.SECOND_REVIEW, now - timedelta(days=6))
        _score(session, closed, _POINTS, now - timedelta(days=3))
        rounds.close_round(
            session,
            actor=officer,
            round_id=closed.id,
            version=closed.version,
            reason="",
            now=now - timedelta(days=2),
        )
        running = _open(session, officer, batch, ReviewStage.FIRST_REVIEW, now - timedelta(days=2))
        _score(session, running, _POINTS[:2], now - timedelta(days=1), only_others=True)
        _comment(session, officer, batch, now)
    return count


def _make_pool(session: Session, now: datetime) -> int:
    unused_hash = hash_password(new_one_time_password())
    for number, expert in enumerate(_EXPERTS, start=1):
        organization = Organization(
            name=expert.organization,
            kind=OrganizationKind.INSTITUTE,
            status=OrganizationStatus.APPROVED,
            region_code=expert.region_code,
            is_demo=True,
            created_at=now,
        )
        session.add(organization)
        session.flush()
        if expert.group:
            session.add(
                OrganizationGroup(
                    organization_id=organization.id, name=expert.group, recorded_at=now
                )
            )
        user = User(
            email=f"expert-{number}@{DOMAIN}",
            name=expert.name,
            organization_id=organization.id,
            role=Role.EXPERT,
            password_hash=unused_hash,
            password_changed_at=now,
            created_at=now,
        )
        session.add(user)
        session.flush()
        _add_profile(session, user.id, expert, now)
    own = session.scalars(select(User).where(User.email == f"expert@{DOMAIN}")).one()
    fields, types = _OWN_FIELDS
    _add_profile(session, own.id, _Expert("", "教授级高级工程师", "", "", fields, types), now)
    return len(_EXPERTS) + 1


def _add_profile(session: Session, user_id: int, expert: _Expert, now: datetime) -> None:
    session.add(
        ExpertProfile(
            user_id=user_id,
            title=expert.title,
            fields=list(expert.fields),
            technology_types=list(expert.types),
            region_code=expert.region_code or None,
            capacity_per_round=expert.capacity,
            ties=[],
            is_demo=True,
            created_at=now,
            updated_at=now,
        )
    )
    session.flush()


def _open(
    session: Session, officer: Actor, batch: CatalogueBatch, stage: ReviewStage, at: datetime
) -> ReviewRound:
    """Prepare and open a round in which the demo expert takes part in every application."""
    made = rounds.make_round(
        session,
        actor=officer,
        batch_id=batch.id,
        stage=stage,
        experts_per_application=3 if stage is ReviewStage.FIRST_REVIEW else 2,
        due_on=local_day(at + timedelta(days=14)),
        now=at,
    )
    own = session.scalars(select(User.id).where(User.email == f"expert@{DOMAIN}")).one()
    for item in reads.items(session, made.id):
        assignments.add_expert(
            session,
            actor=officer,
            round_id=made.id,
            application_id=item.application.id,
            expert_id=own,
            version=made.version,
            now=at,
        )
    assignments.propose_experts(
        session, actor=officer, round_id=made.id, version=made.version, now=at
    )
    return rounds.open_round(session, actor=officer, round_id=made.id, version=made.version, now=at)


def _score(
    session: Session,
    found: ReviewRound,
    points: Sequence[float],
    at: datetime,
    *,
    only_others: bool = False,
) -> None:
    """Let experts score in turn; with `only_others` the demo expert has a draft, nobody else."""
    held = session.scalars(
        select(ReviewAssignment)
        .where(ReviewAssignment.round_id == found.id)
        .order_by(ReviewAssignment.application_id, ReviewAssignment.id)
    ).all()
    own = session.scalars(select(User.id).where(User.email == f"expert@{DOMAIN}")).one()
    for number, one in enumerate(held):
        if one.status is not AssignmentStatus.ASSIGNED:
            continue
        if only_others and (one.expert_id == own or number == len(held) - 1):
            continue
        _hand_in(session, one, points[number % len(points)], at)


def _hand_in(session: Session, held: ReviewAssignment, base: float, at: datetime) -> None:
    actor = _actor(session, held.expert_id)
    sheets.declare(
        session,
        actor=actor,
        assignment_id=held.id,
        declaration=Declaration.NO_CONFLICT,
        reason="",
        now=at,
    )
    codes = sheets.system_of_task(review_access.own_task(session, actor, held.id)).codes
    sheets.submit(
        session,
        actor=actor,
        assignment_id=held.id,
        sheet=Sheet(
            scores={code: base + 3 * (place % 3) - 3 for place, code in enumerate(codes)},
            overall_comment=_REMARK,
        ),
        version=None,
        now=at,
    )


def _comment(session: Session, officer: Actor, batch: CatalogueBatch, now: datetime) -> None:
    noticed = session.scalars(
        select(Application)
        .where(Application.batch_id == batch.id, Application.state == ReviewState.PUBLIC_NOTICE)
        .order_by(Application.id)
    ).all()
    texts = (
        "建议说明案例减排量的监测边界和基准线取值（示例）。",
        "该技术在高湿环境下的适用性请补充说明（示例）。",
    )
    for number, text in enumerate(texts):
        made = public_comments.comment(
            session,
            application_id=noticed[0].id,
            form=CommentForm(
                name="示例公众", contact="public@demo.example", text=text, has_consented=True
            ),
            now=now - timedelta(days=3 - number),
        )
        made.is_demo = True
        session.flush()
        if number == 0:
            public_comments.answer(
                session,
                actor=officer,
                comment_id=made.id,
                form=AnswerForm(
                    answer="已核实：边界为改造机组，基准线取改造前三年平均值（示例）。",
                    is_published=True,
                ),
                version=made.version,
                now=now - timedelta(days=1),
            )


def _actor(session: Session, user_id: int) -> Actor:
    user = session.get_one(User, user_id)
    return Actor(user_id=user.id, organization_id=user.organization_id, role=user.role)
