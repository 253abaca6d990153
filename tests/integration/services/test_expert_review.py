from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from data.models import Application, AuditEvent, ReviewAssignment, RoundApplication
from data.session import reading, unit_of_work
from data.vocabulary import (
    AssignmentStatus,
    ConflictGround,
    Declaration,
    ReviewStage,
    ReviewState,
    Role,
    RoundStatus,
)
from matcher.review_states import ReviewMoveError, ReviewRule
from matcher.services import applications
from matcher.services.applications import ReviewMove
from matcher.services.errors import ConflictError, InvalidError, NotFoundError
from matcher.services.expert_review import (
    assignments,
    options,
    pool,
    rounds,
    sheets,
    systems,
    views,
)
from matcher.services.expert_review.pool import ExpertForm
from matcher.services.expert_review.sheets import Sheet
from tests.factories.applications import make_unit
from tests.factories.expert_review import (
    CODES,
    declare,
    expert_of,
    held,
    make_expert,
    make_panel,
    make_round,
    open_round,
    score,
)
from tests.factories.people import make_person

A = AssignmentStatus


@pytest.fixture
def panel(sessions, now):
    with unit_of_work(sessions) as session:
        return make_panel(session, now)


@pytest.fixture
def opened(sessions, panel, now):
    with unit_of_work(sessions) as session:
        return open_round(session, panel, now).id


def _view(session, panel, round_id):
    return views.view_of(session, panel.officer.actor, round_id)


def _close(session, panel, round_id, now, reason=""):
    version = _view(session, panel, round_id).round.version
    return rounds.close_round(
        session,
        actor=panel.officer.actor,
        round_id=round_id,
        version=version,
        reason=reason,
        now=now,
    )


def test_a_round_goes_from_proposal_to_a_result_that_stays(sessions, panel, opened, now):
    with unit_of_work(sessions) as session:
        for number, one in enumerate(held(session, opened)):
            score(session, panel, one, now, points=60 + 30 * (number % 2))
        view = _view(session, panel, opened)
        assert view.shows_scores
        assert view.is_complete
        closed = _close(session, panel, opened, now)
    assert closed.status is RoundStatus.CLOSED

    with reading(sessions) as session:
        kept = session.scalars(select(RoundApplication).order_by(RoundApplication.id)).all()
        assert [(one.mean_score, one.spread, one.is_flagged) for one in kept] == [
            (pytest.approx(75), pytest.approx(30), True)
        ] * 2
        assert kept[0].indicator_means["economy"] == 75
        actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    for action in (
        "review_round.made",
        "review_round.experts_proposed",
        "review_round.opened",
        "review_assignment.declared",
        "review_assignment.submitted",
        "review_round.closed",
    ):
        assert action in actions


def test_officers_see_no_score_before_all_are_in(sessions, panel, opened, now):
    with unit_of_work(sessions) as session:
        first, *others = held(session, opened)
        score(session, panel, first, now)
        view = _view(session, panel, opened)
        assert not view.shows_scores
        assert view.results == {}
        for one in others:
            score(session, panel, one, now)
        assert _view(session, panel, opened).results[first.application_id].mean == 80


def test_closing_early_needs_a_reason(sessions, panel, opened, now):
    with unit_of_work(sessions) as session, pytest.raises(InvalidError) as refused:
        _close(session, panel, opened, now)
    assert refused.value.problems[0].rule == "round_reason_required"

    with unit_of_work(sessions) as session:
        closed = _close(session, panel, opened, now, reason="一名专家长期未回复（示例）")
    assert closed.close_reason
    with reading(sessions) as session:
        assert _view(session, panel, opened).shows_scores


def test_nothing_of_a_closed_round_changes(sessions, panel, opened, now):
    with unit_of_work(sessions) as session:
        one, *_ = held(session, opened)
        declare(session, panel, one, now)
        _close(session, panel, opened, now, reason="示例")
        before = _view(session, panel, opened)
    actor = expert_of(panel, one).actor
    officer = panel.officer.actor
    call = {"round_id": opened, "version": before.round.version, "now": now}
    sheet = Sheet(scores=dict.fromkeys(CODES, 99.0))
    refused = (
        lambda s: sheets.submit(
            s, actor=actor, assignment_id=one.id, sheet=sheet, version=None, now=now
        ),
        lambda s: sheets.save_draft(
            s, actor=actor, assignment_id=one.id, sheet=sheet, version=None, now=now
        ),
        lambda s: declare(s, panel, one, now, Declaration.RECUSAL),
        lambda s: assignments.propose_experts(s, actor=officer, **call),
        lambda s: assignments.remove_expert(s, actor=officer, assignment_id=one.id, **call),
        lambda s: rounds.open_round(s, actor=officer, **call),
        lambda s: rounds.close_round(s, actor=officer, reason="x", **call),
        lambda s: systems.change_system(
            s,
            actor=officer,
            batch_id=panel.desk.batch.id,
            data=before.system.as_data(),
            version=1,
            now=now,
        ),
    )
    for action in refused:
        with unit_of_work(sessions) as session, pytest.raises(ConflictError):
            action(session)

    with reading(sessions) as session:
        after = _view(session, panel, opened)
    assert after.results == before.results
    assert after.system == before.system


def test_an_expert_declares_before_the_form_and_the_scores(sessions, panel, opened, now):
    with unit_of_work(sessions) as session:
        one = held(session, opened)[0]
        actor = expert_of(panel, one).actor
        task = sheets.review_access.own_task(session, actor, one.id)
        assert not sheets.may_see_form(task)
        with pytest.raises(ConflictError) as early:
            sheets.save_draft(
                session, actor=actor, assignment_id=one.id, sheet=Sheet(), version=None, now=now
            )
        assert early.value.code == "declaration_first"
        declare(session, panel, one, now)
        assert sheets.may_see_form(sheets.review_access.own_task(session, actor, one.id))


def test_who_stands_back_is_replaced_and_never_asked_for_that_applicant_again(
    sessions, panel, opened, now
):
    with unit_of_work(sessions) as session:
        everybody = [row.expert_id for row in held(session, opened)]
        one = next(
            row
            for row in held(session, opened)
            if row.application_id == panel.applications[0].id
            and everybody.count(row.expert_id) == 1
        )
        declare(session, panel, one, now, Declaration.RECUSAL)
        version = _view(session, panel, opened).round.version
        count = assignments.propose_experts(
            session, actor=panel.officer.actor, round_id=opened, version=version, now=now
        )
        fresh = held(session, opened, A.PROPOSED)
        assert count == len(fresh) == 1
        assert fresh[0].application_id == one.application_id
        assert fresh[0].expert_id not in {
            row.expert_id
            for row in held(session, opened)
            if row.application_id == one.application_id and row.id != fresh[0].id
        }
        version = _view(session, panel, opened).round.version
        assignments.confirm_proposals(
            session, actor=panel.officer.actor, round_id=opened, version=version, now=now
        )
        assert held(session, opened, A.PROPOSED) == []
        other = panel.applications[1].id
        found = options.options(
            session, actor=panel.officer.actor, round_id=opened, application_id=other, now=now
        )
    grounds = {option.row.id: option.ground for option in found}
    assert grounds[one.expert_id] is ConflictGround.RECUSED_BEFORE


def test_a_conflict_is_never_proposed_and_refused_by_hand(sessions, now):
    with unit_of_work(sessions) as session:
        panel = make_panel(session, now, applications=1, experts=1)
        owner, unit = panel.desk.owner.organization, panel.desk.unit.organization
        own = make_person(session, now, Role.EXPERT, organization=owner)
        staff = make_person(session, now, Role.EXPERT, organization=unit)
        tied = make_expert(session, now, ties=[owner.name])
        sister = make_expert(session, now)
        for one in (owner, sister.organization):
            pool.record_group(
                session,
                actor=panel.officer.actor,
                organization_id=one.id,
                name="示例集团",
                now=now,
            )
        made = make_round(session, panel, now, experts_per_application=5)
        assignments.propose_experts(
            session, actor=panel.officer.actor, round_id=made.id, version=made.version, now=now
        )
        barred = {p.user.id for p in (own, staff, tied, sister)}
        proposed = {row.expert_id for row in held(session, made.id)}
        assert proposed == {panel.experts[0].user.id}
        for user_id in barred:
            with pytest.raises(ConflictError) as refused:
                assignments.add_expert(
                    session,
                    actor=panel.officer.actor,
                    round_id=made.id,
                    application_id=panel.applications[0].id,
                    expert_id=user_id,
                    version=made.version,
                    now=now,
                )
            assert refused.value.code == "expert_in_conflict"


def test_capacity_and_availability_are_limits(sessions, now):
    with unit_of_work(sessions) as session:
        panel = make_panel(session, now, applications=1, experts=0)
        full = make_expert(session, now, capacity_per_round=0)
        away = make_expert(session, now, available_until=(now + timedelta(days=3)).date())
        made = make_round(session, panel, now)
        count = assignments.propose_experts(
            session, actor=panel.officer.actor, round_id=made.id, version=made.version, now=now
        )
        assert count == 0
        for user_id, code in (
            (full.user.id, "expert_without_room"),
            (away.user.id, "expert_unavailable"),
        ):
            with pytest.raises(ConflictError) as refused:
                assignments.add_expert(
                    session,
                    actor=panel.officer.actor,
                    round_id=made.id,
                    application_id=panel.applications[0].id,
                    expert_id=user_id,
                    version=made.version,
                    now=now,
                )
            assert refused.value.code == code
        with pytest.raises(ConflictError) as empty:
            rounds.open_round(
                session,
                actor=panel.officer.actor,
                round_id=made.id,
                version=made.version,
                now=now,
            )
        assert empty.value.code == "round_without_experts"


def test_a_draft_is_kept_and_an_older_copy_of_it_refused(sessions, panel, opened, now):
    with unit_of_work(sessions) as session:
        one = held(session, opened)[0]
        declare(session, panel, one, now)
        actor = expert_of(panel, one).actor
        call = {"actor": actor, "assignment_id": one.id, "now": now}
        seen = one.version
        sheets.save_draft(
            session,
            sheet=Sheet(scores={"economy": 70.5}, comments={"economy": "偏高"}),
            version=seen,
            **call,
        )
        with pytest.raises(ConflictError):
            sheets.save_draft(session, sheet=Sheet(), version=seen, **call)
        with pytest.raises(InvalidError) as out_of_range:
            sheets.save_draft(session, sheet=Sheet(scores={"economy": 101}), version=None, **call)
        with pytest.raises(InvalidError) as unfinished:
            sheets.submit(session, sheet=Sheet(scores={"economy": 70}), version=None, **call)

    assert [p.field for p in out_of_range.value.problems] == ["score_economy"]
    assert len(unfinished.value.problems) == len(CODES) - 1
    with reading(sessions) as session:
        kept = session.get_one(ReviewAssignment, one.id)
        assert (kept.scores, kept.comments) == ({"economy": 70.5}, {"economy": "偏高"})


def test_scores_that_were_handed_in_are_final(sessions, panel, opened, now):
    with unit_of_work(sessions) as session:
        one = held(session, opened)[0]
        score(session, panel, one, now)
        with pytest.raises(ConflictError) as again:
            sheets.submit(
                session,
                actor=expert_of(panel, one).actor,
                assignment_id=one.id,
                sheet=Sheet(scores=dict.fromkeys(CODES, 1.0)),
                version=None,
                now=now,
            )
        with pytest.raises(ConflictError):
            assignments.remove_expert(
                session,
                actor=panel.officer.actor,
                assignment_id=one.id,
                round_id=opened,
                version=_view(session, panel, opened).round.version,
                now=now,
            )
    assert again.value.code == "scores_are_in"


def test_another_bureau_and_another_expert_know_of_nothing(sessions, panel, opened, now):
    with unit_of_work(sessions) as session:
        one = held(session, opened)[0]
        stranger = make_expert(session, now)
        elsewhere = make_unit(session, now)
        with pytest.raises(NotFoundError):
            views.view_of(session, elsewhere.actor, opened)
        with pytest.raises(NotFoundError):
            sheets.review_access.own_task(session, stranger.actor, one.id)
        with pytest.raises(NotFoundError):
            sheets.review_access.own_task(session, panel.officer.actor, one.id)
        with pytest.raises(NotFoundError):
            rounds.make_round(
                session,
                actor=elsewhere.actor,
                batch_id=panel.desk.batch.id,
                stage=ReviewStage.SECOND_REVIEW,
                experts_per_application=3,
                due_on=now.date(),
                now=now,
            )


def test_a_second_round_scores_what_was_flagged_with_fresh_eyes(sessions, now):
    with unit_of_work(sessions) as session:
        panel = make_panel(session, now, applications=2, experts=4)
        first = open_round(session, panel, now)
        flagged = panel.applications[0].id
        for number, one in enumerate(held(session, first.id)):
            far = one.application_id == flagged and number % 2
            score(session, panel, one, now, points=50 if far else 80)
        _close(session, panel, first.id, now)
        second = open_round(session, panel, now, flagged_of=first.id)
        assert second.number == 2
        scored = {r.expert_id for r in held(session, first.id) if r.application_id == flagged}
        again = held(session, second.id)
        assert {one.application_id for one in again} == {flagged}
        assert scored.isdisjoint({one.expert_id for one in again})


def test_an_application_moves_on_only_after_its_round(sessions, panel, opened, now):
    wanted = ReviewMove(to=ReviewState.SECOND_REVIEW, is_complete=True)
    call = {"actor": panel.officer.actor, "application_id": panel.applications[0].id, "now": now}
    with unit_of_work(sessions) as session, pytest.raises(ReviewMoveError) as early:
        applications.move(session, move=wanted, **call)
    assert early.value.code is ReviewRule.ROUND_OPEN

    with unit_of_work(sessions) as session:
        _close(session, panel, opened, now, reason="示例")
        applications.move(session, move=wanted, **call)
    with reading(sessions) as session:
        moved = session.get_one(Application, panel.applications[0].id)
        assert moved.state is ReviewState.SECOND_REVIEW


def test_two_officers_closing_at_once_one_wins(sessions, panel, opened, now):
    with reading(sessions) as session:
        version = _view(session, panel, opened).round.version
    start = Barrier(2)

    def close(_number):
        start.wait()
        try:
            with unit_of_work(sessions) as session:
                rounds.close_round(
                    session,
                    actor=panel.officer.actor,
                    round_id=opened,
                    version=version,
                    reason="示例",
                    now=now,
                )
        except Exception as error:
            return type(error).__name__
        return "closed"

    with ThreadPoolExecutor(2) as workers:
        said = sorted(workers.map(close, range(2)))

    assert said[1] == "closed"
    assert said[0] in {"ConflictError", "StaleDataError"}


def test_indicators_are_the_batchs_own_until_scoring_begins(sessions, panel, now):
    with unit_of_work(sessions) as session:
        batch = panel.desk.batch
        data = systems.system_of(batch).as_data()
        data["indicators"] = data["indicators"][:2]
        changed = systems.change_system(
            session,
            actor=panel.officer.actor,
            batch_id=batch.id,
            data=data,
            version=batch.version,
            now=now,
        )
        assert changed.indicator_system_version == 2
        opened = open_round(session, panel, now)
        assert len(opened.indicator_system["indicators"]) == 2
        assert opened.indicator_system_version == 2
        with pytest.raises(ConflictError) as frozen:
            systems.change_system(
                session,
                actor=panel.officer.actor,
                batch_id=batch.id,
                data=data,
                version=changed.version,
                now=now,
            )
    assert frozen.value.code == "indicators_frozen"


def test_profiles_are_kept_by_officers_and_in_part_by_experts(sessions, panel, now):
    expert, officer = panel.experts[0], panel.officer
    form = ExpertForm(
        title="教授级高工", fields=("power",), capacity_per_round=3, region_code="320500"
    )
    with unit_of_work(sessions) as session:
        saved = pool.save_expert(
            session, actor=officer.actor, user_id=expert.user.id, form=form, version=1, now=now
        )
        assert (saved.capacity_per_round, saved.region_code) == (3, "320500")
        with pytest.raises(ConflictError):
            pool.save_own(session, actor=expert.actor, form=form, version=1, now=now)
        own = pool.save_own(
            session,
            actor=expert.actor,
            form=ExpertForm(fields=("steel",), capacity_per_round=99),
            version=saved.version,
            now=now,
        )
        assert (own.fields, own.capacity_per_round) == (["steel"], 3)
        regional = make_unit(session, now)
        elsewhere = make_unit(session, now, region_code="330000")
        assert pool.kept_expert(session, regional.actor, expert.user.id)
        with pytest.raises(NotFoundError):
            pool.kept_expert(session, elsewhere.actor, expert.user.id)
        with pytest.raises(InvalidError) as wrong:
            pool.save_expert(
                session,
                actor=regional.actor,
                user_id=expert.user.id,
                form=ExpertForm(fields=("nothing",), available_from=now.date(),
                                available_until=now.date() - timedelta(days=1)),
                version=None,
                now=now,
            )  # fmt: skip
    assert {p.field for p in wrong.value.problems} == {"fields", "available_until"}
