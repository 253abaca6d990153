"""The one place that reads the clock; only entry points call it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

Clock: TypeAlias = Callable[[], datetime]

LOCAL_ZONE = ZoneInfo("Asia/Shanghai")
"""Zone in which dates are read and shown. Source: the service's users."""


def system_clock(offset_seconds: float = 0.0) -> Clock:
    """Return a clock of aware UTC instants, moved by the test-only offset (RULINGS 24)."""
    offset = timedelta(seconds=offset_seconds)
    return lambda: datetime.now(UTC) + offset


def local_day(at: datetime) -> date:
    """Return the day it is at an instant where the service is used."""
    return at.astimezone(LOCAL_ZONE).date()
