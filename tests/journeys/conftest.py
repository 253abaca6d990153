"""A service and a browser, started once for all journeys."""

import shutil

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium():
    """Chromium, or a skip that says how to get it."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: `apt-get install chromium` brings it")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def service(chromium, tmp_path_factory, _sqlite_template):
    """The whole service on a database of demo data of its own."""
    from tests.journeys.service import Service

    made = Service(tmp_path_factory.mktemp("journeys"), _sqlite_template)
    try:
        made.start()
        yield made
    finally:
        made.close()


@pytest.fixture
def visitor(chromium, service):
    """Open browsers of different people: cookies apart, errors on any page fail the test."""
    from tests.journeys.visitor import Visitor

    opened = []

    def new(**options) -> Visitor:
        made = Visitor(chromium, service, **options)
        opened.append(made)
        return made

    yield new
    for made in opened:
        made.context.close()
