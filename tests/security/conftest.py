import shutil

import pytest
from sqlalchemy import event

from data.session import make_engine, make_sessions
from tests.conftest import NOW
from tests.factories.web import Browser, TestClock, make_test_app
from tests.security.world import LoadingRuntime, World


@pytest.fixture
def clock(now):
    return TestClock(now)


@pytest.fixture
def app(sessions, clock):
    return make_test_app(sessions, clock)


@pytest.fixture
def browser(app, sessions, clock):
    return Browser(app, sessions, clock)


@pytest.fixture(scope="module")
def world(_sqlite_template, tmp_path_factory):
    """Two tenants of every role on SQLite; one for all rows of a module."""
    folder = tmp_path_factory.mktemp("matrix")
    path = folder / "matrix.db"
    shutil.copy(_sqlite_template, path)
    engine = make_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", lambda raw, _record: raw.execute("PRAGMA synchronous=OFF"))
    sessions = make_sessions(engine)
    app = make_test_app(sessions, TestClock(NOW), runtime=LoadingRuntime(), var=folder)
    yield World(sessions, NOW, app)
    engine.dispose()
