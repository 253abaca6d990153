"""Where transactions begin and end."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session, sessionmaker

Sessions: TypeAlias = sessionmaker[Session]

BUSY_TIMEOUT_MS = 30_000
"""How long a writer on SQLite waits for the one before it."""


def make_engine(database_url: str, *, pool_size: int = 10) -> Engine:
    """Return an engine: SQLite in WAL mode with foreign keys, or PostgreSQL."""
    json: dict[str, Any] = {"json_serializer": _written_json, "json_deserializer": orjson.loads}
    if not database_url.startswith("sqlite"):
        return create_engine(database_url, pool_size=pool_size, pool_pre_ping=True, **json)
    path = make_url(database_url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(database_url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}, **json)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _written_json(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY).decode()


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI object
    connection.isolation_level = None  # we emit BEGIN ourselves, see _begin_sqlite
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_size=-32000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # Row locks do nothing on SQLite: a writing unit takes the write lock first (RULINGS 24).
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def make_sessions(engine: Engine) -> Sessions:
    """Return the factory that web, jobs and commands share."""
    return sessionmaker(engine, expire_on_commit=False)


@contextmanager
def unit_of_work(sessions: Sessions) -> Iterator[Session]:
    """Open a writing session; commit if the block ends, roll back if it raises."""
    with sessions() as session, session.begin():
        session.connection(execution_options={"writes": True})
        yield session


@contextmanager
def reading(sessions: Sessions) -> Iterator[Session]:
    """Open a session that only reads; one consistent snapshot."""
    with sessions() as session, session.begin():
        yield session
        session.expunge_all()  # what was read stays readable: a rollback would expire it
        session.rollback()
