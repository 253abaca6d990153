"""Online geocoders, used only where an operator configures one; answers come back in WGS-84."""

from functools import partial
from typing import Any
from urllib.parse import urlencode, urlsplit

import orjson
from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
    GeocoderServiceError,
    GeopyError,
)
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from data.datum import to_wgs84
from data.reference import divisions
from data.vocabulary import Datum, PositionPrecision

_AMAP_OK = "1"
_AMAP_LEVELS = {
    "国家": PositionPrecision.PROVINCE,
    "省": PositionPrecision.PROVINCE,
    "市": PositionPrecision.PREFECTURE,
    "区县": PositionPrecision.COUNTY,
    "开发区": PositionPrecision.PARK,
}
_AMAP_BAD_KEY = frozenset({"10001", "10002", "10005", "10006", "10007", "10009", "10026"})
_AMAP_QUOTA = frozenset({"10003", "10004", "10010", "10014", "10019", "10020", "10021", "10044"})
_TIANDITU_OK, _TIANDITU_NO_RESULT = "0", "404"
_TIANDITU_LEVELS = {
    "省级": PositionPrecision.PROVINCE,
    "市级": PositionPrecision.PREFECTURE,
    "区县级": PositionPrecision.COUNTY,
}


class AMap(Geocoder):  # type: ignore[misc]  # geopy ships no types
    """高德开放平台, 地理编码 v3: GCJ-02 answers, converted."""

    def __init__(self, api_key: str, **options: Any) -> None:  # noqa: ANN401 - geopy's own
        super().__init__(**options)
        self.api_key = api_key
        self.api = f"{self.scheme}://restapi.amap.com/v3/geocode/geo"

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: object = DEFAULT_SENTINEL
    ) -> Any:  # noqa: ANN401 - geopy ships no types
        """Return the location of an address, all of them with `exactly_one=False`, or None.

        Raises
        ------
        geopy.exc.GeocoderServiceError
            If the service refuses or fails.
        """
        url = f"{self.api}?{urlencode({'address': query, 'output': 'JSON', 'key': self.api_key})}"
        parse = partial(self._parse, exactly_one=exactly_one)
        return self._call_geocoder(url, parse, timeout=timeout)

    @staticmethod
    def _parse(page: dict[str, Any], *, exactly_one: bool) -> Any:  # noqa: ANN401
        if page.get("status") != _AMAP_OK:
            _refuse_amap(str(page.get("infocode", "")), str(page.get("info", "")))
        found = [_amap_location(item) for item in page.get("geocodes", []) if item.get("location")]
        if not found:
            return None
        return found[0] if exactly_one else found


class Tianditu(Geocoder):  # type: ignore[misc]  # geopy ships no types
    """国家地理信息公共服务平台 天地图, 地理编码: CGCS2000 answers, taken as WGS-84."""

    def __init__(self, api_key: str, **options: Any) -> None:  # noqa: ANN401 - geopy's own
        super().__init__(**options)
        self.api_key = api_key
        self.api = f"{self.scheme}://api.tianditu.gov.cn/geocoder"

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: object = DEFAULT_SENTINEL
    ) -> Any:  # noqa: ANN401 - geopy ships no types
        """Return the location of an address (a list of one with `exactly_one=False`), or None.

        Raises
        ------
        geopy.exc.GeocoderServiceError
            If the service refuses or fails.
        """
        asked = orjson.dumps({"keyWord": query}).decode()
        url = f"{self.api}?{urlencode({'ds': asked, 'tk': self.api_key})}"
        return self._call_geocoder(
            url, partial(self._parse, exactly_one=exactly_one), timeout=timeout
        )

    @staticmethod
    def _parse(page: dict[str, Any], *, exactly_one: bool) -> Any:  # noqa: ANN401
        status = str(page.get("status", ""))
        place = page.get("location")
        if status == _TIANDITU_NO_RESULT or (status == _TIANDITU_OK and not place):
            return None
        if status != _TIANDITU_OK or not isinstance(place, dict):
            raise GeocoderServiceError(str(page.get("msg", "unexpected answer")))
        level = str(place.get("level", ""))
        location = _location(
            str(place.get("keyWord", "")),
            (float(place["lat"]), float(place["lon"])),
            Datum.CGCS2000,
            precision=_TIANDITU_LEVELS.get(level, PositionPrecision.EXACT),
            region_code=None,
            answer=place,
        )
        return location if exactly_one else [location]


class DatumCorrected:
    """Any geopy geocoder whose answers are in another datum, with answers in WGS-84."""

    def __init__(self, geocoder: Any, datum: Datum) -> None:  # noqa: ANN401 - geopy ships no types
        self.geocoder = geocoder
        self.datum = datum

    def geocode(self, query: str) -> Any:  # noqa: ANN401 - geopy ships no types
        """Return the wrapped geocoder's location in WGS-84, or None."""
        found = self.geocoder.geocode(query)
        if found is None:
            return None
        return _location(
            query,
            (found.latitude, found.longitude),
            self.datum,
            precision=PositionPrecision.EXACT,
            region_code=None,
            answer=found.raw,
        )


class GeocoderChain:
    """Asks one geocoder after another until one answers; an ambiguity is kept for the end.

    A service that fails or refuses is passed over: places must resolve without a network.
    """

    def __init__(self, *geocoders: Any) -> None:  # noqa: ANN401 - geopy ships no types
        self.geocoders = geocoders

    def geocode(self, query: str) -> Any:  # noqa: ANN401 - geopy ships no types
        """Return the first location that any geocoder finds, or None.

        Raises
        ------
        AmbiguousPlaceError
            If one geocoder found several places and no other found one.
        """
        from data.geocoding.place import AmbiguousPlaceError

        ambiguity: AmbiguousPlaceError | None = None
        for geocoder in self.geocoders:
            try:
                found = geocoder.geocode(query)
            except AmbiguousPlaceError as error:
                ambiguity = ambiguity or error
                continue
            except GeopyError:
                continue
            if found is not None:
                return found
        if ambiguity is not None:
            raise ambiguity
        return None


def online_geocoder(
    provider: str,
    *,
    api_key: str = "",
    address: str = "",
    user_agent: str = "tanqiao",
    timeout_seconds: float = 3.0,
) -> Any:  # noqa: ANN401 - geopy ships no types
    """Return the configured online geocoder, answering in WGS-84.

    Parameters
    ----------
    provider : str
        `nominatim`, `baidu`, `amap` or `tianditu`.
    api_key : str
        Key of the provider; Nominatim needs none.
    address : str
        Address of the server to ask; Nominatim only, empty is the public one.
    user_agent : str
        What we call ourselves; Nominatim's policy asks for it.
    timeout_seconds : float
        How long to wait for an answer.

    Raises
    ------
    ValueError
        If the provider is unknown.
    """
    options: dict[str, Any] = {"timeout": timeout_seconds, "user_agent": user_agent}
    if provider == "amap":
        return AMap(api_key, **options)
    if provider == "tianditu":
        return Tianditu(api_key, **options)
    if provider == "baidu":
        from geopy.geocoders import BaiduV3

        return DatumCorrected(BaiduV3(api_key, **options), Datum.BD09)
    if provider == "nominatim":
        from geopy.geocoders import Nominatim

        if address:
            server = urlsplit(address)
            options.update(scheme=server.scheme, domain=f"{server.netloc}{server.path}".rstrip("/"))
        return DatumCorrected(Nominatim(**options), Datum.WGS84)
    raise ValueError(f"unknown geocoding provider {provider!r}")


def _refuse_amap(code: str, info: str) -> None:
    if code in _AMAP_BAD_KEY:
        raise GeocoderAuthenticationFailure(info)
    if code in _AMAP_QUOTA:
        raise GeocoderQuotaExceeded(info)
    if code.startswith("2"):
        raise GeocoderQueryError(info)
    raise GeocoderServiceError(info)


def _amap_location(item: dict[str, Any]) -> Any:  # noqa: ANN401 - geopy ships no types
    longitude, latitude = item["location"].split(",")
    adcode = item.get("adcode")
    return _location(
        str(item.get("formatted_address", "")),
        (float(latitude), float(longitude)),
        Datum.GCJ02,
        precision=_AMAP_LEVELS.get(str(item.get("level", "")), PositionPrecision.EXACT),
        region_code=adcode if adcode in divisions() else None,
        answer=item,
    )


def _location(
    address: str,
    position: tuple[float, float],
    datum: Datum,
    *,
    precision: PositionPrecision,
    region_code: str | None,
    answer: Any,  # noqa: ANN401 - whatever the service said
) -> Any:  # noqa: ANN401 - geopy ships no types
    raw = {
        "region_code": region_code,
        "precision": precision,
        "candidates": (),
        "matched_text": address,
        "warnings": (),
        "answer": answer,
    }
    return Location(address, to_wgs84(*position, datum), raw)
