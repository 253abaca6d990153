"""Demo batches and applications in every state, played through the use cases at their own time."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from data.clock import local_day
from data.models import (
    Application,
    CatalogueBatch,
    Jurisdiction,
    Organization,
    Technology,
    User,
)
from data.session import unit_of_work
from data.vocabulary import (
    CatalogueScope,
    CatalogueStatus,
    JurisdictionKind,
    ReviewState,
    Role,
    WithdrawalReason,
)
from matcher.services import annual_checks, applications
from matcher.services.actor import Actor
from matcher.services.applications import ReviewMove
from matcher.services.applications.content import copied_cases, form_columns
from matcher.services.demo.accounts import TECHNOLOGY
from matcher.services.demo.conversions import actor_of
from matcher.services.runtime import Runtime

S = ReviewState
PUBLISHED_BATCH = "第五批（示例）"
OPEN_BATCH = "示例-6"
LOCAL_BATCH = "示例-JS-1"
REGION = "320000"
PATH = (S.RECOMMENDED, S.FIRST_REVIEW, S.SECOND_REVIEW, S.PUBLIC_NOTICE)
CALL = (
    "根据《国家重点低碳技术征集推广实施方案》（环办气候〔2024〕2号），现组织开展本批次低碳技术征集。"
    "请各技术持有单位填写申报表，经推荐单位出具意见后提交。本通知为示例，内容均为虚构。"
)


@dataclass(frozen=True, slots=True)
class Story:
    """One application: whose technology it is modelled on, how far it came, how long ago."""

    model: str
    """External id of the published entry that a new draft of the same owner is copied from."""

    state: ReviewState
    days_ago: int = 18
    note: str = ""
    by_association: bool = False
    """Whether the association recommends it instead of the province."""


STORIES = (
    Story(TECHNOLOGY, S.DRAFT),
    Story(TECHNOLOGY, S.SUBMITTED, 3),
    Story(TECHNOLOGY, S.RETURNED, 9, "请补充2030年减排潜力的测算过程附件（示例）。"),
    Story(TECHNOLOGY, S.PUBLIC_NOTICE),
    Story("DEMO-1.1-01", S.SUBMITTED, 2),
    Story("DEMO-1.2-05", S.RECOMMENDED, 12),
    Story("DEMO-4.2-03", S.RECOMMENDED, 11, by_association=True),
    Story("DEMO-4.3-02", S.FIRST_REVIEW, 15),
    Story("DEMO-5.1-07", S.SECOND_REVIEW),
    Story("DEMO-5.1-08", S.SECOND_REVIEW, by_association=True),
    Story("DEMO-5.3-07", S.PUBLIC_NOTICE),
    Story("DEMO-2.3-03", S.REJECTED, 16, "减排量测算缺少对比技术，专家意见认为依据不足（示例）。"),
    Story("DEMO-1.4-05", S.WITHDRAWN, 10),
)
"""Applications to the open national batch."""

LISTED_LOCALLY = "DEMO-4.1-08"
WITHDRAWN_LOCALLY = "DEMO-5.4-05"
UPDATED = "DEMO-1.4-05"


@dataclass(frozen=True, slots=True)
class _Desk:
    """Who acts in the demo."""

    unit: Actor
    association: Actor
    officer: Actor
    now: datetime


def make_applications(runtime: Runtime, *, now: datetime) -> int:
    """Make batches and play every story; return how many applications there are."""
    with unit_of_work(runtime.sessions) as session:
        desk = _Desk(
            unit=officer_of(session, REGION, JurisdictionKind.PROVINCE),
            association=officer_of(session, None, JurisdictionKind.ASSOCIATION),
            officer=officer_of(session, None, JurisdictionKind.NATIONAL),
            now=now,
        )
        national = _make_batches(session, now)
    for number, story in enumerate(STORIES, start=1):
        with unit_of_work(runtime.sessions) as session:
            _play(session, desk, national[OPEN_BATCH], story, number)
    with unit_of_work(runtime.sessions) as session:
        _play_local(session, desk, national[LOCAL_BATCH])
        _play_update(session, desk)
        _play_checks(session, desk)
    with unit_of_work(runtime.sessions) as session:
        return len(session.scalars(select(Application.id)).all())


def _make_batches(session: Session, now: datetime) -> Mapping[str, int]:
    known = session.scalars(
        select(CatalogueBatch).where(CatalogueBatch.code == PUBLISHED_BATCH)
    ).one()
    known.call_text, known.published_on = CALL, local_day(now - timedelta(days=30))
    opened = CatalogueBatch(
        code=OPEN_BATCH,
        name="第六批国家重点推广的低碳技术目录（示例）",
        call_text=CALL,
        opens_on=local_day(now - timedelta(days=20)),
        closes_on=local_day(now + timedelta(days=100)),
        is_demo=True,
        created_at=now - timedelta(days=21),
    )
    local = CatalogueBatch(
        code=LOCAL_BATCH,
        name="江苏省低碳技术目录第一批（示例）",
        scope=CatalogueScope.LOCAL,
        region_code=REGION,
        call_text=CALL,
        opens_on=local_day(now - timedelta(days=150)),
        closes_on=local_day(now - timedelta(days=110)),
        is_demo=True,
        created_at=now - timedelta(days=151),
    )
    session.add_all([opened, local])
    session.flush()
    return {OPEN_BATCH: opened.id, LOCAL_BATCH: local.id}


def _play(session: Session, desk: _Desk, batch_id: int, story: Story, number: int) -> None:
    start = desk.now - timedelta(days=story.days_ago)
    draft = _draft(session, story.model, number, start)
    owner = actor_of(session, draft.organization_id or 0, Role.TECHNOLOGY_OWNER, start)
    if story.state is S.DRAFT:
        return
    if story.by_association:
        desk = replace(desk, unit=desk.association)
    made = applications.submit(
        session,
        actor=owner,
        technology_id=draft.id,
        batch_id=batch_id,
        recommending_organization_id=desk.unit.organization_id,
        now=start,
    )
    if story.state is S.WITHDRAWN:
        _move(session, owner, made, S.WITHDRAWN, start + timedelta(days=2))
    elif story.state is S.RETURNED:
        _move(session, desk.unit, made, S.RETURNED, start + timedelta(days=2), note=story.note)
    elif story.state is S.REJECTED:
        _walk(session, desk, made, S.FIRST_REVIEW, start)
        later = start + timedelta(days=8)
        _move(session, desk.officer, made, S.REJECTED, later, note=story.note)
    elif story.state is not S.SUBMITTED:
        _walk(session, desk, made, story.state, start)


def _walk(
    session: Session,
    desk: _Desk,
    made: Application,
    to: ReviewState,
    start: datetime,
    reviewer: Actor | None = None,
) -> None:
    """Move an application along the straight way, a step every two days."""
    for number, state in enumerate(PATH[: PATH.index(to) + 1], start=1):
        by = desk.unit if state is S.RECOMMENDED else reviewer or desk.officer
        _move(session, by, made, state, start + timedelta(days=2 * number))


def _play_local(session: Session, desk: _Desk, batch_id: int) -> None:
    """List two entries in the local catalogue; one of them has left it again."""
    start = desk.now - timedelta(days=140)
    listed = [
        _handed_in_locally(session, desk, batch_id, external_id, start)
        for external_id in (LISTED_LOCALLY, WITHDRAWN_LOCALLY)
    ]
    for made in listed:
        _walk(session, desk, made, S.PUBLIC_NOTICE, start, reviewer=desk.unit)
        _move(session, desk.unit, made, S.PUBLISHED, start + timedelta(days=30))
    _move(session, desk.unit, listed[-1], S.WITHDRAWN, desk.now - timedelta(days=20))


def _handed_in_locally(
    session: Session, desk: _Desk, batch_id: int, external_id: str, at: datetime
) -> Application:
    entry = _entry(session, external_id)
    entry.catalogue_status = CatalogueStatus.DRAFT
    _state_benefits(entry)
    owner = actor_of(session, entry.organization_id or 0, Role.TECHNOLOGY_OWNER, at)
    return applications.submit(
        session,
        actor=owner,
        technology_id=entry.id,
        batch_id=batch_id,
        recommending_organization_id=desk.unit.organization_id,
        now=at,
    )


def _play_update(session: Session, desk: _Desk) -> None:
    """Let an owner update an entry in words: published from first review, the old one stays."""
    start = desk.now - timedelta(days=25)
    entry = _entry(session, UPDATED)
    owner = actor_of(session, entry.organization_id or 0, Role.TECHNOLOGY_OWNER, start)
    draft_id = applications.start_update(session, actor=owner, technology_id=entry.id, now=start)
    draft = session.get_one(Technology, draft_id)
    draft.typical_users = f"{draft.typical_users or ''}新增：盐城氢能示范园（示例）。"
    batch = session.scalars(
        select(CatalogueBatch).where(CatalogueBatch.code == PUBLISHED_BATCH)
    ).one()
    made = applications.submit(
        session,
        actor=owner,
        technology_id=draft_id,
        batch_id=batch.id,
        recommending_organization_id=desk.unit.organization_id,
        now=start,
    )
    _walk(session, desk, made, S.FIRST_REVIEW, start)
    _move(
        session,
        desk.officer,
        made,
        S.PUBLISHED,
        start + timedelta(days=9),
        note="仅补充典型用户（示例）",
    )


def _play_checks(session: Session, desk: _Desk) -> None:
    """Let the anniversary of the demo owner's entry come soon, so that its check is open."""
    entry = _entry(session, TECHNOLOGY)
    entry.published_on = local_day(desk.now) - timedelta(days=350)
    session.flush()
    annual_checks.make_due(session, now=desk.now)


def _move(
    session: Session,
    actor: Actor,
    application: Application,
    to: ReviewState,
    at: datetime,
    *,
    note: str = "",
) -> None:
    closes_on: date = local_day(at) + timedelta(days=20)
    is_leaving = application.state is S.PUBLISHED
    applications.move(
        session,
        actor=actor,
        application_id=application.id,
        move=ReviewMove(
            to=to,
            note=note or ("材料齐全，符合要求（示例）。" if to is S.PUBLIC_NOTICE else ""),
            opinion="经审核，该技术先进适用，同意推荐（示例）。" if to is S.RECOMMENDED else "",
            is_complete=True,
            notice_closes_on=closes_on if to is S.PUBLIC_NOTICE else None,
            withdrawal_reason=WithdrawalReason.OUTDATED if is_leaving else None,
        ),
        now=at,
    )


def _draft(session: Session, model: str, number: int, at: datetime) -> Technology:
    """Return a new draft of the model's owner, with the model's contents under another name."""
    entry = _entry(session, model)
    values = {name: getattr(entry, name) for name in form_columns()}
    name = entry.name.removesuffix("技术")
    draft = Technology(
        source=entry.source,
        external_id=f"DEMO-A-{number:02d}",
        organization_id=entry.organization_id,
        catalogue_status=CatalogueStatus.DRAFT,
        is_demo=True,
        created_at=at,
        updated_at=at,
        cases=copied_cases(entry),
        **(values | {"name": f"{name}升级技术（示例申报{number}）"}),
    )
    _state_benefits(draft)
    session.add(draft)
    session.flush()
    return draft


def _state_benefits(technology: Technology) -> None:
    """State that a case earns nothing where the demo says nothing: a form has no empty box."""
    for case in technology.cases:
        if case.annual_benefit_yuan is None:
            case.annual_benefit_yuan = Decimal(0)


def _entry(session: Session, external_id: str) -> Technology:
    return session.scalars(
        select(Technology)
        .where(Technology.external_id == external_id)
        .options(selectinload(Technology.cases))
    ).one()


def officer_of(session: Session, region_code: str | None, kind: JurisdictionKind) -> Actor:
    """Return the first officer of a region, or of a system."""
    user = session.scalars(
        select(User)
        .join(Organization, Organization.id == User.organization_id)
        .join(Jurisdiction, Jurisdiction.id == Organization.jurisdiction_id)
        .where(
            User.role == Role.BUREAU_OFFICER,
            User.region_code.is_not_distinct_from(region_code),
            Jurisdiction.kind == kind,
        )
        .order_by(User.id)
        .limit(1)
    ).one()
    return Actor(
        user_id=user.id,
        organization_id=user.organization_id,
        role=user.role,
        region_code=region_code,
        jurisdiction=kind,
    )
