"""The real service: import of 10,000 technologies, start-up, memory, requests over HTTP.

The shipped encoder, SQLite, one gunicorn worker on one core; the clients are on another.
"""

import http.client
import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.catalogue import technologies
from benchmarks.database import Made, people_and_needs
from benchmarks.timing import MILLISECONDS, memory_mb

TECHNOLOGIES = 10_000
CLIENTS = 4
SECONDS = 8.0
READY_SECONDS = 120.0
PAUSE_SECONDS = 0.01
SECRET = "a secret of the benchmarks only"


def measure(count: int = TECHNOLOGIES) -> dict[str, Any]:
    """Return the figures of the running service."""
    with tempfile.TemporaryDirectory(prefix="tanqiao-bench-") as folder:
        environment = {
            **os.environ,
            "TANQIAO_VAR": folder,
            "DATABASE_URL": "",
            "DEMO": "0",
            "SECRET_KEY": SECRET,
            "OMP_NUM_THREADS": "1",
            "RATE_LIMIT_PER_MINUTE": "1000000",
        }
        file = Path(folder) / "technologies.jsonl"
        with file.open("w", encoding="utf-8") as lines:
            for record in technologies(count):
                lines.write(json.dumps(record, ensure_ascii=False) + "\n")
        figures: dict[str, Any] = {"technologies": count, "file_mb": file.stat().st_size / 1024**2}
        figures["import_s"] = _command(environment, "import", "technologies", str(file))
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        figures["import_memory_mb"] = used.ru_maxrss / 1024
        figures["import_cpu_s"] = used.ru_utime + used.ru_stime
        figures["rebuild_s"] = _command(environment, "index", "rebuild")
        made = _people(folder)
        with _running(environment) as (port, process_id, started):
            figures |= started
            figures["memory_mb"] = _family_mb(process_id)
            figures["requests"] = _loads(port, made)
            figures["memory_after_mb"] = _family_mb(process_id)
        return figures


def _command(environment: dict[str, str], *words: str) -> float:
    begin = time.perf_counter()
    done = subprocess.run(
        [str(Path(sys.executable).parent / "tanqiao"), *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"tanqiao {' '.join(words)}: {done.stdout[-800:]}{done.stderr[-800:]}")
    return time.perf_counter() - begin


def _people(folder: str) -> Made:
    from data.encryption import configure_encryption
    from data.session import make_engine, make_sessions

    configure_encryption(SECRET)
    engine = make_engine(f"sqlite:///{folder}/tanqiao.db")
    made = people_and_needs(make_sessions(engine))
    engine.dispose()
    return made


@contextmanager
def _running(environment: dict[str, str]) -> Iterator[tuple[int, int, dict[str, float]]]:
    """Start gunicorn on one core; yield port, process id and the seconds until it answered."""
    port = _free_port()
    core = str(max(os.sched_getaffinity(0)))
    begin = time.perf_counter()
    process = subprocess.Popen(
        [
            "taskset", "-c", core, sys.executable, "-m", "gunicorn", "web.wsgi:app",
            "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "8",
            "--worker-class", "gthread", "--no-control-socket", "--log-level", "warning",
        ],
        env=environment,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        healthy = _until(port, "/healthz", begin)
        ready = _until(port, "/readyz", begin)
        yield port, process.pid, {"healthz_s": healthy, "readyz_s": ready}
    finally:
        process.terminate()
        process.wait(30)


def _until(port: int, path: str, begin: float) -> float:
    while time.perf_counter() - begin < READY_SECONDS:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return time.perf_counter() - begin
        except OSError:
            pass
        time.sleep(PAUSE_SECONDS)
    raise RuntimeError(f"{path} did not answer 200 within {READY_SECONDS} s")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _family_mb(process_id: int) -> float:
    """Return the resident memory of gunicorn's master and worker."""
    children = Path(f"/proc/{process_id}/task/{process_id}/children").read_text("utf-8").split()
    return memory_mb(process_id) + sum(memory_mb(child) for child in children)


def _loads(port: int, made: Made) -> dict[str, dict[str, float]]:
    matches = [("GET", f"/api/v1/demands/{one}/matches?limit=20", None) for one in made.demand_ids]
    texts = [
        ("POST", "/api/v1/match", json.dumps({"text": f"空压机余热回收用于供暖，第{number}期"}))
        for number in range(200)
    ]
    for request in matches:  # the first of each makes its run
        _send(_connection(port), request, made.token)
    return {
        "saved demand, stored run": _load(port, made.token, matches),
        "POST /api/v1/match, every text new": _load(port, made.token, texts),
        "GET /healthz": _load(port, made.token, [("GET", "/healthz", None)]),
    }


def _load(port: int, token: str, requests: list[tuple[str, str, str | None]]) -> dict[str, float]:
    """Send requests from a few connections at once; return rate and latency."""
    taken: list[float] = []
    end = time.perf_counter() + SECONDS

    def client(offset: int) -> None:
        connection = _connection(port)
        number = offset
        while time.perf_counter() < end:
            begin = time.perf_counter()
            _send(connection, requests[number % len(requests)], token)
            taken.append((time.perf_counter() - begin) * MILLISECONDS)
            number += CLIENTS

    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[0]})
    threads = [threading.Thread(target=client, args=(offset,)) for offset in range(CLIENTS)]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begin
    os.sched_setaffinity(0, set(cores))
    return {
        "per_second": len(taken) / seconds,
        "p50_ms": float(np.percentile(taken, 50)),
        "p99_ms": float(np.percentile(taken, 99)),
    }


def _connection(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=60)


def _send(
    connection: http.client.HTTPConnection, request: tuple[str, str, str | None], token: str
) -> None:
    method, path, body = request
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request(method, path, body=body and body.encode(), headers=headers)
    response = connection.getresponse()
    text = response.read()
    if response.status != 200:
        raise RuntimeError(f"{path}: {response.status} {text[:300]!r}")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(measure()), "utf-8")
