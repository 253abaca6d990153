"""Reductions over ragged rows agree with plain loops."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matcher.segments import segment_any, segment_least, segment_members

ragged = st.lists(st.lists(st.one_of(st.just(np.nan), st.floats(-9, 9)), max_size=3), max_size=6)


def flat(rows):
    offsets = np.cumsum([0, *(len(row) for row in rows)], dtype=np.int64)
    return np.array([value for row in rows for value in row], dtype=float), offsets


@given(ragged)
def test_the_least_known_value_of_each_segment(rows):
    expected = [min((v for v in row if not np.isnan(v)), default=np.nan) for row in rows]

    np.testing.assert_array_equal(segment_least(*flat(rows)), np.array(expected, dtype=float))


@given(ragged)
def test_whether_any_value_of_each_segment_holds(rows):
    values, offsets = flat(rows)

    assert segment_any(values > 0, offsets).tolist() == [any(v > 0 for v in row) for row in rows]


@given(ragged, st.data())
def test_members_come_in_the_order_of_the_segments_asked_for(rows, data):
    values, offsets = flat(rows)
    wanted = data.draw(st.permutations(range(len(rows))))

    found = segment_members(offsets, np.array(wanted, dtype=np.int64))

    expected = [value for row in wanted for value in rows[row]]
    np.testing.assert_array_equal(values[found.positions], np.array(expected, dtype=float))
    assert found.owners.tolist() == [i for i, row in enumerate(wanted) for _ in rows[row]]
    assert np.diff(found.offsets).tolist() == [len(rows[row]) for row in wanted]
