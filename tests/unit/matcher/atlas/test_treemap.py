"""Treemaps: areas in proportion, nothing lost, nothing overlapping."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.atlas.treemap import Box, squarified

sizes = st.lists(st.floats(0.01, 1000), min_size=1, max_size=40)
wholes = st.builds(Box, st.just(3.0), st.just(5.0), st.floats(20, 900), st.floats(20, 900))


@settings(max_examples=50)
@given(sizes, wholes)
def test_areas_are_in_proportion_and_fill_the_whole(sizes, whole):
    boxes = squarified(sizes, whole)

    share = whole.area / sum(sizes)
    assert [box.area for box in boxes] == pytest.approx([size * share for size in sizes], rel=1e-6)


@settings(max_examples=50)
@given(sizes, wholes)
def test_boxes_stay_inside_and_do_not_overlap(sizes, whole):
    boxes = squarified(sizes, whole)

    slack = 1e-6 * max(whole.width, whole.height)
    for box in boxes:
        assert whole.x - slack <= box.x
        assert box.x + box.width <= whole.x + whole.width + slack
        assert whole.y - slack <= box.y
        assert box.y + box.height <= whole.y + whole.height + slack
    for i, one in enumerate(boxes):
        for other in boxes[:i]:
            across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
            down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
            assert across <= slack or down <= slack


def test_equal_sizes_give_shapes_near_to_squares():
    boxes = squarified([1.0] * 16, Box(0, 0, 400, 400))

    assert max(max(b.width / b.height, b.height / b.width) for b in boxes) < 2


def test_nothing_gives_nothing_and_no_room_gives_empty_boxes():
    assert squarified([], Box(0, 0, 10, 10)) == []
    assert [box.area for box in squarified([1.0, 2.0], Box(0, 0, 0, 10))] == [0, 0]


@pytest.mark.parametrize("size", [0.0, -1.0, float("nan"), float("inf")])
def test_a_size_must_be_positive_and_finite(size):
    with pytest.raises(ValueError, match="positive"):
        squarified([1.0, size], Box(0, 0, 10, 10))


def test_an_inset_never_turns_a_box_inside_out():
    assert Box(0, 0, 10, 10).inset(edge=2, head=3) == Box(2, 5, 6, 3)
    assert Box(0, 0, 2, 2).inset(edge=2, head=3).area == 0
