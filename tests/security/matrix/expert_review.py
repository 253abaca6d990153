"""Experts, rounds, score sheets, public notices and comments."""

from datetime import timedelta
from itertools import count

from data.models import (
    Application,
    ApplicationEvent,
    Attachment,
    CatalogueBatch,
    PublicComment,
    ReviewAssignment,
    ReviewRound,
    RoundApplication,
)
from data.reference.indicators import default_indicators
from data.vocabulary import (
    AssignmentStatus,
    CatalogueScope,
    ReviewSide,
    ReviewStage,
    ReviewState,
    Role,
    RoundStatus,
)
from tests.factories.applications import make_form
from tests.security.row import ALL, HIDDEN, OWN_ONLY, Row
from tests.security.world import World

A = AssignmentStatus
NAME = "只给评审各方看的评审技术"
REMARK = "只给主管部门看的专家评语"
CONTACT = "13800000000"
SENDER = "只给经办人看的公众姓名"
_numbers = count(1)
_OFFICER = {Role.BUREAU_OFFICER: OWN_ONLY}
_OFFICERS = {Role.BUREAU_OFFICER: ALL}
_EXPERT = {Role.EXPERT: OWN_ONLY}


def _batch(world: World) -> int:
    with world.write() as session:
        made = CatalogueBatch(
            code=f"R{next(_numbers)}",
            name="示例批次",
            scope=CatalogueScope.LOCAL,
            region_code=world.person(Role.BUREAU_OFFICER).user.region_code,
            created_at=world.now,
        )
        session.add(made)
        session.flush()
        return made.id


def _application(world: World, state: ReviewState, batch_id: int) -> int:
    with world.write() as session:
        owner = world.person(Role.TECHNOLOGY_OWNER)
        technology = make_form(session, owner, world.now, name=NAME)
        today = world.now.date()
        made = Application(
            technology_id=technology.id,
            batch_id=batch_id,
            organization_id=owner.organization.id,
            state=state,
            notice_opens_on=today,
            notice_closes_on=today + timedelta(days=9),
            state_since=world.now,
            created_at=world.now,
        )
        session.add(made)
        session.flush()
        session.add(
            ApplicationEvent(
                application_id=made.id,
                at=world.now,
                side=ReviewSide.OWNER,
                to_state=state,
                content={"name": NAME},
            )
        )
        return made.id


def _round(world: World, status: RoundStatus, held: AssignmentStatus) -> ReviewRound:
    """A round with one application that the own expert was asked for."""
    batch_id = _batch(world)
    application_id = _application(world, ReviewState.FIRST_REVIEW, batch_id)
    is_in = held is A.SUBMITTED
    with world.write() as session:
        made = ReviewRound(
            batch_id=batch_id,
            stage=ReviewStage.FIRST_REVIEW,
            number=1,
            status=status,
            experts_per_application=2,
            due_on=world.now.date() + timedelta(days=7),
            indicator_system=None if status is RoundStatus.PREPARING else default_indicators(),
            indicator_system_version=1,
            created_at=world.now,
            closed_at=world.now if status is RoundStatus.CLOSED else None,
        )
        session.add(made)
        session.flush()
        session.add(RoundApplication(round_id=made.id, application_id=application_id))
        session.add(
            ReviewAssignment(
                round_id=made.id,
                application_id=application_id,
                expert_id=world.person(Role.EXPERT).user.id,
                status=held,
                fit=1.0,
                assigned_at=world.now,
                scores={one["code"]: 80 for one in default_indicators()["indicators"]}
                if is_in
                else {},
                overall_comment=REMARK if is_in else None,
            )
        )
        session.flush()
        return made


def _path(suffix: str = "", status=RoundStatus.OPEN, held=A.ACCEPTED):
    return lambda world: f"/review-rounds/{_round(world, status, held).id}{suffix}"


def _choose(world: World) -> str:
    made = _round(world, RoundStatus.PREPARING, A.PROPOSED)
    with world.write() as session:
        held = session.query(RoundApplication).filter_by(round_id=made.id).one()
        return f"/review-rounds/{made.id}/experts/{held.application_id}"


def _assignment(world: World, made: ReviewRound) -> int:
    with world.write() as session:
        return session.query(ReviewAssignment.id).filter_by(round_id=made.id).scalar()


def _removal(world: World) -> str:
    made = _round(world, RoundStatus.PREPARING, A.PROPOSED)
    return f"/review-rounds/{made.id}/assignments/{_assignment(world, made)}/removal"


def _mine(suffix: str = "", held=A.ACCEPTED):
    return lambda world: (
        f"/my-reviews/{_assignment(world, _round(world, RoundStatus.OPEN, held))}{suffix}"
    )


def _in_batch(prefix: str, suffix: str = ""):
    return lambda world: f"{prefix}/{_batch(world)}{suffix}"


def _noticed(suffix: str = ""):
    return lambda world: (
        "/public-notices/applications/"
        f"{_application(world, ReviewState.PUBLIC_NOTICE, _batch(world))}{suffix}"
    )


def _comment(suffix: str = ""):
    def made(world: World) -> str:
        application_id = _application(world, ReviewState.PUBLIC_NOTICE, _batch(world))
        with world.write() as session:
            row = PublicComment(
                application_id=application_id,
                receipt_code=f"R{next(_numbers):09d}",
                at=world.now,
                text="示例意见内容",
                sender={"name": SENDER, "contact": "13900000000"},
                consent_version="2026-1",
            )
            session.add(row)
            session.flush()
            return f"/public-comments/{row.id}{suffix}"

    return made


def _officers(endpoint: str, method: str, path, allowed=_OFFICER, **options) -> Row:
    return Row(endpoint, method, path=path, allowed=allowed, is_session_only=True, **options)


def _experts(endpoint: str, method: str, path, **options) -> Row:
    values = {"allowed": _EXPERT, "is_session_only": True} | options
    return Row(endpoint, method, path=path, **values)


def _expert(world: World) -> str:
    return f"/experts/{world.person(Role.EXPERT).user.id}"


def _file_of_review(world: World) -> str:
    made = _round(world, RoundStatus.OPEN, A.ACCEPTED)
    assignment_id = _assignment(world, made)
    with world.write() as session:
        owner = world.person(Role.TECHNOLOGY_OWNER)
        held = session.query(RoundApplication).filter_by(round_id=made.id).one()
        row = Attachment(
            organization_id=owner.organization.id,
            uploaded_by_id=owner.user.id,
            subject_kind="technology",
            subject_id=session.get_one(Application, held.application_id).technology_id,
            field="appraisal",
            file_name="鉴定证书.pdf",
            media_type="application/pdf",
            size_bytes=1,
            sha256="0" * 64,
            stored_name=f"matrix-review-file-{next(_numbers)}",
            created_at=world.now,
        )
        session.add(row)
        session.flush()
        return f"/my-reviews/{assignment_id}/files/{row.id}"


_VERSION = {"version": "1"}
ROWS = [
    _officers("experts.index", "GET", "/experts", _OFFICERS),
    _officers("experts.export", "GET", "/experts/export.xlsx", _OFFICERS),
    _officers("experts.edit", "GET", _expert),
    _officers("experts.save", "POST", _expert),
    _experts("experts.own", "GET", "/my-expert-profile", allowed={Role.EXPERT: ALL}),
    _experts("experts.save_own", "POST", "/my-expert-profile", allowed={Role.EXPERT: ALL}),
    _officers("indicators.show", "GET", _in_batch("/batches", "/indicators")),
    _officers("indicators.change", "POST", _in_batch("/batches", "/indicators")),
    _officers("review_rounds.index", "GET", "/review-rounds", _OFFICERS),
    _officers("review_rounds.export", "GET", "/review-rounds/export.xlsx", _OFFICERS),
    _officers(
        "review_rounds.new", "GET", lambda world: f"/review-rounds/new?batch_id={_batch(world)}"
    ),
    _officers("review_rounds.create", "POST", "/review-rounds", {Role.BUREAU_OFFICER: HIDDEN},
              form={"batch_id": "0", "stage": "first_review", "experts_per_application": "1",
                    "due_on": "2099-01-01"}),
    _officers("review_rounds.show", "GET", _path(held=A.SUBMITTED),
              absent={Role.BUREAU_OFFICER: (REMARK, CONTACT)}),
    _officers("review_rounds.open_round", "POST",
              _path("/opening", RoundStatus.PREPARING, A.PROPOSED), form=_VERSION),
    _officers("review_rounds.close_round", "POST", _path("/closing"), form=_VERSION),
    _officers("review_rounds.scores", "GET",
              _path("/scores.xlsx", RoundStatus.CLOSED, A.SUBMITTED)),
    _officers(
        "review_rounds.minutes", "GET", _path("/minutes.docx", RoundStatus.CLOSED, A.SUBMITTED)
    ),
    _officers("round_experts.choose", "GET", _choose),
    _officers("round_experts.add", "POST", _choose, form={"version": "9"}),
    _officers("round_experts.propose", "POST",
              _path("/proposal", RoundStatus.PREPARING, A.PROPOSED), form=_VERSION),
    _officers("round_experts.confirm", "POST", _path("/confirmation"), form=_VERSION),
    _officers("round_experts.remove", "POST", _removal, form=_VERSION),
    _experts("my_reviews.index", "GET", "/my-reviews", allowed={Role.EXPERT: ALL}),
    _experts("my_reviews.show", "GET", _mine(), absent={Role.EXPERT: (CONTACT,)}),
    _experts("review_files.of_review", "GET", _file_of_review),
    _experts("my_reviews.declare", "POST", _mine("/declaration", A.ASSIGNED),
             form={"declaration": "no_conflict"}),
    _experts("my_reviews.save", "POST", _mine("/scores"), form={"go": "draft"}),
    Row("public_notices.index", "GET", path="/public-notices", is_public=True),
    Row("public_notices.show", "GET", path=_in_batch("/public-notices"), is_public=True),
    Row("public_notices.application", "GET", path=_noticed(), is_public=True,
        absent={None: (CONTACT, REMARK), Role.PARK_MANAGER: (CONTACT, REMARK)}),
    Row("public_notices.comment", "POST", path=_noticed("/comments"), is_public=True,
        form={"website": "filled in by a machine"}),
    _officers("public_comments.index", "GET", "/public-comments", _OFFICERS),
    _officers("public_comments.show", "GET", _comment(),
              absent_for_other={Role.BUREAU_OFFICER: (SENDER,)}),
    _officers("public_comments.answer", "POST", _comment("/answer"), form=_VERSION),
    Row("api_public_notices.index", "GET", path="/api/v1/public-notices", is_public=True),
    Row("api_public_notices.show", "GET", path=_in_batch("/api/v1/public-notices"),
        is_public=True, absent={None: (CONTACT,)}),
]  # fmt: skip
