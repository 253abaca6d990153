from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from data.models import AuditEvent, FollowUp, FollowUpToken, Lead, OutboxMessage, Outcome
from data.queries import follow_ups as reads
from data.queries import leads as lead_reads
from data.session import reading, unit_of_work
from data.vocabulary import (
    Barrier,
    FollowUpStatus,
    LeadSide,
    LeadStage,
    MeasurementMethod,
    Role,
)
from matcher.services import follow_ups, leads
from matcher.services.errors import ConflictError, InvalidError, NotFoundError
from matcher.services.follow_ups import Answer
from matcher.services.leads import Move
from tests.factories.people import make_person
from tests.factories.records import make_lead, make_stand_in_runtime

S, Status = LeadStage, FollowUpStatus
DAY = timedelta(days=1)


@pytest.fixture
def runtime(sessions, tmp_path):
    return make_stand_in_runtime(sessions, tmp_path)


@pytest.fixture
def made(sessions, runtime, now):
    with unit_of_work(sessions) as session:
        return make_lead(session, runtime, now)


def _rows(sessions, lead_id):
    with reading(sessions) as session:
        return reads.of_lead(session, lead_id)


def _row(sessions, lead_id, side=LeadSide.DEMAND, number=2):
    [row] = [r for r in _rows(sessions, lead_id) if (r.side, r.round) == (side, number)]
    return row


def _send(sessions, runtime, row, at) -> bool:
    with unit_of_work(sessions) as session:
        return follow_ups.send_due_message(session, runtime, follow_up_id=row.id, now=at)


def _token(runtime, row, number) -> str:
    return follow_ups.link_token(runtime, row, number)


def _open(sessions, token, at):
    with reading(sessions) as session:
        return follow_ups.opened_by_link(session, token=token, now=at)


def _answer(sessions, row, at, **given) -> Outcome:
    with unit_of_work(sessions) as session:
        return follow_ups.answer(session, follow_up_id=row.id, given=Answer(**given), now=at)


def _move(sessions, person, lead_id, to, at, **kwargs):
    with unit_of_work(sessions) as session:
        leads.move_lead(
            session, actor=person.actor, lead_id=lead_id, move=Move(to=to, **kwargs), now=at
        )


def _follow_up_messages(sessions) -> list[str]:
    with reading(sessions) as session:
        return list(
            session.scalars(
                select(OutboxMessage.dedup_key)
                .where(OutboxMessage.template == "follow_up")
                .order_by(OutboxMessage.id)
            )
        )


def _stage(sessions, lead_id) -> LeadStage:
    with reading(sessions) as session:
        return session.get_one(Lead, lead_id).stage


def test_an_accepted_lead_has_one_question_for_each_side_in_thirty_days(sessions, made, now):
    rows = _rows(sessions, made.lead.id)
    assert [(r.side, r.round, r.status, r.due_at - now) for r in rows] == [
        (LeadSide.DEMAND, 2, Status.PLANNED, 30 * DAY),
        (LeadSide.OWNER, 2, Status.PLANNED, 30 * DAY),
    ]


def test_an_introduction_that_nobody_accepted_asks_nothing(sessions, runtime, now):
    with unit_of_work(sessions) as session:
        made = make_lead(session, runtime, now, accepted=False)
    assert _rows(sessions, made.lead.id) == []


def test_a_later_stage_replaces_a_question_not_yet_due(sessions, made, now):
    _move(sessions, made.owner, made.lead.id, S.IN_TALKS, now + 10 * DAY)

    rows = _rows(sessions, made.lead.id)
    assert {(r.round, r.status) for r in rows} == {(2, Status.CANCELLED), (3, Status.PLANNED)}
    assert {r.due_at for r in rows if r.round == 3} == {now + 40 * DAY}


def test_a_question_already_asked_runs_to_its_end(sessions, runtime, made, now):
    row = _row(sessions, made.lead.id)
    _send(sessions, runtime, row, now + 30 * DAY)
    _move(sessions, made.owner, made.lead.id, S.IN_TALKS, now + 31 * DAY)

    assert _row(sessions, made.lead.id).status is Status.ASKED
    assert _send(sessions, runtime, row, now + 37 * DAY), "its reminder still goes out"


def test_a_declined_lead_is_left_in_peace(sessions, made, now):
    _move(sessions, made.owner, made.lead.id, S.DECLINED, now, barrier=Barrier.IMMATURE)
    assert {r.status for r in _rows(sessions, made.lead.id)} == {Status.CANCELLED}


def test_a_proposed_stage_plans_nothing_until_it_is_confirmed(sessions, made, now):
    _move(sessions, made.park, made.lead.id, S.CONTRACTED, now + DAY)
    assert {r.round for r in _rows(sessions, made.lead.id)} == {2}
    _move(sessions, made.owner, made.lead.id, S.CONTRACTED, now + 2 * DAY)
    planned = [r for r in _rows(sessions, made.lead.id) if r.status is Status.PLANNED]
    assert {(r.round, r.stage_at_ask) for r in planned} == {(3, S.CONTRACTED)}


def test_the_question_and_two_reminders_each_go_out_once_then_silence(sessions, runtime, made, now):
    row = _row(sessions, made.lead.id)
    asked_at = now + 30 * DAY
    assert not _send(sessions, runtime, row, asked_at - timedelta(seconds=1))
    twice_a_day = sorted([*range(40), *range(40)])  # jobs may run twice
    sent_on = [day for day in twice_a_day if _send(sessions, runtime, row, asked_at + day * DAY)]

    assert sent_on == [0, 7, 21]
    after = _row(sessions, made.lead.id)
    assert (after.status, after.messages_sent_count) == (Status.SILENT, 3)
    user_id = made.park.user.id
    assert _follow_up_messages(sessions) == [
        f"follow_up:{row.id}:2:{number}:{user_id}" for number in range(3)
    ]


def test_due_questions_are_found_until_they_are_settled(sessions, runtime, made, now):
    def due(at):
        with reading(sessions) as session:
            return len(reads.due(session, now=at))

    assert due(now + 29 * DAY) == 0
    assert due(now + 30 * DAY) == 2
    for row in _rows(sessions, made.lead.id):
        _send(sessions, runtime, row, now + 30 * DAY)
    assert due(now + 36 * DAY) == 0
    assert due(now + 37 * DAY) == 2


def test_after_an_outage_one_reminder_goes_out_not_two(sessions, runtime, made, now):
    row = _row(sessions, made.lead.id)
    _send(sessions, runtime, row, now + 30 * DAY)

    assert _send(sessions, runtime, row, now + 55 * DAY)
    assert not _send(sessions, runtime, row, now + 55 * DAY)
    assert _row(sessions, made.lead.id).messages_sent_count == 3


def test_a_question_that_is_late_starts_its_own_calendar(sessions, runtime, made, now):
    row = _row(sessions, made.lead.id)
    assert _send(sessions, runtime, row, now + 100 * DAY)
    asked = _row(sessions, made.lead.id)
    assert (asked.status, asked.asked_at) == (Status.ASKED, now + 100 * DAY)
    assert asked.due_at == now + 107 * DAY


def test_every_message_has_a_link_of_its_own_and_no_token_is_stored(sessions, runtime, made, now):
    row = _row(sessions, made.lead.id)
    for day in (30, 37, 51):
        _send(sessions, runtime, row, now + day * DAY)

    tokens = [_token(runtime, row, number) for number in range(3)]
    assert len(set(tokens)) == 3
    with reading(sessions) as session:
        stored = session.scalars(select(FollowUpToken.token_hash)).all()
        payloads = session.scalars(select(OutboxMessage.payload)).all()
    assert set(stored) == {follow_ups.hash_of(token) for token in tokens}
    assert not any(token in str(payloads) for token in tokens)
    for token in tokens:
        assert _open(sessions, token, now + 51 * DAY).id == row.id


@pytest.mark.parametrize(("number", "sent_day", "last_day"), [(0, 30, 51), (1, 37, 65)])
def test_a_link_works_until_the_next_reminder_and_fourteen_days(
    sessions, runtime, made, now, number, sent_day, last_day
):
    row = _row(sessions, made.lead.id)
    _send(sessions, runtime, row, now + 30 * DAY)
    if number:
        _send(sessions, runtime, row, now + sent_day * DAY)
    token = _token(runtime, row, number)

    assert _open(sessions, token, now + last_day * DAY).id == row.id
    with pytest.raises(NotFoundError):
        _open(sessions, token, now + last_day * DAY + timedelta(seconds=1))


def test_links_that_were_never_sent_or_are_another_services_are_unknown(
    sessions, runtime, made, now, tmp_path
):
    row = _row(sessions, made.lead.id)
    _send(sessions, runtime, row, now + 30 * DAY)
    foreign = make_stand_in_runtime(sessions, tmp_path, max_upload_mb=1)
    foreign.settings.__dict__["effective_secret_key"] = "another secret"
    for token in (_token(runtime, row, 1), _token(foreign, row, 0), "", "0" * 64):
        with pytest.raises(NotFoundError):
            _open(sessions, token, now + 31 * DAY)


def test_opening_a_link_changes_nothing(sessions, runtime, made, now):
    row = _row(sessions, made.lead.id)
    _send(sessions, runtime, row, now + 30 * DAY)
    before = _row(sessions, made.lead.id)
    _open(sessions, _token(runtime, row, 0), now + 31 * DAY)
    after = _row(sessions, made.lead.id)
    assert (after.status, after.version) == (before.status, before.version)


def test_revoked_links_are_dead_and_the_next_reminder_brings_a_new_one(
    sessions, runtime, made, now
):
    row = _row(sessions, made.lead.id)
    _send(sessions, runtime, row, now + 30 * DAY)
    at = now + 31 * DAY
    for stranger in (made.owner, None):
        with unit_of_work(sessions) as session:
            person = stranger or make_person(session, now, Role.PARK_MANAGER)
            with pytest.raises(NotFoundError):
                follow_ups.revoke_links(session, actor=person.actor, follow_up_id=row.id, now=at)
    with unit_of_work(sessions) as session:
        given = {"actor": made.park.actor, "follow_up_id": row.id, "now": at}
        assert follow_ups.revoke_links(session, **given) == 1
        assert follow_ups.revoke_links(session, **given) == 0

    with pytest.raises(NotFoundError):
        _open(sessions, _token(runtime, row, 0), at)
    _send(sessions, runtime, row, now + 37 * DAY)
    assert _open(sessions, _token(runtime, row, 1), now + 38 * DAY).id == row.id


def test_an_answer_is_kept_with_its_receipt_and_ends_the_reminders(sessions, runtime, made, now):
    row = _row(sessions, made.lead.id)
    _send(sessions, runtime, row, now + 30 * DAY)
    outcome = _answer(
        sessions,
        row,
        now + 31 * DAY,
        actual_investment_yuan=Decimal("1250000.50"),
        actual_abatement_tco2_per_year=830.5,
        measurement_method=MeasurementMethod.CALCULATED,
        satisfaction=4,
        comment="示例",
    )

    assert outcome.receipt_number == f"HF20260702-{row.id:06d}"
    assert not _send(sessions, runtime, row, now + 37 * DAY)
    with reading(sessions) as session:
        [kept] = lead_reads.outcomes(session, made.lead.id)
        assert kept.actual_investment_yuan == Decimal("1250000.50")
        assert (kept.side, kept.stage, kept.barrier) == (LeadSide.DEMAND, None, None)
        actions = session.scalars(select(AuditEvent.action)).all()
    assert "follow_up.answered" in actions


def test_a_second_answer_replaces_the_first(sessions, runtime, made, now):
    row = _row(sessions, made.lead.id)
    _send(sessions, runtime, row, now + 30 * DAY)
    first = _answer(sessions, row, now + 31 * DAY, satisfaction=2, comment="第一次")
    second = _answer(sessions, row, now + 32 * DAY, satisfaction=5)

    assert second.receipt_number == first.receipt_number
    assert (second.satisfaction, second.comment) == (5, None)
    assert (second.answered_at, second.updated_at) == (now + 31 * DAY, now + 32 * DAY)
    with reading(sessions) as session:
        assert session.scalar(select(func.count()).select_from(Outcome)) == 1


def test_an_answer_after_silence_still_counts(sessions, runtime, made, now):
    row = _row(sessions, made.lead.id)
    _send(sessions, runtime, row, now + 30 * DAY)
    _send(sessions, runtime, row, now + 65 * DAY)
    assert _row(sessions, made.lead.id).status is Status.SILENT

    _answer(sessions, row, now + 70 * DAY, stage=S.IN_TALKS)

    assert _row(sessions, made.lead.id).status is Status.ANSWERED
    assert _stage(sessions, made.lead.id) is S.IN_TALKS


def test_a_reported_stage_moves_the_lead_and_plans_its_own_question(sessions, runtime, made, now):
    row = _row(sessions, made.lead.id)
    _send(sessions, runtime, row, now + 30 * DAY)
    _answer(sessions, row, now + 31 * DAY, stage=S.SITE_SURVEY)

    assert _stage(sessions, made.lead.id) is S.SITE_SURVEY
    assert {r.round for r in _rows(sessions, made.lead.id)} == {2, 3}
    with reading(sessions) as session:
        event = lead_reads.history(session, made.lead.id)[-1]
        assert (event.kind, event.side, event.actor_id) == ("moved", LeadSide.DEMAND, None)
        assert event.details == {"by": "follow_up"}


def test_a_reported_contract_waits_for_the_other_side_who_may_confirm_by_answer(
    sessions, runtime, made, now
):
    park, owner = (_row(sessions, made.lead.id, side) for side in (LeadSide.DEMAND, LeadSide.OWNER))
    for row in (park, owner):
        _send(sessions, runtime, row, now + 30 * DAY)
    _answer(sessions, park, now + 31 * DAY, stage=S.CONTRACTED)
    assert _stage(sessions, made.lead.id) is S.ACCEPTED

    _answer(sessions, owner, now + 32 * DAY, stage=S.CONTRACTED)
    assert _stage(sessions, made.lead.id) is S.CONTRACTED


def test_a_corrected_answer_takes_its_proposal_back(sessions, runtime, made, now):
    """Silence must not confirm what the same side has corrected."""
    row = _row(sessions, made.lead.id)
    _send(sessions, runtime, row, now + 30 * DAY)
    _answer(sessions, row, now + 31 * DAY, stage=S.COMMISSIONED)
    _answer(sessions, row, now + 32 * DAY, stage=S.IN_TALKS)

    assert _stage(sessions, made.lead.id) is S.IN_TALKS
    with unit_of_work(sessions) as session:
        at = now + 60 * DAY
        assert not leads.confirm_by_silence(session, lead_id=made.lead.id, now=at)
        kinds = [event.kind for event in lead_reads.history(session, made.lead.id)]
    assert kinds == ["moved", "moved", "proposed", "rejected", "moved"]


def test_the_other_sides_proposal_is_not_taken_back_by_an_answer(sessions, runtime, made, now):
    row = _row(sessions, made.lead.id)
    _send(sessions, runtime, row, now + 30 * DAY)
    _move(sessions, made.owner, made.lead.id, S.CONTRACTED, now + 30 * DAY)
    _answer(sessions, row, now + 31 * DAY, stage=S.IN_TALKS)

    with reading(sessions) as session:
        lead = session.get_one(Lead, made.lead.id)
        assert (lead.stage, lead.proposed_stage) == (S.ACCEPTED, S.CONTRACTED)


def test_a_stage_that_cannot_be_reached_is_kept_as_reported_only(sessions, runtime, made, now):
    _move(sessions, made.owner, made.lead.id, S.SITE_SURVEY, now)
    row = _row(sessions, made.lead.id, number=3)
    _send(sessions, runtime, row, now + 30 * DAY)
    _answer(sessions, row, now + 31 * DAY, stage=S.IN_TALKS)

    assert _stage(sessions, made.lead.id) is S.SITE_SURVEY
    with reading(sessions) as session:
        assert lead_reads.outcomes(session, made.lead.id)[0].stage is S.IN_TALKS


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"stage": S.VERIFIED}, ("stage", "not_in_list")),
        ({"stage": S.INTRODUCED}, ("stage", "not_in_list")),
        ({"stage": S.STALLED}, ("barrier", "required")),
        ({"stage": S.DECLINED}, ("barrier", "required")),
        ({"satisfaction": 0}, ("satisfaction", "too_small")),
        ({"satisfaction": 6}, ("satisfaction", "too_large")),
        ({"actual_investment_yuan": Decimal(-1)}, ("actual_investment_yuan", "not_negative")),
        (
            {"actual_abatement_tco2_per_year": float("nan")},
            ("actual_abatement_tco2_per_year", "invalid"),
        ),
        (
            {"actual_abatement_tco2_per_year": float("inf")},
            ("actual_abatement_tco2_per_year", "invalid"),
        ),
        ({"comment": "长" * 2001}, ("comment", "too_long")),
    ],
)
def test_an_answer_out_of_range_names_its_field_and_saves_nothing(
    sessions, runtime, made, now, given, problem
):
    row = _row(sessions, made.lead.id)
    _send(sessions, runtime, row, now + 30 * DAY)
    with pytest.raises(InvalidError) as refused:
        _answer(sessions, row, now + 31 * DAY, **given)
    assert [(p.field, p.rule) for p in refused.value.problems] == [problem]
    assert _row(sessions, made.lead.id).status is Status.ASKED


def test_a_cancelled_question_takes_no_answer(sessions, made, now):
    _move(sessions, made.owner, made.lead.id, S.IN_TALKS, now + DAY)
    with pytest.raises(ConflictError):
        _answer(sessions, _row(sessions, made.lead.id), now + 2 * DAY, satisfaction=5)


def test_an_unknown_question_is_not_found(sessions, now):
    with unit_of_work(sessions) as session, pytest.raises(NotFoundError):
        follow_ups.answer(session, follow_up_id=99, given=Answer(), now=now)
    with unit_of_work(sessions) as session:
        assert session.get(FollowUp, 99) is None
