"""Run by the crash test: import in a forked process, kill -9 it at a random instant, look.

Usage: python kill_imports.py DATABASE_URL VAR_FOLDER COUNT SEED
Prints one JSON line: how many imports were killed in time, and the row counts seen afterwards.
"""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from data.encryption import configure_encryption
from data.models import Change, Technology, TechnologyCase, TextVector
from data.session import make_engine, make_sessions, reading
from matcher.services import audit
from matcher.services.imports import ImportTarget, import_technologies
from tests.factories.rows import technology_row
from tests.factories.runtime import SECRET, make_runtime

ROWS = 120
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def run_import(url: str, var: Path, number: int) -> None:
    """Import ROWS technologies under a name of their own."""
    runtime = make_runtime(make_sessions(make_engine(url)), var)
    rows = [technology_row(n) for n in range(ROWS)]
    import_technologies(runtime, rows, target=ImportTarget(source=f"run-{number}", now=NOW))


def kill_one(url: str, var: Path, number: int, after_seconds: float) -> bool:
    """Fork an importer and kill it; return whether it was still running."""
    child = os.fork()
    if child == 0:
        try:
            run_import(url, var, number)
        finally:
            os._exit(0)
    deadline = time.monotonic() + after_seconds
    while time.monotonic() < deadline:
        done, _ = os.waitpid(child, os.WNOHANG)
        if done:
            return False
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def seen(url: str, number: int) -> tuple[int, int, int]:
    """Return technologies, cases and vectors of one import."""
    engine = make_engine(url)
    with reading(make_sessions(engine)) as session:
        ids = select(Technology.id).where(Technology.source == f"run-{number}")
        counts = tuple(
            session.scalar(select(func.count()).select_from(model).where(column.in_(ids)))
            for model, column in (
                (Technology, Technology.id),
                (TechnologyCase, TechnologyCase.technology_id),
                (TextVector, TextVector.subject_id),
                (Change, Change.subject_id),
            )
        )
    engine.dispose()
    return counts


def main() -> None:
    url, var, count, seed = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    configure_encryption(SECRET)
    rng = random.Random(seed)
    started = time.monotonic()
    kill_one(url, var, -1, 60)  # one whole import: twice its time is the range
    whole = time.monotonic() - started
    killed = sum(kill_one(url, var, n, rng.uniform(0, whole * 2)) for n in range(count))
    outcomes = Counter(str(seen(url, n)) for n in range(count))
    engine = make_engine(url)
    sessions = make_sessions(engine)
    with reading(sessions) as session:
        broken = audit.first_broken_event_id(session)
    runtime = make_runtime(sessions, var)
    from matcher.services.index_check import verify_catalogue

    with reading(sessions) as session:
        problems = verify_catalogue(session, runtime).problems
    print(
        json.dumps(
            {
                "killed": killed,
                "whole_s": round(whole, 2),
                "outcomes": outcomes,
                "broken_audit_event": broken,
                "index_problems": problems,
            }
        )
    )


if __name__ == "__main__":
    main()
