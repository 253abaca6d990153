from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from data.models import Application, AuditEvent, Change, OutboxMessage, Technology, User
from data.queries import applications as reads
from data.session import reading, unit_of_work
from data.vocabulary import (
    CatalogueStatus,
    JurisdictionKind,
    Recommendation,
    ReviewSide,
    ReviewState,
    Role,
    WithdrawalReason,
)
from matcher.review_states import ReviewMoveError, ReviewRule
from matcher.services import access, applications, attachments
from matcher.services.applications import ReviewMove
from matcher.services.attachments import Subject
from matcher.services.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from tests.factories.applications import (
    hand_in,
    make_batch,
    make_contact,
    make_desk,
    make_form,
    make_unit,
    step,
    take_to,
)
from tests.factories.people import make_person

S, C = ReviewState, CatalogueStatus


@pytest.fixture
def desk(sessions, now):
    with unit_of_work(sessions) as session:
        return make_desk(session, now)


@pytest.fixture
def form(sessions, desk, now):
    with unit_of_work(sessions) as session:
        return make_form(session, desk.owner, now)


def _status(sessions, technology):
    with reading(sessions) as session:
        return session.get_one(Technology, technology.id).catalogue_status


def _published(sessions, desk, form, now):
    with unit_of_work(sessions) as session:
        return take_to(session, desk, hand_in(session, desk, form, now), S.PUBLISHED, now)


def test_an_application_goes_from_the_desk_to_the_catalogue(sessions, desk, form, now):
    with unit_of_work(sessions) as session:
        made = hand_in(session, desk, form, now)
    assert (made.state, _status(sessions, form)) == (S.SUBMITTED, C.SUBMITTED)
    for to, status in (
        (S.RECOMMENDED, C.IN_REVIEW),
        (S.FIRST_REVIEW, C.IN_REVIEW),
        (S.SECOND_REVIEW, C.IN_REVIEW),
        (S.PUBLIC_NOTICE, C.PUBLIC_NOTICE),
    ):
        with unit_of_work(sessions) as session:
            step(session, desk, made, to, now)
        assert _status(sessions, form) is status
    later = now + timedelta(days=11)
    with unit_of_work(sessions) as session:
        step(session, desk, made, S.PUBLISHED, later)

    with reading(sessions) as session:
        row = reads.row_of(session, made.id)
        moves = [(e.side, e.from_state, e.to_state) for e, _ in reads.history(session, made.id)]
        changes = session.scalars(select(Change.subject_id)).all()
        audits = session.scalars(
            select(AuditEvent).where(AuditEvent.subject_kind == "application")
        ).all()
    assert row.application.number_in_batch == 1
    assert row.application.published_on == date(2026, 6, 12)
    assert row.application.recommendation is Recommendation.SUPPORTED
    assert row.technology.catalogue_status is C.PUBLISHED
    assert row.technology.batch_id == desk.batch.id
    assert row.technology.recommendation_opinion == "同意推荐（示例）"
    assert row.batch.published_on == date(2026, 6, 12)
    assert changes == [form.id]
    assert [(side.value, to.value) for side, _, to in moves] == [
        ("owner", "submitted"),
        ("recommending_unit", "recommended"),
        *(("bureau", s) for s in ("first_review", "second_review", "public_notice", "published")),
    ]
    assert moves[0][1] is S.DRAFT
    assert [(a.details["from"], a.details["to"]) for a in audits] == [
        (before.value, after.value) for _, before, after in moves
    ]
    assert {a.actor_id for a in audits} == {
        p.user.id for p in (desk.owner, desk.unit, desk.officer)
    }
    assert "13800000000" not in str([a.details for a in audits])
    assert audits[-1].details["number_in_batch"] == 1


def test_what_was_handed_in_is_kept_without_personal_fields(sessions, desk, form, now):
    with unit_of_work(sessions) as session:
        made = hand_in(session, desk, form, now)

    with reading(sessions) as session:
        content = reads.last_content(session, made.id).content
    assert content["name"] == form.name
    assert content["investment_2030_yuan"] == "2000000000"
    assert [case["name"] for case in content["cases"]] == ["示例项目 1", "示例项目 2"]
    assert "applicant_contact" not in content
    assert "示例联系人甲" not in str(content)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"typical_users": None}, ("typical_users", "required")),
        ({"fields": []}, ("fields", "required")),
        ({"applicant_contact": make_contact(email="")}, ("applicant_contact.email", "required")),
        ({"cases": 1}, ("cases", "too_few_items")),
        ({"stage": None, "cases": 1}, ("stage", "required")),
    ],
)
def test_an_incomplete_form_is_not_handed_in(sessions, desk, now, change, problem):
    values = dict(change)
    count = values.pop("cases", 2)
    with unit_of_work(sessions) as session:
        form = make_form(session, desk.owner, now, **values)
        del form.cases[count:]
    with unit_of_work(sessions) as session, pytest.raises(InvalidError) as refused:
        hand_in(session, desk, form, now)

    assert [(p.field, p.rule) for p in refused.value.problems] == [problem]
    assert _status(sessions, form) is C.DRAFT


def test_a_batch_takes_applications_between_its_dates_only(sessions, desk, form, now):
    day = timedelta(days=1)
    today = (now + timedelta(hours=8)).date()
    cases = {
        (today, today): True,
        (today + day, today + day): False,
        (today - day, today - day): False,
        (None, today): False,
    }
    for (opens_on, closes_on), is_taken in cases.items():
        with unit_of_work(sessions) as session:
            batch = make_batch(session, now, opens_on=opens_on, closes_on=closes_on)
            form = make_form(session, desk.owner, now)
        with unit_of_work(sessions) as session:
            if is_taken:
                assert hand_in(session, desk, form, now, batch_id=batch.id).batch_id == batch.id
                continue
            with pytest.raises(InvalidError) as refused:
                hand_in(session, desk, form, now, batch_id=batch.id)
            assert refused.value.problems[0].rule == "batch_not_open"


def test_only_units_that_may_recommend_the_owner_are_offered_and_taken(sessions, desk, form, now):
    with unit_of_work(sessions) as session:
        far = make_unit(session, now, region_code="440000")
        association = make_unit(session, now, kind=JurisdictionKind.ASSOCIATION)
    with reading(sessions) as session:
        offered = applications.choices(
            session, actor=desk.owner.actor, technology_id=form.id, now=now
        )
    ids = {unit.id for unit, _ in offered.units}
    assert ids == {desk.unit.organization.id, association.organization.id}
    assert [batch.id for batch in offered.batches] == [desk.batch.id]

    for person, rule in ((far, "unit_of_other_region"), (desk.officer, "choose_one")):
        with unit_of_work(sessions) as session, pytest.raises(InvalidError) as refused:
            hand_in(session, desk, form, now, recommending_organization_id=person.organization.id)
        assert refused.value.problems[0].rule == rule


def test_a_second_application_of_the_same_technology_is_refused(sessions, desk, form, now):
    with unit_of_work(sessions) as session:
        hand_in(session, desk, form, now)
    with unit_of_work(sessions) as session, pytest.raises(ConflictError) as refused:
        hand_in(session, desk, form, now)

    assert refused.value.code == "application_running"


def test_others_do_not_hand_in_a_technology(sessions, desk, form, now):
    with unit_of_work(sessions) as session:
        stranger = make_person(session, now, Role.TECHNOLOGY_OWNER)
    for person in (stranger, desk.unit, desk.officer):
        with unit_of_work(sessions) as session, pytest.raises(NotFoundError):
            applications.submit(
                session,
                actor=person.actor,
                technology_id=form.id,
                batch_id=desk.batch.id,
                recommending_organization_id=desk.unit.organization.id,
                now=now,
            )


def test_a_returned_form_is_corrected_and_comes_back(sessions, desk, form, now):
    with unit_of_work(sessions) as session:
        made = hand_in(session, desk, form, now)
        step(session, desk, made, S.RECOMMENDED, now)
        step(session, desk, made, S.FIRST_REVIEW, now)
        step(session, desk, made, S.RETURNED, now, note="请补充测算过程")
    assert _status(sessions, form) is C.DRAFT
    assert (made.returned_from, made.returned_reason) == (S.FIRST_REVIEW, "请补充测算过程")
    assert made.due_on == date(2026, 6, 21)

    with unit_of_work(sessions) as session:
        session.get_one(Technology, form.id).typical_users = "某钢厂（示例）"
    closed = now + timedelta(days=60)
    with unit_of_work(sessions) as session:
        again = hand_in(session, desk, form, closed, batch_id=None)
    assert (again.id, again.state, again.returned_reason) == (made.id, S.FIRST_REVIEW, None)
    assert again.opinion == "同意推荐（示例）"
    with reading(sessions) as session:
        new, old = reads.contents(session, made.id)
    assert (old.content["typical_users"], new.content["typical_users"]) == (
        "示例内容",
        "某钢厂（示例）",
    )


def test_a_unit_that_does_not_recommend_ends_the_application(sessions, desk, form, now):
    with unit_of_work(sessions) as session:
        made = hand_in(session, desk, form, now)
        applications.move(
            session,
            actor=desk.unit.actor,
            application_id=made.id,
            move=ReviewMove(to=S.REJECTED, note="不属于低碳技术"),
            now=now,
        )
    assert made.recommendation is Recommendation.NOT_SUPPORTED
    assert _status(sessions, form) is C.DRAFT
    with unit_of_work(sessions) as session:
        assert hand_in(session, desk, form, now).id != made.id


def test_a_local_listing_stays_published_while_its_national_application_runs(sessions, now):
    with unit_of_work(sessions) as session:
        local = make_desk(session, now, region_code="320000")
        local.officer = local.unit  # the province compiles its own catalogue
        form = make_form(session, local.owner, now)
        listed = take_to(session, local, hand_in(session, local, form, now), S.PUBLISHED, now)
        national = make_desk(session, now)
        national.owner, national.unit = local.owner, local.unit
    with unit_of_work(sessions) as session:
        upward = hand_in(session, national, form, now)
        step(session, national, upward, S.RECOMMENDED, now)
    assert upward.previous_application_id == listed.id
    assert _status(sessions, form) is C.PUBLISHED

    with unit_of_work(sessions) as session:
        step(session, national, upward, S.FIRST_REVIEW, now)
        step(session, national, upward, S.REJECTED, now)
    assert _status(sessions, form) is C.PUBLISHED

    with unit_of_work(sessions) as session:
        take_to(session, national, hand_in(session, national, form, now), S.PUBLISHED, now)
    with reading(sessions) as session:
        assert session.get_one(Technology, form.id).batch_id == national.batch.id
    with unit_of_work(sessions) as session, pytest.raises(ConflictError) as refused:
        hand_in(session, national, form, now)
    assert refused.value.code == "technology_listed_nationally"


def test_an_update_supersedes_its_entry_only_when_it_is_published(sessions, desk, form, now):
    listed = _published(sessions, desk, form, now)
    with unit_of_work(sessions) as session:
        draft_id = applications.start_update(
            session, actor=desk.owner.actor, technology_id=form.id, now=now
        )
        again = applications.start_update(
            session, actor=desk.owner.actor, technology_id=form.id, now=now
        )
        draft = session.get_one(Technology, draft_id)
        draft.abatement_potential_2030_tco2_per_year = 1_800_000.0
    assert again == draft_id
    assert (draft.supersedes_id, draft.catalogue_status) == (form.id, C.DRAFT)
    assert _status(sessions, form) is C.PUBLISHED
    with reading(sessions) as session:
        loaded = applications.updates.with_cases(session, draft_id)
        found = applications.changes_of_update(session, loaded)
        assert len(loaded.cases) == 2
        assert loaded.applicant_contact == form.applicant_contact
    assert [(d.field, d.before, d.after) for d in found] == [
        ("abatement_potential_2030_tco2_per_year", 1_500_000.0, 1_800_000.0)
    ]

    with unit_of_work(sessions) as session:
        update = hand_in(session, desk, draft, now + timedelta(days=100))
        take_to(session, desk, update, S.PUBLISHED, now + timedelta(days=100))
    assert (_status(sessions, form), _status(sessions, draft)) == (C.SUPERSEDED, C.PUBLISHED)
    assert update.number_in_batch == listed.number_in_batch == 1
    with reading(sessions) as session:
        last = reads.history(session, listed.id)[-1][0]
        announced = session.scalars(select(Change.subject_id).order_by(Change.id)).all()
    assert (last.side, last.to_state) == (ReviewSide.SYSTEM, S.SUPERSEDED)
    assert announced[-2:] == [form.id, draft_id]


def test_an_update_in_words_is_published_from_first_review(sessions, desk, form, now):
    _published(sessions, desk, form, now)
    with unit_of_work(sessions) as session:
        draft_id = applications.start_update(
            session, actor=desk.owner.actor, technology_id=form.id, now=now
        )
        draft = session.get_one(Technology, draft_id)
        draft.typical_users = "某化工园区（示例）"
    with unit_of_work(sessions) as session:
        update = hand_in(session, desk, draft, now)
        step(session, desk, update, S.RECOMMENDED, now)
        step(session, desk, update, S.FIRST_REVIEW, now)
        step(session, desk, update, S.PUBLISHED, now)

    assert (_status(sessions, form), _status(sessions, draft)) == (C.SUPERSEDED, C.PUBLISHED)


def test_a_withdrawn_entry_leaves_the_catalogue_with_its_reason(sessions, desk, form, now):
    made = _published(sessions, desk, form, now)
    with unit_of_work(sessions) as session:
        with pytest.raises(ReviewMoveError) as refused:
            step(session, desk, made, S.WITHDRAWN, now)
        assert refused.value.code is ReviewRule.REASON_REQUIRED
        step(
            session,
            desk,
            made,
            S.WITHDRAWN,
            now,
            withdrawal_reason=WithdrawalReason.RESULTS_NOT_MET,
        )
    assert _status(sessions, form) is C.WITHDRAWN
    with reading(sessions) as session:
        event = reads.history(session, made.id)[-1][0]
        audit = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert session.scalars(select(Change.subject_id)).all() == [form.id, form.id]
    assert event.reason == audit.details["reason"] == "results_not_met"


def test_an_imported_entry_is_withdrawn_through_a_row_of_its_own(sessions, desk, now):
    with unit_of_work(sessions) as session:
        form = make_form(
            session,
            desk.owner,
            now,
            catalogue_status=C.PUBLISHED,
            published_on=date(2025, 1, 1),
        )
        made = applications.standing.adopted(session, form, now=now)
        step(session, desk, made, S.WITHDRAWN, now, withdrawal_reason=WithdrawalReason.OWNER_GONE)
    assert _status(sessions, form) is C.WITHDRAWN


def test_a_unit_moves_only_what_names_it_and_reads_only_its_jurisdiction(sessions, desk, form, now):
    with unit_of_work(sessions) as session:
        made = hand_in(session, desk, form, now)
        county = make_unit(session, now, kind=JurisdictionKind.PREFECTURE, region_code="320500")
        far = make_unit(session, now, region_code="440000")
        association = make_unit(session, now, kind=JurisdictionKind.ASSOCIATION)
        stranger = make_person(session, now, Role.TECHNOLOGY_OWNER)
        expert = make_person(session, now, Role.EXPERT)
    with reading(sessions) as session:
        for person, is_read in (
            (desk.unit, True),
            (desk.officer, True),
            (desk.owner, True),
            (county, True),
            (far, False),
            (association, False),
            (stranger, False),
            (expert, False),
        ):
            rows = reads.page(session, readable=access.applications_readable_by(person.actor))
            assert bool(rows) == is_read, person.organization.name
            listed = session.scalars(
                select(Technology.id).where(access.technologies_readable_by(person.actor))
            ).all()
            assert bool(listed) == is_read, person.organization.name
    recommended = ReviewMove(to=S.RECOMMENDED, opinion="同意")
    for person, error in (
        (county, ForbiddenError),
        (desk.officer, ReviewMoveError),
        (desk.owner, ReviewMoveError),
        (far, NotFoundError),
        (association, NotFoundError),
    ):
        with unit_of_work(sessions) as session, pytest.raises(error):
            applications.move(
                session, actor=person.actor, application_id=made.id, move=recommended, now=now
            )


def test_a_returned_form_is_its_owners_alone(sessions, desk, form, now):
    with unit_of_work(sessions) as session:
        made = hand_in(session, desk, form, now)
        applications.move(
            session,
            actor=desk.unit.actor,
            application_id=made.id,
            move=ReviewMove(to=S.RETURNED, note="缺少专利"),
            now=now,
        )
    with reading(sessions) as session:
        for person in (desk.unit, desk.officer):
            with pytest.raises(NotFoundError):
                access.readable_technology(session, person.actor, form.id)
        assert access.readable_application(session, desk.unit.actor, made.id)


def test_of_two_reviewers_deciding_at_once_one_wins(sessions, desk, form, now):
    with unit_of_work(sessions) as session:
        made = take_to(session, desk, hand_in(session, desk, form, now), S.SECOND_REVIEW, now)
    start = Barrier(2)

    def decide(to):
        start.wait(timeout=30)
        try:
            with unit_of_work(sessions) as session:
                step(session, desk, made, to, now, version=made.version)
        except (ConflictError, StaleDataError) as error:
            return type(error)
        return to

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(decide, [S.PUBLIC_NOTICE, S.REJECTED]))

    won = [one for one in outcomes if one in (S.PUBLIC_NOTICE, S.REJECTED)]
    assert len(won) == 1, outcomes
    with reading(sessions) as session:
        assert session.get_one(Application, made.id).state is won[0]
        assert reads.history(session, made.id)[-1][0].to_state is won[0]


def test_a_unit_without_an_officer_here_is_not_offered(sessions, desk, form, now):
    with unit_of_work(sessions) as session:
        session.get_one(User, desk.unit.user.id).is_active = False
    with reading(sessions) as session:
        offered = applications.choices(
            session, actor=desk.owner.actor, technology_id=form.id, now=now
        )

    assert offered.units == []


def test_whoever_a_move_concerns_is_written_to(sessions, desk, form, now):
    with unit_of_work(sessions) as session:
        made = hand_in(session, desk, form, now)
        step(session, desk, made, S.RECOMMENDED, now)
        step(session, desk, made, S.FIRST_REVIEW, now)
    with reading(sessions) as session:
        messages = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()

    assert [one.recipient_user_id for one in messages] == [
        desk.unit.user.id,
        desk.owner.user.id,
        desk.owner.user.id,
    ]
    assert {one.template for one in messages} == {"application_moved"}


def test_an_update_keeps_the_evidence_of_its_entry(sessions, desk, form, now, tmp_path):
    _published(sessions, desk, form, now)
    with unit_of_work(sessions) as session:
        kept = attachments.store(
            session,
            tmp_path,
            actor=desk.owner.actor,
            subject=Subject(kind="technology", id=form.id, field="appraisal"),
            file_name="鉴定证书.pdf",
            media_type="application/pdf",
            content=b"%PDF-1.7",
            now=now,
        )
    with unit_of_work(sessions) as session:
        draft_id = applications.start_update(
            session, actor=desk.owner.actor, technology_id=form.id, now=now, folder=tmp_path
        )
    with reading(sessions) as session:
        (copy,) = attachments.files_of(session, kind="technology", subject_id=draft_id)
        attachments.path_of(tmp_path, kept.stored_name).unlink()
        assert attachments.content_of(tmp_path, copy) == b"%PDF-1.7"
    assert (copy.field, copy.file_name, copy.sha256) == (kept.field, kept.file_name, kept.sha256)
