"""Token buckets in memory: public requests from one address (ASVS 2.4.1)."""

import math
import threading
from collections import OrderedDict
from datetime import datetime

MAX_BUCKETS = 50_000
"""Oldest addresses are forgotten beyond this, so that memory stays bounded (a few MB)."""


class RateLimiter:
    """Allows `per_minute` calls a minute from one key, with bursts of the same size.

    Each web process counts for itself: the limit slows scraping down, it is not an account
    lock (docs/decisions/0063-rate-limit-in-process.md).
    """

    def __init__(self, per_minute: int) -> None:
        self._capacity = float(per_minute)
        self._per_second = per_minute / 60
        self._buckets: OrderedDict[str, tuple[float, datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def retry_after_seconds(self, key: str, *, now: datetime) -> int:
        """Take one call from the key's bucket; 0 if allowed, else seconds until the next one."""
        with self._lock:
            level, since = self._buckets.pop(key, (self._capacity, now))
            passed = max((now - since).total_seconds(), 0.0)
            level = min(self._capacity, level + passed * self._per_second)
            is_allowed = level >= 1
            self._buckets[key] = (level - 1 if is_allowed else level, now)
            if len(self._buckets) > MAX_BUCKETS:
                self._buckets.popitem(last=False)
        return 0 if is_allowed else math.ceil((1 - level) / self._per_second)
