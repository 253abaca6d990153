"""Numbers about this process for a monitoring system, in Prometheus' text format.

Guarded by METRICS_TOKEN; closed while that is empty (ASVS 13.4.5). Each web process counts for
itself: a scraper that must see all asks each of them.
"""

import hmac
import threading
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, g, request
from werkzeug.exceptions import NotFound

from web.access import Access, allow
from web.extensions import runtime, settings

bp = Blueprint("metrics", __name__)

BUCKETS_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
_STATUS_FILE = Path("/proc/self/status")


class RequestNumbers:
    """Counts of requests and histograms of their times, by endpoint."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[tuple[str, str, int]] = Counter()
        self._buckets: dict[str, list[int]] = defaultdict(lambda: [0] * (len(BUCKETS_SECONDS) + 1))
        self._seconds: Counter[str] = Counter()

    def note(self, endpoint: str, method: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        with self._lock:
            self._counts[endpoint, method, status] += 1
            self._buckets[endpoint][bisect_left(BUCKETS_SECONDS, seconds)] += 1
            self._seconds[endpoint] += seconds  # type: ignore[assignment]

    def lines(self) -> list[str]:
        """Return the numbers as exposition lines."""
        with self._lock:
            counts, seconds = dict(self._counts), dict(self._seconds)
            buckets = {endpoint: list(found) for endpoint, found in self._buckets.items()}
        lines = ["# TYPE tanqiao_http_requests_total counter"]
        for (endpoint, method, status), count in sorted(counts.items()):
            labels = f'endpoint="{endpoint}",method="{method}",status="{status}"'
            lines.append(f"tanqiao_http_requests_total{{{labels}}} {count}")
        lines.append("# TYPE tanqiao_http_request_seconds histogram")
        for endpoint, found in sorted(buckets.items()):
            lines += _histogram(endpoint, found, seconds[endpoint])
        return lines


def _histogram(endpoint: str, buckets: list[int], seconds: float) -> list[str]:
    name, label, total, lines = "tanqiao_http_request_seconds", f'endpoint="{endpoint}"', 0, []
    for limit, count in zip((*map(str, BUCKETS_SECONDS), "+Inf"), buckets, strict=True):
        total += count
        lines.append(f'{name}_bucket{{{label},le="{limit}"}} {total}')
    return [*lines, f"{name}_sum{{{label}}} {seconds:.6f}", f"{name}_count{{{label}}} {total}"]


def register_metrics(app: Flask) -> None:
    """Count every request of this application."""
    numbers = RequestNumbers()
    app.extensions["request_numbers"] = numbers

    @app.before_request
    def _begin() -> None:
        g.begun = time.perf_counter()

    @app.after_request
    def _end(response: Response) -> Response:
        seconds = time.perf_counter() - g.get("begun", time.perf_counter())
        method = request.method if request.endpoint else "ANY"
        numbers.note(request.endpoint or "none", method, response.status_code, seconds)
        return response


@bp.get("/metrics")
@allow(Access.PUBLIC, Access.UNLIMITED, Access.OWN_GUARD)
def metrics() -> Response:
    """Return the numbers of this process to whoever holds the monitoring token."""
    wanted = settings().metrics_token
    if not wanted:
        raise NotFound
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.encode(), wanted.encode()):
        return Response(status=401, headers={"WWW-Authenticate": "Bearer"})
    numbers: RequestNumbers = current_app.extensions["request_numbers"]
    lines = [*numbers.lines(), *_process_lines()]
    return Response(
        "\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8"
    )


def _process_lines() -> list[str]:
    here = runtime()
    lines = [
        "# TYPE tanqiao_ready gauge",
        f'tanqiao_ready{{part="index"}} {int(bool(here.is_built))}',
        f'tanqiao_ready{{part="encoder"}} {int(bool(here.background.ready))}',
    ]
    if _STATUS_FILE.exists():
        found = [line for line in _STATUS_FILE.read_text().splitlines() if line.startswith("VmRSS")]
        if found:
            lines.append("# TYPE process_resident_memory_bytes gauge")
            lines.append(f"process_resident_memory_bytes {int(found[0].split()[1]) * 1024}")
    return lines
