"""docs/reference/benchmarks.md from the figures."""

from collections.abc import Sequence
from datetime import date
from typing import Any

AIMS_MS = {10_000: 5.0, 100_000: 20.0}
AIM_HEALTHZ_S, AIM_IMPORT_S = 1.5, 120.0
KINDS = (
    ("hit", "stored run, its JSON kept by this process"),
    ("stored", "stored run, read from the database"),
    ("reweighted", "new weights: ranked, explained, stored"),
    ("changed", "after a change of the catalogue: caught up, ranked, explained, stored"),
    ("faiss", "bare FAISS: exact search of 200 among all vectors (256-d), nothing else"),
)
STAGE_NAMES = {
    "key_of": "look for a stored run (contains catching up)",
    "current": "catch up with one change of the catalogue",
    "understand": "read quantities out of the text",
    "query_vector": "vector of the text (kept after the first time)",
    "check_eligibility": "hard rules over all technologies",
    "retrieve": "both legs, for the matches and for the excluded",
    "search": "of which FAISS and TF-IDF search",
    "scores_for": "of which the other leg's score of each candidate",
    "rank_candidates": "signals, scores, order",
    "written": "answer with names from the database",
    "explain_match": "of which reasons of the matches",
    "explain_exclusion": "of which reasons of the excluded",
    "store": "store the run (without its commit)",
    "presented": "sentences in the reader's language",
}


def page(
    machine: dict[str, Any],
    sizes: Sequence[dict[str, Any]],
    service: dict[str, Any] | None,
    *,
    on: date,
) -> str:
    """Return the page."""
    parts = [
        "# Benchmarks",
        "<!-- Written by `make bench`. -->",
        _introduction(machine, on),
        "## Matches of a saved need",
        _how(),
        _matches(sizes),
        _aims(sizes, service),
        "## Where the time of a new ranking goes",
        "Mean milliseconds a request after a change of the catalogue; lines that begin with "
        "“of which” are contained in the line above. A commit is not in the table: SQLite writes "
        "through to the disk at each.",
        _stages(sizes),
        "## Memory and start of the index",
        _memory(sizes),
    ]
    if service is not None:
        parts += ["## The running service", _service(service)]
    return "\n\n".join(parts) + "\n"


def _introduction(machine: dict[str, Any], on: date) -> str:
    return (
        f"Measured on {on.isoformat()}: {machine['processor']}, {machine['cores']} cores, "
        f"{machine['memory_gib']} GiB memory, {machine['system']}, Python {machine['python']}, "
        f"SQLite in a temporary folder. Load average of the machine when it began: "
        f"{machine['load_average']}; niceness of the benchmark: {machine['nice']}. With a load "
        "above 1 other work shared the cores: wall times, above all "
        "p99, are then too high, and CPU times say more. Repeat with `make bench`."
    )


def _how() -> str:
    return (
        "`GET /api/v1/demands/{id}/matches?limit=20`: fifty needs of the demo data in fifty "
        "counties, synthetic technologies (seeded mixtures of the demo catalogue's sentences, one "
        "to three cases each), the hashing encoder with 256 dimensions, one core. The time is the "
        "whole answer of the application: token, gate, database, ranking, twenty matches with all "
        "explanations, the excluded with reasons, JSON, headers; not the socket. Milliseconds."
    )


def _matches(sizes: Sequence[dict[str, Any]]) -> str:
    rows = [
        (
            f"{size['technologies']:,}",
            label,
            f"{size[kind]['p50_ms']:.2f}",
            f"{size[kind]['p99_ms']:.2f}",
            f"{size[kind]['cpu_p50_ms']:.2f}",
        )
        for size in sizes
        for kind, label in KINDS
    ]
    return _table(("technologies", "request", "p50", "p99", "CPU p50"), rows)


def _aims(sizes: Sequence[dict[str, Any]], service: dict[str, Any] | None) -> str:
    lines = []
    for size in sizes:
        aim = AIMS_MS.get(size["technologies"])
        if aim is None:
            continue
        for kind, what in (("hit", "stored run"), ("reweighted", "new ranking")):
            found = size[kind]["p50_ms"]
            verdict = "met" if found <= aim else "**not met**"
            lines.append(
                f"- {size['technologies']:,} technologies, {what}: p50 {found:.1f} ms, "
                f"aim {aim:g} ms: {verdict}"
            )
    if service is not None:
        for name, found, aim in (
            ("`/healthz` after the start", service["healthz_s"], AIM_HEALTHZ_S),
            ("import of 10,000 technologies", service["import_s"], AIM_IMPORT_S),
        ):
            verdict = "met" if found <= aim else "**not met**"
            lines.append(f"- {name}: {found:.2f} s, aim {aim:g} s: {verdict}")
    return "\n".join(lines)


def _stages(sizes: Sequence[dict[str, Any]]) -> str:
    header = ("stage", *(f"{size['technologies']:,}" for size in sizes))
    rows = [
        (label, *(f"{size['stages_ms'].get(name, 0.0):.2f}" for size in sizes))
        for name, label in STAGE_NAMES.items()
    ]
    return _table(header, rows)


def _memory(sizes: Sequence[dict[str, Any]]) -> str:
    rows = [
        (
            f"{size['technologies']:,}",
            f"{size['build_s']:.1f}",
            f"{size['memory_before_mb']:.0f}",
            f"{size['memory_mb']:.0f}",
        )
        for size in sizes
    ]
    header = (
        "technologies", "read into memory, s", "resident before, MiB", "resident after, MiB",
    )  # fmt: skip
    return _table(header, rows)


def _service(service: dict[str, Any]) -> str:
    facts = [
        ("`tanqiao import technologies`, a new process, all texts encoded", "import_s", "s"),
        ("its CPU time", "import_cpu_s", "s"),
        ("its greatest resident memory", "import_memory_mb", "MiB"),
        ("`tanqiao index rebuild`, a new process", "rebuild_s", "s"),
        ("gunicorn to the first 200 of `/healthz`", "healthz_s", "s"),
        ("gunicorn to the first 200 of `/readyz` (encoder and catalogue ready)", "readyz_s", "s"),
        ("resident memory, master and one worker, ready", "memory_mb", "MiB"),
        ("the same after the requests below", "memory_after_mb", "MiB"),
    ]
    measured = _table(
        ("what", "figure"),
        [(what, f"{service[name]:.2f} {unit}") for what, name, unit in facts],
    )
    rates = _table(
        ("request", "a second", "p50, ms", "p99, ms"),
        [
            (what, f"{one['per_second']:.0f}", f"{one['p50_ms']:.1f}", f"{one['p99_ms']:.1f}")
            for what, one in service["requests"].items()
        ],
    )
    return (
        f"The shipped encoder, {service['technologies']:,} technologies "
        f"({service['file_mb']:.0f} MiB of JSON lines), SQLite.\n\n{measured}\n\n"
        "One gunicorn worker with eight threads on one core; four clients on another, which keep "
        f"their connections. Times are the clients'.\n\n{rates}"
    )


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
