from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.vocabulary import CatalogueStatus, ReviewState
from matcher.review_states import FINAL_STATES, Listing, catalogue_status_of, listing_of

S, C = ReviewState, CatalogueStatus
DAY = date(2026, 1, 1)


def listed(*states, was_published=()):
    return [
        Listing(
            state=state,
            order=order,
            published_on=DAY if state is S.PUBLISHED or order in was_published else None,
        )
        for order, state in enumerate(states)
    ]


@pytest.mark.parametrize(
    ("states", "status"),
    [
        ((), C.DRAFT),
        ((S.SUBMITTED,), C.SUBMITTED),
        ((S.RECOMMENDED,), C.IN_REVIEW),
        ((S.FIRST_REVIEW,), C.IN_REVIEW),
        ((S.SECOND_REVIEW,), C.IN_REVIEW),
        ((S.PUBLIC_NOTICE,), C.PUBLIC_NOTICE),
        ((S.PUBLISHED,), C.PUBLISHED),
        ((S.RETURNED,), C.DRAFT),
        ((S.REJECTED,), C.DRAFT),
        ((S.WITHDRAWN,), C.DRAFT),
        ((S.SUPERSEDED,), C.SUPERSEDED),
        ((S.REJECTED, S.SUBMITTED), C.SUBMITTED),
        ((S.PUBLISHED, S.SECOND_REVIEW), C.PUBLISHED),
        ((S.PUBLISHED, S.REJECTED), C.PUBLISHED),
        ((S.SUPERSEDED, S.REJECTED), C.SUPERSEDED),
    ],
)
def test_the_status_follows_from_the_applications(states, status):
    assert catalogue_status_of(listed(*states)) is status


def test_what_was_published_and_left_is_withdrawn_for_good():
    assert catalogue_status_of(listed(S.WITHDRAWN, was_published={0})) is C.WITHDRAWN
    gone = listed(S.WITHDRAWN, S.REJECTED, was_published={0})
    assert catalogue_status_of(gone) is C.WITHDRAWN


@given(st.lists(st.sampled_from(ReviewState), max_size=4))
def test_published_is_exactly_what_some_application_published(states):
    status = catalogue_status_of(listed(*states))

    assert (status is C.PUBLISHED) == (S.PUBLISHED in states)
    if states and set(states) <= FINAL_STATES:
        assert status in {C.DRAFT, C.SUPERSEDED}


def test_the_national_listing_is_shown_before_the_local_one():
    local = Listing(state=S.PUBLISHED, is_national=False, published_on=DAY, order=5)
    national = Listing(state=S.PUBLISHED, is_national=True, published_on=DAY, order=2)

    assert listing_of([local, national]) is national
    assert listing_of([local]) is local
    assert listing_of(listed(S.REJECTED, S.SUBMITTED)) is None
