"""The last answers as they were written: a run is immutable, so is its JSON."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from flask import current_app

CAPACITY = 128
"""Bodies kept by one process, about 60 KB each.

Source: docs/decisions/0093-runs-read-again.md.
"""


class RunBodies:
    """A least-recently-used cache of bodies.

    The key holds the hash of everything a run depends on beside its id, so that an id used again
    after a deletion never shows another run.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._bodies: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Return the body of a key, made on first use."""
        with self._lock:
            found = self._bodies.get(key)
            if found is not None:
                self._bodies.move_to_end(key)
                return found
        body = make()
        with self._lock:
            self._bodies[key] = body
            while len(self._bodies) > self._capacity:
                self._bodies.popitem(last=False)
        return body


def run_bodies() -> RunBodies:
    """Return the cache of this application: another one has another database."""
    kept = current_app.extensions.setdefault("run_bodies", RunBodies())
    if not isinstance(kept, RunBodies):
        raise TypeError(type(kept).__name__)
    return kept
