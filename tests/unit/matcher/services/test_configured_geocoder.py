import pytest
from geopy.exc import GeocoderServiceError

from data.geocoding import offline_geocoder
from data.geocoding.online import GeocoderChain
from data.settings import Settings
from matcher.services.runtime import configured_geocoder


def test_without_settings_nothing_asks_the_network():
    assert configured_geocoder(Settings()) is offline_geocoder()


@pytest.mark.parametrize(
    ("settings", "count"),
    [
        (Settings(amap_key="k"), 2),
        (Settings(tianditu_key="k", baidu_map_key="k"), 3),
        (Settings(nominatim_url="https://nominatim.example/maps"), 2),
    ],
)
def test_configured_services_are_asked_after_the_offline_one(settings, count):
    chain = configured_geocoder(settings)

    assert isinstance(chain, GeocoderChain)
    assert chain.geocoders[0] is offline_geocoder()
    assert len(chain.geocoders) == count


def test_a_server_of_ones_own_is_asked_at_its_address():
    chain = configured_geocoder(Settings(nominatim_url="http://10.0.0.8:8088/nominatim/"))

    assert chain.geocoders[1].geocoder.api.startswith("http://10.0.0.8:8088/nominatim/")


def test_a_service_that_fails_is_passed_over():
    class Failing:
        def geocode(self, _query):
            raise GeocoderServiceError("no network")

    found = GeocoderChain(Failing(), offline_geocoder()).geocode("山西省临汾市")

    assert found.raw["region_code"] == "141000"
