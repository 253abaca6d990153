"""Small writes that may be lost: a page must not wait for a long import because of them."""

from collections.abc import Callable

import structlog
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from data.session import BUSY_TIMEOUT_MS
from web.extensions import sessions

PATIENCE_MS = 200
"""How long a note of last use waits for SQLite's one writer; PostgreSQL locks rows only."""

_log = structlog.get_logger()


def write_if_free(write: Callable[[Session], None]) -> None:
    """Do a small write and commit it, or leave it if another writer holds the database."""
    with sessions()() as session:
        is_sqlite = session.get_bind().dialect.name == "sqlite"
        try:
            if is_sqlite:
                session.execute(text(f"PRAGMA busy_timeout={PATIENCE_MS}"))
            write(session)
            session.commit()
        except OperationalError:
            session.rollback()
            _log.info("touch.skipped")
        finally:
            if is_sqlite:
                session.execute(text(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}"))
                session.rollback()
