"""Filters and the order of results."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.selection import allowed_rows, best_first, check_new_ids


@given(
    st.lists(st.integers(-1, 60), max_size=40),
    st.lists(st.booleans(), max_size=50),
)
def test_the_three_ways_to_say_what_is_allowed_agree(ids, mask):
    ids = np.array(ids, dtype=np.int64)
    mask = np.array(mask, dtype=np.bool_)
    expected = [0 <= one < len(mask) and bool(mask[one]) for one in ids]
    assert allowed_rows(mask, ids).tolist() == expected
    assert allowed_rows(np.packbits(mask, bitorder="little"), ids).tolist() == expected
    assert allowed_rows(np.flatnonzero(mask).astype(np.int64), ids).tolist() == expected


def test_another_type_of_filter_is_refused():
    with pytest.raises(TypeError, match="float64"):
        allowed_rows(np.ones(3), np.arange(3))


def test_equal_scores_are_ordered_by_id():
    ids, scores = best_first(np.array([9, 4, 7]), np.array([0.5, 0.5, 0.9], dtype=np.float32), 2)
    assert ids.tolist() == [7, 4]
    assert scores.tolist() == pytest.approx([0.9, 0.5])


@pytest.mark.parametrize("ids", [[-1], [3, 3]])
def test_negative_and_repeated_ids_are_refused(ids):
    with pytest.raises(ValueError, match="id"):
        check_new_ids(np.array(ids, dtype=np.int64))
