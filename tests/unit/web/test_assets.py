import gzip
import re

import pytest
from flask import Flask

from web.assets import BUNDLES, IMMUTABLE, STATIC_ROOT, Assets, register_assets


@pytest.fixture
def app():
    app = Flask("assets", static_folder=None)
    register_assets(app)
    return app


@pytest.fixture
def style_url(app):
    return app.jinja_env.globals["asset"]("app.css")


def test_a_url_holds_the_digest_of_the_content(tmp_path):
    (tmp_path / "a.txt").write_text("one")
    first = Assets(tmp_path, {}).url("a.txt")
    (tmp_path / "a.txt").write_text("two")
    assert re.fullmatch(r"/assets/[0-9a-f]{12}/a\.txt", first)
    assert Assets(tmp_path, {}).url("a.txt") != first


def test_a_wrong_name_in_a_template_fails_at_once():
    with pytest.raises(KeyError):
        Assets().url("missing.css")


def test_an_asset_is_cached_for_ever_under_its_digest(app, style_url):
    answer = app.test_client().get(style_url)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == IMMUTABLE
    assert answer.mimetype == "text/css"


def test_an_old_digest_gets_the_present_content_uncached(app, style_url):
    answer = app.test_client().get("/assets/000000000000/app.css")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["nothing.css", "../assets.py", "css/tokens.css", "%2e%2e/app.py"])
def test_nothing_else_is_served(app, name):
    assert app.test_client().get(f"/assets/000000000000/{name}").status_code in {404, 308}


def test_text_is_compressed_where_the_browser_takes_it(app, style_url):
    client = app.test_client()
    plain = client.get(style_url)
    packed = client.get(style_url, headers={"Accept-Encoding": "gzip"})
    refused = client.get(style_url, headers={"Accept-Encoding": "gzip;q=0"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data == refused.data
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"


def test_every_style_sheet_of_the_folder_is_in_the_bundle():
    found = {path.relative_to(STATIC_ROOT).as_posix() for path in STATIC_ROOT.rglob("*.css")}
    assert found == set(BUNDLES["app.css"])


def test_styles_and_script_stay_small():
    assets = Assets()
    assert len(assets.get("app.css").compressed) < 16_000
    assert len(assets.get("app.js").compressed) < 6_000


def test_nothing_is_loaded_from_elsewhere():
    assets = Assets()
    for name in ("app.css", "app.js", "mark.svg"):
        content = assets.get(name).body.decode()
        outside = re.findall(r"https?://[^\s'\")]+", content)
        assert set(outside) <= {"http://www.w3.org/2000/svg"}
        assert "@import" not in content
