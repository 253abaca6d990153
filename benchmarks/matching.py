"""Server time of GET /api/v1/demands/{id}/matches at one size, beside the bare FAISS search.

The application runs in this process, on one core, behind its own WSGI interface: gate, token,
database, ranking, explanations, JSON and headers are included, the socket is not.
"""

import json
import logging
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import structlog

from benchmarks.catalogue import technologies
from benchmarks.database import NOW, Made, fill, people_and_needs
from benchmarks.timing import Sample, Stages, memory_mb, use_one_core
from data import migrations
from data.encryption import configure_encryption
from data.session import Sessions, make_engine, make_sessions, unit_of_work
from data.settings import Settings

LIMIT = 20
PER_LEG = 200
HITS, MISSES = 400, 150
SECRET = "a secret of the benchmarks only"
MODULES = ("web.health", "web.api.demand_matches")
STAGES = (
    ("matcher.services.match_runs", "key_of"),
    ("matcher.services.catalogue_index:CatalogueIndex", "current"),
    ("matcher.services.matching", "understand"),
    ("matcher.services.matching", "query_vector"),
    ("matcher.services.matching", "check_eligibility"),
    ("matcher.services.matching", "retrieve"),
    ("embeddings.faiss_index:FaissIndex", "search"),
    ("embeddings.faiss_index:FaissIndex", "scores_for"),
    ("embeddings.lexical_index:TfidfIndex", "search"),
    ("embeddings.lexical_index:TfidfIndex", "scores_for"),
    ("matcher.services.matching", "rank_candidates"),
    ("matcher.services.match_answers", "explain_match"),
    ("matcher.services.match_answers", "explain_exclusion"),
    ("matcher.services.matching", "written"),
    ("matcher.services.match_runs", "store"),
    ("web.api.demand_matches", "presented"),
)


def measure(count: int, *, hits: int = HITS, misses: int = MISSES) -> dict[str, Any]:
    """Return every figure at one size of the catalogue, from so many requests of each kind."""
    use_one_core()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory(prefix="tanqiao-bench-") as folder:
        settings = Settings(
            var=Path(folder), secret_key=SECRET, demo=False, public_url="https://bench.example"
        )
        configure_encryption(SECRET)
        engine = make_engine(settings.effective_database_url)
        migrations.upgrade(engine)
        sessions = make_sessions(engine)
        begin = time.perf_counter()
        fill(sessions, technologies(count), count)
        made = people_and_needs(sessions)
        filled = time.perf_counter() - begin
        before = memory_mb()
        runtime, built = _runtime(settings, sessions)
        figures = {
            "technologies": count,
            "fill_s": filled,
            "build_s": built,
            "memory_before_mb": before,
            "memory_mb": memory_mb(),
        }
        figures |= _requests(settings, sessions, runtime, made, hits=hits, misses=misses)
        engine.dispose()
        return figures


def _runtime(settings: Settings, sessions: Sessions) -> tuple[Any, float]:
    from embeddings.hashing_encoder import HashingEncoder
    from matcher.services.runtime import Runtime

    begin = time.perf_counter()
    runtime = Runtime(settings, sessions, source=HashingEncoder())
    if not runtime.wait_until_ready(600):
        raise RuntimeError("the catalogue was not read")
    return runtime, time.perf_counter() - begin


def _requests(
    settings: Settings,
    sessions: Sessions,
    runtime: Any,
    made: Made,
    *,
    hits: int,
    misses: int,
) -> dict[str, Any]:
    from web.app import create_app

    app = create_app(
        settings=settings,
        sessions=sessions,
        runtime=runtime,
        clock=lambda: NOW,
        modules=MODULES,
    )
    client = app.test_client()
    headers = {"Authorization": f"Bearer {made.token}"}

    bodies: list[bytes] = []

    def get(number: int, **query: str | float) -> None:
        demand = made.demand_ids[number % len(made.demand_ids)]
        response = client.get(
            f"/api/v1/demands/{demand}/matches", query_string=query, headers=headers
        )
        if response.status_code != 200:
            raise RuntimeError(f"{response.status}: {response.get_data(as_text=True)[:500]}")
        bodies.append(response.get_data())

    for number in range(len(made.demand_ids)):  # imports, caches, first runs
        get(number, limit=LIMIT)
    hit = Sample()
    for number in range(hits):
        with hit.one():
            get(number, limit=LIMIT)
    stored = Sample()
    for number in range(misses):
        app.extensions["run_bodies"]._bodies.clear()  # as if another process had stored the run
        with stored.one():
            get(number, limit=LIMIT)
    reweighted, changed, stages = Sample(), Sample(), Stages(STAGES)
    for number in range(misses):
        with reweighted.one():
            get(number, limit=LIMIT, **_weights(number))
    for number in range(misses):
        _change(sessions, number + 1)
        with changed.one():
            get(number, limit=LIMIT)
    with stages.watching():
        for number in range(max(misses // 3, 1)):
            _change(sessions, misses + number + 1)
            get(number, limit=LIMIT)
    _check(bodies)
    return {
        "hit": hit.summary(),
        "stored": stored.summary(),
        "reweighted": reweighted.summary(),
        "changed": changed.summary(),
        "faiss": _bare_faiss(runtime, hits).summary(),
        "stages_ms": stages.per_request(max(misses // 3, 1)),
    }


def _check(bodies: list[bytes]) -> None:
    """Refuse to have timed answers without matches; the client's reading is nobody's time."""
    if not all(json.loads(body)["matches"] for body in bodies):
        raise RuntimeError("an answer without matches measures nothing")


def _weights(number: int) -> dict[str, float]:
    names = {"fit": 0.4 + number / 1000, "location": 0.2, "abatement_cost": 0.3}
    return {f"weight_{name}": weight for name, weight in names.items()}


def _change(sessions: Sessions, technology_id: int) -> None:
    """Change one technology as another process would: its row, and the change sequence."""
    from data.models import Technology
    from matcher.services import changes

    with unit_of_work(sessions) as session:
        technology = session.get_one(Technology, technology_id)
        technology.typical_users = f"{technology.typical_users}。"
        changes.announce(session, kind=changes.TECHNOLOGY, ids=[technology_id], now=NOW)


def _bare_faiss(runtime: Any, searches: int) -> Sample:
    """Time an exact inner-product search over the same vectors, nothing around it."""
    import faiss

    from benchmarks.database import _vectors

    faiss.omp_set_num_threads(1)
    count = len(runtime.catalogue._state.columns.rows.ids)
    vectors = _vectors(count).astype(np.float32)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    sample = Sample()
    for number in range(searches):
        query = vectors[number * 37 % count][None, :]
        with sample.one():
            index.search(query, PER_LEG)
    return sample


if __name__ == "__main__":
    size, out, *rounds = sys.argv[1:]
    given = dict(zip(("hits", "misses"), map(int, rounds), strict=False))
    Path(out).write_text(json.dumps(measure(int(size), **given)), "utf-8")
