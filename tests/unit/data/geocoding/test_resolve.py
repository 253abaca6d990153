"""From address, code or coordinates to one place, with warnings instead of silence."""

import pytest

from data.datum import InvalidCoordinatesError, wgs84_to_gcj02
from data.geocoding import (
    AmbiguousPlaceError,
    PlaceNotFoundError,
    PlaceWarning,
    offline_geocoder,
    resolve_place,
)
from data.reference import UnknownCodeError
from data.vocabulary import Datum, PositionPrecision


def resolve(**given):
    return resolve_place(offline_geocoder(), **given)


def test_an_address_gives_its_place():
    place = resolve(address="山西省临汾市")

    assert (place.region_code, place.precision) == ("141000", PositionPrecision.PREFECTURE)
    assert place.address == "山西省临汾市"
    assert place.warnings == ()


def test_coordinates_win_and_keep_the_region_that_was_given():
    place = resolve(address="苏州", region_code="320500", latitude_deg=31.3, longitude_deg=120.6)

    assert (place.latitude_deg, place.longitude_deg) == (31.3, 120.6)
    assert (place.region_code, place.precision) == ("320500", PositionPrecision.EXACT)
    assert place.warnings == ()


def test_a_region_is_estimated_for_coordinates_alone_and_said_so():
    place = resolve(latitude_deg=31.29958, longitude_deg=120.58155)

    assert place.region_code.startswith("3205")
    assert place.warnings == (PlaceWarning.REGION_ESTIMATED,)


def test_coordinates_in_another_datum_are_stored_in_wgs84():
    latitude, longitude = wgs84_to_gcj02(31.3, 120.6)

    place = resolve(latitude_deg=latitude, longitude_deg=longitude, datum=Datum.GCJ02)

    assert (place.latitude_deg, place.longitude_deg) == pytest.approx((31.3, 120.6), abs=1e-9)


def test_swapped_coordinates_are_turned_round_and_warned_of():
    place = resolve(region_code="320500", latitude_deg=120.6, longitude_deg=31.3)

    assert (place.latitude_deg, place.longitude_deg) == (31.3, 120.6)
    assert place.warnings == (PlaceWarning.COORDINATES_MAYBE_SWAPPED,)


def test_a_place_abroad_is_kept_without_region_and_warned_of():
    place = resolve(latitude_deg=48.86, longitude_deg=2.35)

    assert place.region_code is None
    assert place.warnings == (PlaceWarning.OUTSIDE_CHINA,)


def test_a_region_code_decides_an_ambiguous_address():
    assert resolve(address="朝阳区", region_code="110000").region_code == "110105"


def test_an_ambiguous_address_alone_is_refused_with_candidates():
    with pytest.raises(AmbiguousPlaceError) as caught:
        resolve(address="朝阳区")
    assert {item.region_code for item in caught.value.candidates} == {"110105", "220104"}


@pytest.mark.parametrize(
    ("address", "region_code", "warning"),
    [
        ("某路某号", "320500", PlaceWarning.ADDRESS_NOT_FOUND),
        ("山西省临汾市", "320500", PlaceWarning.ADDRESS_OUTSIDE_REGION),
        ("朝阳区", "320500", PlaceWarning.ADDRESS_AMBIGUOUS),
    ],
)
def test_an_address_that_does_not_help_leaves_the_regions_center(address, region_code, warning):
    place = resolve(address=address, region_code=region_code)

    assert (place.region_code, place.precision) == (region_code, PositionPrecision.PREFECTURE)
    assert place.warnings == (warning,)


def test_a_region_finer_than_the_address_is_kept():
    place = resolve(address="江苏省", region_code="320505")

    assert (place.region_code, place.precision, place.warnings) == (
        "320505",
        PositionPrecision.COUNTY,
        (),
    )


def test_an_approximate_center_says_so():
    assert resolve(region_code="659011").warnings == (PlaceWarning.POSITION_APPROXIMATE,)


def test_nothing_given_and_nothing_found_are_refused():
    with pytest.raises(PlaceNotFoundError):
        resolve()
    with pytest.raises(PlaceNotFoundError):
        resolve(address="火星")
    with pytest.raises(UnknownCodeError):
        resolve(region_code="999999")
    with pytest.raises(InvalidCoordinatesError):
        resolve(latitude_deg=float("nan"), longitude_deg=120.0)


@pytest.mark.parametrize("warning", list(PlaceWarning))
def test_every_warning_has_a_text_in_both_languages(warning):
    assert warning.label("zh") != warning.label("en")
