import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.web.charts.drawing import HOSTILE, assert_named, find, parsed, words
from web.charts import DistanceChart, Place, distance_rings
from web.charts.distance import HEIGHT, RIM, WIDTH, outer_ring_km, ring_radius

LABEL = HOSTILE
maybe = st.one_of(st.none(), st.just(math.nan), st.floats(0, 20000))


@given(st.lists(st.builds(Place, st.integers(1, 99), st.just(LABEL), maybe, maybe), max_size=12))
def test_any_places_are_valid_xml_and_stay_inside_the_picture(places):
    root = parsed(distance_rings(DistanceChart("t", tuple(places))))
    for dot in find(root, "circle", "shape"):
        away = math.hypot(float(dot.get("cx")) - WIDTH / 2, float(dot.get("cy")) - HEIGHT / 2)
        assert away <= RIM + 0.2
    if find(root, "svg"):
        assert_named(root)
    if places:
        assert len(find(find(root, "table")[0], "tr")) == len(places) + 1


def test_north_is_up_and_east_is_right():
    chart = DistanceChart("t", (Place(1, "n", 100, 0), Place(2, "e", 100, 90)))
    east, north = find(parsed(distance_rings(chart)), "circle", "shape")
    assert float(north.get("cx")) == pytest.approx(WIDTH / 2)
    assert float(north.get("cy")) < HEIGHT / 2
    assert float(east.get("cy")) == pytest.approx(HEIGHT / 2)
    assert float(east.get("cx")) > WIDTH / 2


def test_a_place_without_distance_is_in_the_table_only():
    chart = DistanceChart("t", (Place(1, "near", 5, 10), Place(2, "nowhere", None, None)))
    root = parsed(distance_rings(chart))
    assert len(find(root, "circle", "shape")) == 1
    assert "2. nowhere unknown unknown" in " ".join(
        " ".join(row.itertext()) for row in find(root, "tr")
    )


def test_no_known_distance_says_so():
    assert "No distances are known." in words(parsed(distance_rings(DistanceChart("t"))))


@pytest.mark.parametrize(("far", "ring"), [(0, 5), (5, 5), (46, 50), (210, 300), (9999, 5000)])
def test_the_outer_ring_is_the_next_round_number(far, ring):
    assert outer_ring_km([far]) == ring


@given(st.floats(0, 500), st.floats(0, 500))
def test_farther_is_never_drawn_nearer(first, second):
    low, high = sorted((first, second))
    assert ring_radius(low, 500) <= ring_radius(high, 500) <= RIM


def test_two_technologies_at_one_place_do_not_cover_each_other():
    chart = DistanceChart("t", (Place(1, "a", 50, 30), Place(2, "b", 50, 30)))
    first, second = (
        (float(dot.get("cx")), float(dot.get("cy")))
        for dot in find(parsed(distance_rings(chart)), "circle", "shape")
    )
    assert math.dist(first, second) > 15
