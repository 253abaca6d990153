"""Near-copies of one owner are listed once and never dropped; variety keeps everything too."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matcher.variety import NEAR_COPY_COSINE, listed_once, varied


def unit(rows):
    vectors = np.array(rows, dtype=np.float64)
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)


@st.composite
def candidates(draw):
    count = draw(st.integers(1, 12))
    rows = draw(
        st.lists(
            st.lists(st.integers(-2, 2), min_size=3, max_size=3), min_size=count, max_size=count
        )
    )
    owners = draw(st.lists(st.integers(-1, 2), min_size=count, max_size=count))
    order = draw(st.permutations(range(count)))
    return np.array(order), np.array(owners), unit(rows)


@given(candidates(), st.integers(1, 12))
def test_whatever_stands_before_the_last_one_listed_is_listed_or_folded(case, limit):
    order, owners, vectors = case

    listed = listed_once(order, owners, vectors, limit=limit)

    shown = [*listed.positions.tolist(), *(p for copies in listed.similar for p in copies)]
    assert len(shown) == len(set(shown))
    assert len(listed.positions) <= limit
    if len(listed.positions) < limit:
        assert sorted(shown) == sorted(order.tolist())
    last = order.tolist().index(listed.positions[-1])
    assert set(order[: last + 1].tolist()) <= set(shown)


@given(candidates(), st.integers(1, 12))
def test_only_near_copies_of_the_same_known_owner_are_folded(case, limit):
    order, owners, vectors = case
    place = {int(position): number for number, position in enumerate(order)}

    listed = listed_once(order, owners, vectors, limit=limit)

    for position, copies in zip(listed.positions.tolist(), listed.similar, strict=True):
        for copy in copies:
            one, other = place[position], place[copy]
            assert owners[one] == owners[other] >= 0
            assert vectors[one] @ vectors[other] >= NEAR_COPY_COSINE
            assert one < other


@given(candidates(), st.floats(0.0, 1.0))
def test_variety_keeps_every_candidate_and_the_best_first(case, diversity):
    order, _, vectors = case
    scores = np.linspace(1.0, 0.1, len(order))

    new = varied(order, scores, vectors, diversity=diversity)

    assert sorted(new.tolist()) == sorted(order.tolist())
    assert new[0] == order[0]
    assert diversity > 0 or new.tolist() == order.tolist()


def test_variety_brings_what_is_different_forward():
    vectors = unit([[1, 0, 0], [1, 0.1, 0], [0, 1, 0]])
    scores = np.array([1.0, 0.9, 0.8])

    assert varied(np.arange(3), scores, vectors, diversity=0.5).tolist() == [0, 2, 1]
    assert varied(np.arange(3), scores, vectors, diversity=0.01).tolist() == [0, 1, 2]
