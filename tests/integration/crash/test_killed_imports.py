import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = int(os.environ.get("TANQIAO_TEST_KILLS", "12"))
ROWS = 120
NONE, ALL = str((0, 0, 0, 0)), str((ROWS, ROWS, ROWS, ROWS))


@pytest.mark.crash
def test_an_import_killed_at_any_instant_is_there_wholly_or_not_at_all(engine, tmp_path):
    url = engine.url.render_as_string(hide_password=False)
    script = Path(__file__).with_name("kill_imports.py")

    run = subprocess.run(
        [sys.executable, str(script), url, str(tmp_path / "var"), str(KILLS), "7"],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        env={**os.environ, "PYTHONPATH": ".", "OMP_NUM_THREADS": "1"},
    )

    assert run.returncode == 0, run.stderr[-3000:]
    found = json.loads(run.stdout.splitlines()[-1])
    print(found)
    assert set(found["outcomes"]) <= {NONE, ALL}, found
    assert found["killed"] >= KILLS // 3, found
    assert found["broken_audit_event"] is None
    assert found["index_problems"] == []
