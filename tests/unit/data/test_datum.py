"""Datum conversions against published vectors, and as inverses of each other."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.datum import (
    InvalidCoordinatesError,
    bd09_to_gcj02,
    check_coordinates,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    is_within_china_box,
    to_wgs84,
    wgs84_to_gcj02,
)
from data.vocabulary import Datum

latitudes = st.floats(min_value=3.0, max_value=54.0)
longitudes = st.floats(min_value=73.5, max_value=135.0)


def test_the_published_forward_vector_is_met_in_all_its_seven_decimals():
    assert wgs84_to_gcj02(31.280844, 120.596931) == pytest.approx(
        (31.2786486, 120.6010999), abs=1e-7
    )


@pytest.mark.parametrize(
    ("gcj02", "wgs84"),
    [
        ((39.061111, 121.787113), (39.0600801, 121.7819988)),
        ((22.59414209, 114.1251447), (22.5968282, 114.1200440)),
    ],
)
def test_the_published_inverse_vectors_are_met_to_a_millionth_of_a_degree(gcj02, wgs84):
    assert to_wgs84(*gcj02, Datum.GCJ02) == pytest.approx(wgs84, abs=1e-6)


@given(latitudes, longitudes)
def test_gcj02_there_and_back_is_the_same_place(latitude, longitude):
    assert gcj02_to_wgs84(*wgs84_to_gcj02(latitude, longitude)) == pytest.approx(
        (latitude, longitude), abs=1e-9
    )


@given(latitudes, longitudes)
def test_bd09_there_and_back_is_the_same_place(latitude, longitude):
    assert bd09_to_gcj02(*gcj02_to_bd09(latitude, longitude)) == pytest.approx(
        (latitude, longitude), abs=1e-9
    )


@given(latitudes, longitudes)
def test_bd09_is_undone_through_gcj02(latitude, longitude):
    as_baidu = gcj02_to_bd09(*wgs84_to_gcj02(latitude, longitude))

    assert to_wgs84(*as_baidu, Datum.BD09) == pytest.approx((latitude, longitude), abs=1e-8)


@given(latitudes, longitudes)
def test_the_gcj02_shift_stays_within_seven_hundred_and_fifty_meters(latitude, longitude):
    shifted_latitude, shifted_longitude = wgs84_to_gcj02(latitude, longitude)
    north_m = (shifted_latitude - latitude) * 111_000
    east_m = (shifted_longitude - longitude) * 111_000 * math.cos(math.radians(latitude))

    assert math.hypot(north_m, east_m) < 750


@given(latitudes, longitudes)
def test_the_bd09_shift_is_about_a_kilometer(latitude, longitude):
    shifted = gcj02_to_bd09(latitude, longitude)

    assert 0.006 < math.dist(shifted, (latitude, longitude)) < 0.012


@given(st.floats(-90, 90), st.floats(-180, 180))
@example(48.85, 2.35)
def test_outside_the_box_gcj02_is_the_identity(latitude, longitude):
    if not is_within_china_box(latitude, longitude):
        assert wgs84_to_gcj02(latitude, longitude) == (latitude, longitude)


@given(st.floats(-90, 90), st.floats(-180, 180), st.sampled_from([Datum.WGS84, Datum.CGCS2000]))
def test_wgs84_and_cgcs2000_are_stored_as_they_are(latitude, longitude, datum):
    assert to_wgs84(latitude, longitude, datum) == (latitude, longitude)


@given(latitudes, longitudes)
def test_a_place_in_china_is_accepted_without_warning(latitude, longitude):
    checked = check_coordinates(latitude, longitude)

    assert (checked.latitude_deg, checked.longitude_deg) == (latitude, longitude)
    assert checked.warnings == ()


@given(latitudes, longitudes)
def test_a_swapped_place_in_china_is_turned_round_with_a_warning(latitude, longitude):
    checked = check_coordinates(longitude, latitude)

    assert (checked.latitude_deg, checked.longitude_deg) == (latitude, longitude)
    assert checked.warnings == ("coordinates_maybe_swapped",)


def test_a_place_abroad_is_accepted_with_a_warning():
    checked = check_coordinates(48.8566, 2.3522)

    assert (checked.latitude_deg, checked.longitude_deg) == (48.8566, 2.3522)
    assert checked.warnings == ("outside_china",)


@pytest.mark.parametrize(
    "pair", [(float("nan"), 120.0), (31.0, float("inf")), (95.0, 200.0), (-120.0, 31.0)]
)
def test_what_is_no_position_on_earth_is_refused(pair):
    with pytest.raises(InvalidCoordinatesError):
        check_coordinates(*pair)
