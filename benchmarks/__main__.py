"""`python -m benchmarks [--sizes 1000,10000,100000] [--no-service] [--page FILE]`."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.report import page
from benchmarks.timing import machine

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "benchmarks.md"
SIZES = "1000,10000,100000"


def main() -> None:
    """Measure every size in a process of its own, then the service, and write the page."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks")
    arguments.add_argument("--sizes", default=SIZES, help="numbers of technologies")
    arguments.add_argument("--no-service", action="store_true", help="leave out the real service")
    arguments.add_argument("--page", type=Path, default=PAGE, help="where to write")
    given = arguments.parse_args()
    here = machine()
    sizes = [_run("benchmarks.matching", size) for size in given.sizes.split(",") if size]
    service = None if given.no_service else _run("benchmarks.service")
    given.page.write_text(page(here, sizes, service, on=datetime.now(UTC).date()), encoding="utf-8")
    print(f"wrote {given.page}")


def _run(module: str, *arguments: str) -> dict[str, Any]:
    print(f"{module} {' '.join(arguments)}", flush=True)
    with tempfile.TemporaryDirectory(prefix="tanqiao-bench-") as folder:
        out = Path(folder) / "figures.json"
        subprocess.run(
            [sys.executable, "-m", module, *arguments, str(out)],
            env={**os.environ, "OMP_NUM_THREADS": "1"},
            check=True,
        )
        figures: dict[str, Any] = json.loads(out.read_text("utf-8"))
    print(json.dumps(figures), flush=True)
    return figures


if __name__ == "__main__":
    main()
