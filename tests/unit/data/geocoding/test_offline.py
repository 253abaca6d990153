"""The offline geocoder: chains of names, parks, English, and honest ambiguity."""

import pytest
from geopy.geocoders.base import Geocoder as GeopyGeocoder
from hypothesis import given, settings
from hypothesis import strategies as st

from data.geocoding import AmbiguousPlaceError, PlaceWarning, offline_geocoder
from data.reference import UnknownCodeError, divisions, full_name, parks
from data.vocabulary import PositionPrecision

GEOCODER = offline_geocoder()


def found(query):
    location = GEOCODER.geocode(query)
    return location.raw["region_code"], location.raw["precision"].value


@pytest.mark.parametrize(
    ("query", "region_code", "precision"),
    [
        ("山西省临汾市", "141000", "prefecture"),
        ("江苏苏州工业园区星湖街", "320500", "park"),
        ("苏州市工业园区", "320500", "park"),
        ("北京市朝阳区建国路1号", "110105", "county"),
        ("朝阳区, 北京", "110105", "county"),
        ("长春朝阳区", "220104", "county"),
        ("辽宁朝阳", "211300", "prefecture"),
        ("吉林", "220000", "province"),
        ("吉林市", "220200", "prefecture"),
        ("海南", "460000", "province"),
        ("海南共和县", "632521", "county"),
        ("昆山市花桥镇", "320583", "county"),
        ("深圳南山科技园", "440305", "county"),
        ("上海市北京东路", "310000", "province"),
        ("上海南京东路100号", "310000", "province"),
        ("天津市和平路100号", "120000", "province"),
        ("天津滨海新区", "120116", "county"),
        ("长沙市区中心", "430100", "prefecture"),
        ("内蒙古包头市昆都仑区", "150203", "county"),
        ("西藏拉萨", "540100", "prefecture"),
        ("恩施州", "422800", "prefecture"),
        ("某公司位于山西省临汾市尧都区", "141002", "county"),
        ("中国（上海）自由贸易试验区", "310000", "province"),
        ("浙江杭州湾上虞工业园区", "330604", "park"),
        ("武汉经开区", "420100", "park"),
        ("吴江经济开发区", "320509", "county"),
        ("３２０５００", "320500", "prefecture"),
        ("Suzhou, Jiangsu", "320500", "prefecture"),
        ("Suzhou Industrial Park", "320500", "park"),
        ("TEDA", "120116", "park"),
        ("Wuhan Economic and Technological Development Zone", "420100", "park"),
        ("Linfen, Shanxi, China", "141000", "prefecture"),
        ("Shaanxi", "610000", "province"),
        ("Xi'an", "610100", "prefecture"),
        ("Lüliang", "141100", "prefecture"),
        ("Chaoyang District, Beijing", "110000", "province"),
        ("Nanjing West Road, Shanghai", "310000", "province"),
        ("Hong Kong", "810000", "province"),
    ],
)
def test_an_address_is_read_to_its_most_precise_certain_place(query, region_code, precision):
    assert found(query) == (region_code, precision)


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("朝阳区", {"110105", "220104"}),
        ("朝阳", {"110105", "220104", "211300", "211321"}),
        ("南山区", {"230404", "440305"}),
        ("Suzhou", {"320500", "341300"}),
        ("Yulin", {"610800", "450900"}),
        ("北京市朝阳区；上海市浦东新区", {"110105", "310115"}),
        ("北京苏州工业园区", {"110000", "320500"}),
    ],
)
def test_what_fits_several_places_is_ambiguous_with_all_of_them(query, codes):
    with pytest.raises(AmbiguousPlaceError) as caught:
        GEOCODER.geocode(query)

    assert {item.region_code for item in caught.value.candidates} == codes
    assert {item.raw["region_code"] for item in GEOCODER.geocode(query, exactly_one=False)} == codes


@pytest.mark.parametrize(
    "query",
    [
        "",
        "火星",
        "城区",
        "和平路12号",
        "兴隆街5号",
        "北京路100号",
        "中山大学",
        "Mars",
        "😀",
        "000000",
    ],
)
def test_what_names_no_place_finds_nothing(query):
    assert GEOCODER.geocode(query) is None


@pytest.mark.parametrize("level", ["province", "prefecture", "county"])
def test_every_full_name_is_found_as_itself(level):
    for code, item in divisions().items():
        if item.level == level:
            assert found(full_name(code))[0] == code


def test_every_park_is_found_by_its_name_within_its_province():
    for park in parks():
        location = GEOCODER.geocode(park.province + park.name)
        assert location.raw["precision"] is PositionPrecision.PARK, park.name
        assert location.raw["region_code"] == park.region_code, park.name


def test_a_park_whose_city_is_unverified_asks_for_confirmation():
    unverified = GEOCODER.geocode("苏州工业园区").raw["warnings"]
    stated = GEOCODER.geocode("长沙经济技术开发区").raw["warnings"]

    assert (unverified, stated) == ((PlaceWarning.PARK_PLACE_UNCONFIRMED,), ())


def test_it_is_a_geopy_geocoder_that_cannot_reach_a_network():
    assert isinstance(GEOCODER, GeopyGeocoder)
    with pytest.raises(RuntimeError):
        GEOCODER._call_geocoder("https://example.org", lambda page: page)


def test_a_region_code_is_looked_up():
    assert GEOCODER.geocode_region("141002").address == "山西省临汾市尧都区"
    with pytest.raises(UnknownCodeError):
        GEOCODER.geocode_region("999999")


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_no_text_breaks_it(text):
    locations = GEOCODER.geocode(text, exactly_one=False)

    assert locations is None or len(locations) >= 1


@given(st.sampled_from(sorted(divisions())), st.text("甲乙丙0123456789号", max_size=8))
def test_a_full_address_is_found_whatever_house_number_follows(code, tail):
    assert found(full_name(code) + tail)[0] == code
