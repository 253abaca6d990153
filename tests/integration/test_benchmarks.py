"""`make bench` works: the same code at a small size, in a process of its own."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from benchmarks.catalogue import technologies
from benchmarks.report import KINDS, STAGE_NAMES, page
from benchmarks.timing import machine
from data.importers import AcceptedRow, ImportKind, read_file

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    out = tmp_path_factory.mktemp("bench") / "figures.json"
    subprocess.run(
        [sys.executable, "-m", "benchmarks.matching", "1000", str(out), "4", "3"],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        check=True,
        timeout=120,
    )
    return json.loads(out.read_text("utf-8"))


def test_every_kind_of_request_is_timed(figures):
    assert figures["technologies"] == 1000
    for kind, _label in KINDS:
        assert 0 < figures[kind]["p50_ms"] <= figures[kind]["p99_ms"]


def test_every_stage_of_a_ranking_is_found_under_its_name(figures):
    assert sorted(STAGE_NAMES.keys() - figures["stages_ms"].keys()) == []


def test_the_page_says_what_was_measured_on_which_machine(figures):
    text = page(machine(), [figures | {"technologies": 10_000}], None, on=date(2026, 6, 1))

    assert "2026-06-01" in text
    assert "10,000 technologies, stored run: p50" in text


def test_synthetic_technologies_are_repeatable_and_importable(tmp_path):
    first, again = list(technologies(30)), list(technologies(30))
    file = tmp_path / "technologies.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in first), "utf-8")

    assert first == again
    assert len({one["external_id"] for one in first}) == 30
    outcomes = list(read_file(ImportKind.TECHNOLOGIES, file))
    assert [one for one in outcomes if not isinstance(one, AcceptedRow)] == []
