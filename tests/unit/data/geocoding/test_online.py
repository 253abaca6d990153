"""Online geocoders against answers of the shapes the services document; no network."""

from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.adapters import BaseSyncAdapter
from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
    GeocoderServiceError,
)
from geopy.geocoders import BaiduV3

from data.datum import gcj02_to_bd09, wgs84_to_gcj02
from data.geocoding import AmbiguousPlaceError, offline_geocoder, resolve_place
from data.geocoding.online import AMap, DatumCorrected, GeocoderChain, Tianditu, online_geocoder
from data.vocabulary import Datum, PositionPrecision


def recorded(answer):
    """Return an adapter class that answers with `answer` and keeps the URLs it was asked."""

    class Recorded(BaseSyncAdapter):
        urls = []  # noqa: RUF012

        def get_json(self, url, *, timeout, headers):
            self.urls.append(url)
            return answer

        def get_text(self, url, *, timeout, headers):
            raise AssertionError("JSON was expected")

    return Recorded


def amap_answer(latitude, longitude, level="门牌号"):
    gcj_latitude, gcj_longitude = wgs84_to_gcj02(latitude, longitude)
    return {
        "status": "1",
        "info": "OK",
        "infocode": "10000",
        "count": "1",
        "geocodes": [
            {
                "formatted_address": "江苏省苏州市虎丘区示例路1号",
                "adcode": "320505",
                "location": f"{gcj_longitude:.6f},{gcj_latitude:.6f}",
                "level": level,
            }
        ],
    }


def test_amap_asks_with_address_and_key_and_answers_in_wgs84():
    adapter = recorded(amap_answer(31.3, 120.6))

    location = AMap("K&Y", adapter_factory=adapter).geocode("苏州市 示例路1号")

    asked = urlsplit(adapter.urls[0])
    assert (asked.scheme, asked.netloc, asked.path) == (
        "https",
        "restapi.amap.com",
        "/v3/geocode/geo",
    )
    assert parse_qs(asked.query) == {
        "address": ["苏州市 示例路1号"],
        "output": ["JSON"],
        "key": ["K&Y"],
    }
    assert (location.latitude, location.longitude) == pytest.approx((31.3, 120.6), abs=2e-6)
    assert location.raw["region_code"] == "320505"
    assert location.raw["precision"] is PositionPrecision.EXACT


@pytest.mark.parametrize(("level", "precision"), [("市", "prefecture"), ("开发区", "park")])
def test_amap_says_how_precise_it_is(level, precision):
    geocoder = AMap("K", adapter_factory=recorded(amap_answer(31.3, 120.6, level)))

    assert geocoder.geocode("苏州").raw["precision"] == precision


def test_amap_gives_all_answers_or_none():
    answer = amap_answer(31.3, 120.6)
    answer["geocodes"] *= 2

    assert len(AMap("K", adapter_factory=recorded(answer)).geocode("x", exactly_one=False)) == 2
    empty = {"status": "1", "info": "OK", "geocodes": []}
    assert AMap("K", adapter_factory=recorded(empty)).geocode("x") is None


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("10001", GeocoderAuthenticationFailure),
        ("10003", GeocoderQuotaExceeded),
        ("20001", GeocoderQueryError),
        ("30000", GeocoderServiceError),
    ],
)
def test_amap_refusals_are_told_apart(code, error):
    answer = {"status": "0", "info": "REFUSED", "infocode": code}

    with pytest.raises(error):
        AMap("K", adapter_factory=recorded(answer)).geocode("x")


def test_tianditu_asks_with_json_and_answers_as_it_is():
    answer = {
        "status": "0",
        "msg": "ok",
        "location": {"lon": "116.29", "lat": "39.89", "level": "门址", "keyWord": "示例街1号"},
    }
    adapter = recorded(answer)

    location = Tianditu("K", adapter_factory=adapter).geocode("示例街1号")

    query = parse_qs(urlsplit(adapter.urls[0]).query)
    assert query == {"ds": ['{"keyWord":"示例街1号"}'], "tk": ["K"]}
    assert (location.latitude, location.longitude) == (39.89, 116.29)


def test_tianditu_without_result_is_none_and_a_failure_is_an_error():
    assert (
        Tianditu("K", adapter_factory=recorded({"status": "404", "msg": ""})).geocode("x") is None
    )
    with pytest.raises(GeocoderServiceError):
        Tianditu("K", adapter_factory=recorded({"status": "1", "msg": "no"})).geocode("x")


def test_baidu_answers_are_turned_from_bd09_to_wgs84():
    latitude, longitude = gcj02_to_bd09(*wgs84_to_gcj02(31.3, 120.6))
    answer = {
        "status": 0,
        "result": {"location": {"lat": latitude, "lng": longitude}, "level": "门址"},
    }
    baidu = BaiduV3("K", adapter_factory=recorded(answer))

    location = DatumCorrected(baidu, Datum.BD09).geocode("示例")

    assert (location.latitude, location.longitude) == pytest.approx((31.3, 120.6), abs=1e-8)


@pytest.mark.parametrize("provider", ["amap", "tianditu", "baidu", "nominatim"])
def test_each_provider_can_be_configured(provider):
    assert callable(online_geocoder(provider, api_key="K").geocode)


def test_an_unknown_provider_is_refused():
    with pytest.raises(ValueError, match="unknown geocoding provider"):
        online_geocoder("elsewhere")


def test_a_chain_asks_the_next_where_the_first_knows_nothing_or_is_unsure():
    amap = AMap("K", adapter_factory=recorded(amap_answer(31.3, 120.6)))
    chain = GeocoderChain(offline_geocoder(), amap)

    assert resolve_place(chain, address="示例路").region_code == "320505"
    assert resolve_place(chain, address="朝阳区").region_code == "320505"
    assert resolve_place(chain, address="山西省临汾市").region_code == "141000"


def test_a_chain_that_ends_unsure_says_so_and_one_that_ends_empty_is_none():
    nothing = Tianditu("K", adapter_factory=recorded({"status": "404"}))
    chain = GeocoderChain(offline_geocoder(), nothing)

    with pytest.raises(AmbiguousPlaceError):
        chain.geocode("朝阳区")
    assert chain.geocode("火星") is None


def test_an_online_answer_without_region_is_given_the_nearest_and_says_so():
    answer = {"status": "0", "location": {"lon": "116.35", "lat": "39.92", "level": "门址"}}
    geocoder = Tianditu("K", adapter_factory=recorded(answer))

    place = resolve_place(geocoder, address="示例街1号")

    assert place.region_code.startswith("1101")
    assert [warning.value for warning in place.warnings] == ["region_estimated"]
