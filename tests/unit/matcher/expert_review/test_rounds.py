import pytest

from data.vocabulary import AssignmentStatus, RoundStatus
from matcher.expert_review import all_in, progress_of, shows_scores

A, R = AssignmentStatus, RoundStatus
DONE = progress_of([A.SUBMITTED, A.SUBMITTED, A.RECUSED], is_in_review=True)


@pytest.mark.parametrize("pending", [A.ASSIGNED, A.ACCEPTED])
def test_scores_stay_hidden_while_one_is_awaited(pending):
    waiting = progress_of([A.SUBMITTED, A.SUBMITTED, pending], is_in_review=True)

    assert not shows_scores(R.OPEN, [DONE, waiting], wanted=2)
    assert shows_scores(R.OPEN, [DONE, DONE], wanted=2)


def test_a_missing_expert_keeps_them_hidden_until_an_officer_closes():
    short = progress_of([A.SUBMITTED, A.DECLINED], is_in_review=True)

    assert not shows_scores(R.OPEN, [DONE, short], wanted=2)
    assert shows_scores(R.CLOSED, [DONE, short], wanted=2)
    assert not shows_scores(R.PREPARING, [DONE], wanted=2)


def test_an_application_that_left_the_review_keeps_nobody_waiting():
    gone = progress_of([A.ACCEPTED], is_in_review=False)

    assert all_in([DONE, gone], wanted=2)
