import pytest

from tests.factories.web import Browser, TestClock, make_test_app


@pytest.fixture
def clock(now):
    return TestClock(now)


@pytest.fixture
def app(sessions, clock):
    return make_test_app(sessions, clock)


@pytest.fixture
def browser(app, sessions, clock):
    return Browser(app, sessions, clock)
