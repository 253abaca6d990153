"""Great-circle distances against geopy's geodesic on WGS-84."""

import math

import numpy as np
import pytest
from geopy.distance import geodesic, great_circle
from hypothesis import example, given
from hypothesis import strategies as st

from matcher.geodesy import SPHERE_ERROR_SHARE, great_circle_km, initial_bearing_deg

SUZHOU = (31.29958, 120.58155)
TEDA = (39.04, 117.70)
latitudes = st.floats(min_value=-89.9, max_value=89.9)
longitudes = st.floats(min_value=-180.0, max_value=180.0)


def test_suzhou_to_teda_is_the_published_distance():
    assert geodesic(SUZHOU, TEDA).km == pytest.approx(897.83, abs=0.005)
    assert great_circle_km(*SUZHOU, *TEDA) == pytest.approx(899.52, abs=0.005)


@given(latitudes, longitudes, latitudes, longitudes)
@example(0.0, 100.0, 0.01, 100.0)
@example(89.0, 100.0, 89.9, 100.0)
def test_the_sphere_differs_from_the_ellipsoid_by_at_most_the_stated_share(a, b, c, d):
    exact = geodesic((a, b), (c, d)).km

    assert great_circle_km(a, b, c, d) == pytest.approx(exact, rel=SPHERE_ERROR_SHARE, abs=1e-6)


@given(latitudes, longitudes, latitudes, longitudes)
def test_distances_are_symmetric_and_within_half_the_globe(a, b, c, d):
    there, back = great_circle_km(a, b, c, d), great_circle_km(c, d, a, b)

    assert there == pytest.approx(float(back), abs=1e-9)
    assert 0.0 <= there <= math.pi * 6371.0088 + 1e-9


@given(latitudes, longitudes)
def test_a_place_is_at_no_distance_from_itself(latitude, longitude):
    assert great_circle_km(latitude, longitude, latitude, longitude) == 0.0


def test_it_agrees_with_geopys_sphere_for_a_column_of_places():
    rows = np.array([[30.2, 120.2], [22.5, 114.1], [45.8, 126.5], [-33.9, 151.2]])

    found = great_circle_km(*SUZHOU, rows[:, 0], rows[:, 1])

    expected = [great_circle(SUZHOU, tuple(row)).km for row in rows]
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_antipodes_are_half_the_globe_apart():
    assert great_circle_km(30.0, 120.0, -30.0, -60.0) == pytest.approx(math.pi * 6371.0088)


def test_an_unknown_coordinate_gives_an_unknown_distance_and_bearing():
    assert np.isnan(great_circle_km([31.3, np.nan], 120.6, 39.0, 117.7)).tolist() == [False, True]
    assert np.isnan(initial_bearing_deg(31.3, np.nan, 39.0, 117.7))


@pytest.mark.parametrize(
    ("target", "bearing"), [((1, 0), 0.0), ((0, 1), 90.0), ((-1, 0), 180.0), ((0, -1), 270.0)]
)
def test_the_four_points_of_the_compass(target, bearing):
    assert initial_bearing_deg(0.0, 0.0, *target) == pytest.approx(bearing)


@given(latitudes, longitudes, latitudes, longitudes)
def test_bearings_lie_from_north_round_to_just_before_north(a, b, c, d):
    assert 0.0 <= initial_bearing_deg(a, b, c, d) < 360.0
