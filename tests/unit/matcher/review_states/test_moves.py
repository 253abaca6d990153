from datetime import date, timedelta
from itertools import product

import pytest

from data.vocabulary import ReviewSide, ReviewState
from matcher.review_states import (
    FINAL_STATES,
    NOTICE_MIN_DAYS,
    RUNNING_STATES,
    UNDER_REVIEW_STATES,
    Need,
    ReviewMoveError,
    ReviewPosition,
    ReviewRule,
    check_move,
    legal_moves,
    needs_of,
    resubmitted_to,
)

S = ReviewState
OWNER, UNIT, BUREAU, SYSTEM = ReviewSide
TODAY = date(2026, 6, 1)
EVERYTHING = frozenset(Need)
EVERY_TRIPLE = list(product(ReviewState, ReviewState, ReviewSide))

# The whole rule once more, said the other way round: what each side may do.
LEGAL = {
    (S.DRAFT, S.SUBMITTED, OWNER),
    *((state, S.WITHDRAWN, OWNER) for state in (*RUNNING_STATES, S.PUBLISHED)),
    *((S.SUBMITTED, wanted, UNIT) for wanted in (S.RECOMMENDED, S.RETURNED, S.REJECTED)),
    (S.RECOMMENDED, S.FIRST_REVIEW, BUREAU),
    (S.FIRST_REVIEW, S.SECOND_REVIEW, BUREAU),
    (S.SECOND_REVIEW, S.PUBLIC_NOTICE, BUREAU),
    (S.PUBLIC_NOTICE, S.PUBLISHED, BUREAU),
    (S.PUBLIC_NOTICE, S.SECOND_REVIEW, BUREAU),
    *((s, S.RETURNED, BUREAU) for s in (S.RECOMMENDED, S.FIRST_REVIEW, S.SECOND_REVIEW)),
    *((s, S.REJECTED, BUREAU) for s in (S.FIRST_REVIEW, S.SECOND_REVIEW, S.PUBLIC_NOTICE)),
    (S.PUBLISHED, S.WITHDRAWN, BUREAU),
    (S.PUBLISHED, S.SUPERSEDED, SYSTEM),
    (S.RETURNED, S.FIRST_REVIEW, OWNER),
    (S.RETURNED, S.REJECTED, BUREAU),
}


def at(state: ReviewState, **fields) -> ReviewPosition:
    returned_from = S.FIRST_REVIEW if state is S.RETURNED else None
    return ReviewPosition(**({"state": state, "returned_from": returned_from} | fields))


@pytest.mark.parametrize(("state", "wanted", "side"), EVERY_TRIPLE)
def test_every_triple_is_legal_exactly_where_the_rule_says(state, wanted, side):
    assert (wanted in legal_moves(at(state), side)) == ((state, wanted, side) in LEGAL)


@pytest.mark.parametrize(("state", "wanted", "side"), EVERY_TRIPLE)
def test_checking_a_move_agrees_with_the_list_of_moves(state, wanted, side):
    position = at(state, notice_closes_on=TODAY - timedelta(days=1))
    values = {"today": TODAY, "brought": EVERYTHING, "notice_closes_on": TODAY + timedelta(days=9)}

    if wanted in legal_moves(position, side):
        check_move(position, wanted, side, **values)
    else:
        with pytest.raises(ReviewMoveError):
            check_move(position, wanted, side, **values)


@pytest.mark.parametrize("state", sorted(FINAL_STATES))
def test_what_has_ended_stays_so(state):
    for side in ReviewSide:
        assert legal_moves(at(state), side) == ()


def test_every_state_on_the_way_has_a_way_to_the_end():
    reached, frontier = set(), {S.DRAFT}
    while frontier:
        state = frontier.pop()
        reached.add(state)
        frontier |= {
            wanted for side in ReviewSide for wanted in legal_moves(at(state), side)
        } - reached

    assert reached == set(ReviewState)


@pytest.mark.parametrize(
    ("state", "wanted", "side", "rule"),
    [
        (S.SUBMITTED, S.RECOMMENDED, UNIT, ReviewRule.OPINION_REQUIRED),
        (S.SUBMITTED, S.RETURNED, UNIT, ReviewRule.NOTE_REQUIRED),
        (S.FIRST_REVIEW, S.SECOND_REVIEW, BUREAU, ReviewRule.COMPLETENESS_REQUIRED),
        (S.FIRST_REVIEW, S.REJECTED, BUREAU, ReviewRule.NOTE_REQUIRED),
        (S.SECOND_REVIEW, S.PUBLIC_NOTICE, BUREAU, ReviewRule.NOTE_REQUIRED),
        (S.PUBLIC_NOTICE, S.SECOND_REVIEW, BUREAU, ReviewRule.NOTE_REQUIRED),
        (S.PUBLISHED, S.WITHDRAWN, BUREAU, ReviewRule.REASON_REQUIRED),
        (S.PUBLISHED, S.WITHDRAWN, OWNER, ReviewRule.REASON_REQUIRED),
    ],
)
def test_a_move_without_what_it_needs_is_refused(state, wanted, side, rule):
    with pytest.raises(ReviewMoveError) as refused:
        check_move(at(state), wanted, side, today=TODAY)

    assert refused.value.code is rule
    assert (refused.value.current, refused.value.wanted) == (state, wanted)


def test_withdrawing_before_publication_needs_no_reason():
    for state in RUNNING_STATES:
        assert needs_of(at(state), S.WITHDRAWN) == frozenset()


def test_a_public_notice_has_a_last_day_and_a_shortest_length():
    def announce(closes_on, brought=EVERYTHING):
        check_move(
            at(S.SECOND_REVIEW),
            S.PUBLIC_NOTICE,
            BUREAU,
            today=TODAY,
            brought=brought,
            notice_closes_on=closes_on,
        )

    announce(TODAY + timedelta(days=NOTICE_MIN_DAYS - 1))
    with pytest.raises(ReviewMoveError) as short:
        announce(TODAY + timedelta(days=NOTICE_MIN_DAYS - 2))
    with pytest.raises(ReviewMoveError) as undated:
        announce(None, EVERYTHING - {Need.NOTICE_CLOSES_ON})
    assert short.value.code is ReviewRule.NOTICE_TOO_SHORT
    assert undated.value.code is ReviewRule.NOTICE_DATE_REQUIRED


def test_publication_waits_for_the_last_day_of_the_notice():
    position = at(S.PUBLIC_NOTICE, notice_closes_on=TODAY)
    with pytest.raises(ReviewMoveError) as early:
        check_move(position, S.PUBLISHED, BUREAU, today=TODAY, brought=EVERYTHING)

    assert early.value.code is ReviewRule.NOTICE_RUNNING
    check_move(position, S.PUBLISHED, BUREAU, today=TODAY + timedelta(days=1))


def test_the_notice_waits_until_all_scores_are_in():
    position = at(S.SECOND_REVIEW, has_open_round=True)
    with pytest.raises(ReviewMoveError) as early:
        check_move(
            position,
            S.PUBLIC_NOTICE,
            BUREAU,
            today=TODAY,
            brought=EVERYTHING,
            notice_closes_on=TODAY + timedelta(days=30),
        )

    assert early.value.code is ReviewRule.ROUND_OPEN
    check_move(position, S.REJECTED, BUREAU, today=TODAY, brought=EVERYTHING)


def test_second_review_waits_until_the_scores_of_the_first_are_in():
    with pytest.raises(ReviewMoveError) as early:
        check_move(
            at(S.FIRST_REVIEW, has_open_round=True),
            S.SECOND_REVIEW,
            BUREAU,
            today=TODAY,
            brought=EVERYTHING,
        )

    assert early.value.code is ReviewRule.ROUND_OPEN


def test_publication_waits_until_every_comment_is_answered():
    ended = {"notice_closes_on": TODAY - timedelta(days=1)}
    with pytest.raises(ReviewMoveError) as early:
        check_move(
            at(S.PUBLIC_NOTICE, has_open_comments=True, **ended),
            S.PUBLISHED,
            BUREAU,
            today=TODAY,
            brought=EVERYTHING,
        )

    assert early.value.code is ReviewRule.COMMENTS_OPEN
    check_move(at(S.PUBLIC_NOTICE, **ended), S.PUBLISHED, BUREAU, today=TODAY, brought=EVERYTHING)


@pytest.mark.parametrize("by", [None, *UNDER_REVIEW_STATES[:4]])
def test_a_correction_goes_back_to_the_side_that_asked_for_it(by):
    position = ReviewPosition(state=S.RETURNED, returned_from=by)
    by_unit = by in {None, S.SUBMITTED}

    assert resubmitted_to(position) is (S.SUBMITTED if by_unit else S.FIRST_REVIEW)
    assert set(legal_moves(position, OWNER)) == {resubmitted_to(position), S.WITHDRAWN}
    assert legal_moves(position, UNIT) == ((S.REJECTED,) if by_unit else ())
    assert legal_moves(position, BUREAU) == (() if by_unit else (S.REJECTED,))


def test_only_what_was_returned_is_handed_in_again():
    with pytest.raises(ReviewMoveError):
        resubmitted_to(at(S.FIRST_REVIEW))


def test_an_update_in_words_may_be_published_from_first_review():
    minor = at(S.FIRST_REVIEW, is_minor_update=True)

    assert S.PUBLISHED in legal_moves(minor, BUREAU)
    assert S.PUBLISHED not in legal_moves(at(S.FIRST_REVIEW), BUREAU)
    assert S.PUBLISHED not in legal_moves(at(S.SECOND_REVIEW, is_minor_update=True), BUREAU)
    assert needs_of(minor, S.PUBLISHED) == {Need.NOTE, Need.COMPLETENESS}
