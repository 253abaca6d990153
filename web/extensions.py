"""What the composition root put into the application, typed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, cast

from flask import current_app
from sqlalchemy.orm import Session

from data.clock import Clock
from data.session import Sessions, reading, unit_of_work
from data.settings import Settings


def settings() -> Settings:
    """Return the service's settings."""
    return cast("Settings", current_app.extensions["settings"])


def sessions() -> Sessions:
    """Return the factory of database sessions."""
    return cast("Sessions", current_app.extensions["sessions"])


def runtime() -> Any:  # noqa: ANN401 - matcher.services.runtime owns its type
    """Return the encoder, index and columns of this process."""
    return current_app.extensions["runtime"]


def now() -> datetime:
    """Return the present instant, aware, by the clock of the composition root."""
    return cast("Clock", current_app.extensions["clock"])()


@contextmanager
def writing() -> Iterator[Session]:
    """Open the request's writing unit of work: commits at the end, rolls back on error."""
    with unit_of_work(sessions()) as session:
        yield session


@contextmanager
def read_only() -> Iterator[Session]:
    """Open a session that only reads."""
    with reading(sessions()) as session:
        yield session
