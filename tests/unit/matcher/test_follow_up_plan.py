from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.vocabulary import LeadSide, LeadStage
from matcher.follow_up_plan import (
    ASKED_SIDES,
    PlannedRound,
    StageChange,
    due_message,
    due_rounds,
    is_silent,
    link_valid_until,
    message_due_at,
    next_due_at,
    plan,
)

S = LeadStage
START = datetime(2026, 3, 1, 9, tzinfo=UTC)


def day(number: float) -> datetime:
    return START + timedelta(days=number)


INTRODUCED = StageChange(S.INTRODUCED, day(-3))
ACCEPTED = StageChange(S.ACCEPTED, day(0))

histories = st.lists(
    st.tuples(st.sampled_from(list(LeadStage)), st.integers(0, 90)), max_size=8
).map(
    lambda steps: [
        StageChange(stage, day(sum(gap for _, gap in steps[: number + 1])))
        for number, (stage, _) in enumerate(steps)
    ]
)


def test_nothing_is_asked_before_acceptance():
    assert plan([INTRODUCED]) == ()
    assert plan([]) == ()


def test_first_question_comes_thirty_days_after_acceptance():
    assert plan([INTRODUCED, ACCEPTED]) == (PlannedRound(2, S.ACCEPTED, day(30)),)


def test_each_later_stage_is_asked_about_thirty_days_on():
    history = [ACCEPTED, StageChange(S.IN_TALKS, day(40)), StageChange(S.CONTRACTED, day(100))]

    assert [(each.stage, each.due_at) for each in plan(history)] == [
        (S.ACCEPTED, day(30)),
        (S.IN_TALKS, day(70)),
        (S.CONTRACTED, day(130)),
    ]


def test_stage_change_before_the_question_replaces_it():
    history = [ACCEPTED, StageChange(S.SITE_SURVEY, day(5))]

    assert [(each.round_number, each.due_at) for each in plan(history)] == [(2, day(35))]


@pytest.mark.parametrize("last", [S.DECLINED, S.VERIFIED])
def test_final_stage_is_not_asked_about_and_drops_what_was_to_come(last):
    assert plan([ACCEPTED, StageChange(last, day(10))]) == ()


def test_stalled_lead_is_asked_about():
    assert plan([ACCEPTED, StageChange(S.STALLED, day(10))])[0].due_at == day(40)


def test_question_due_during_an_outage_is_still_asked_after_a_later_move():
    history = [ACCEPTED, StageChange(S.IN_TALKS, day(40))]

    assert [each.round_number for each in due_rounds(history, day(50))] == [1]


@given(history=histories, cut=st.integers(0, 8))
def test_round_numbers_never_change_as_the_history_grows(history, cut):
    earlier = {each.round_number: each for each in plan(history[:cut])}
    later = {each.round_number: each for each in plan(history)}

    assert all(earlier[number] == later[number] for number in earlier.keys() & later.keys())
    dropped = earlier.keys() - later.keys()
    assert all(history[cut].changed_at < earlier[number].due_at for number in dropped)


@given(history=histories, at=st.integers(0, 800))
def test_due_and_coming_rounds_make_up_the_plan(history, at):
    due = due_rounds(history, day(at))
    coming = next_due_at(history, day(at))

    assert all(each.due_at <= day(at) for each in due)
    assert due == plan(history)[: len(due)]
    assert coming is None or coming > day(at)
    assert (coming is None) == (len(due) == len(plan(history)))


@pytest.mark.parametrize(
    ("sent_count", "on_day", "message"),
    [
        (0, 0, 0),
        (1, 6.9, None),
        (1, 7, 1),
        (2, 20, None),
        (2, 21, 2),
        (3, 30, None),
        (1, 25, 2),
        (0, 10, 1),
        (2, 34.9, 2),
        (2, 35, None),
        (0, 35, None),
    ],
)
def test_message_due_on_a_day(sent_count, on_day, message):
    assert due_message(day(0), sent_count=sent_count, now=day(on_day)) == message


@given(days=st.lists(st.floats(0, 60), max_size=20).map(sorted))
def test_no_message_is_sent_twice_however_often_we_look(days):
    sent: list[int] = []
    for number in days:
        message = due_message(day(0), sent_count=sent[-1] + 1 if sent else 0, now=day(number))
        if message is not None:
            sent.append(message)

    assert sent == sorted(set(sent))
    assert len(sent) <= 3


@pytest.mark.parametrize(("message", "valid_to_day"), [(0, 21), (1, 35), (2, 35)])
def test_link_works_until_the_next_reminder_and_fourteen_days(message, valid_to_day):
    sent_at = message_due_at(day(0), message)

    valid_until = link_valid_until(day(0), message_number=message, sent_at=sent_at)

    assert valid_until == day(valid_to_day)


@given(message=st.integers(0, 2), late=st.floats(0, 10))
def test_link_outlives_its_sending_by_fourteen_days_at_least(message, late):
    sent_at = message_due_at(day(0), message) + timedelta(days=late)

    valid_until = link_valid_until(day(0), message_number=message, sent_at=sent_at)

    assert valid_until >= sent_at + timedelta(days=14)


@pytest.mark.parametrize("number", [-1, 3])
def test_message_that_does_not_exist_is_refused(number):
    with pytest.raises(ValueError, match="message_number"):
        message_due_at(day(0), number)
    with pytest.raises(ValueError, match="message_number"):
        link_valid_until(day(0), message_number=number, sent_at=day(0))


def test_silence_begins_fourteen_days_after_the_last_reminder():
    assert not is_silent(day(0), day(34.99))
    assert is_silent(day(0), day(35))


def test_both_sides_are_asked():
    assert set(ASKED_SIDES) == {LeadSide.DEMAND, LeadSide.OWNER}
