"""`kill -9` of a real web process while it imports an upload: all rows or none (issue 2)."""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from data.clock import system_clock
from data.importers import ImportKind
from data.models import Technology, TechnologyCase, TextVector, UserSession
from data.session import reading, unit_of_work
from data.vocabulary import Role
from matcher.services import audit, upload_imports
from matcher.services.index_check import verify_catalogue
from tests.factories.people import make_person, make_session_token
from tests.factories.processes import ROOT, wait_until
from tests.factories.runtime import SECRET, make_runtime

KILLS = int(os.environ.get("TANQIAO_TEST_KILLS", "6"))
ROWS = 60
NONE, ALL = (0, 0, 0), (ROWS, ROWS, ROWS)


def _content(number: int) -> bytes:
    rows = [
        {
            "external_id": f"run-{number}-{row}",
            "name": f"示例余热技术 {number}-{row}",
            "technology_type": "2.1",
            "technical_principle": "示例：回收循环冷却水的余热",
            "cases": [{"name": "示例项目", "address": "山西省临汾市", "investment_yuan": 1e6}],
        }
        for row in range(ROWS)
    ]
    return "\n".join(json.dumps(row) for row in rows).encode()


class Web:
    """gunicorn with one worker; the master stays, the worker is killed."""

    def __init__(self, engine, var: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        environment = {
            **os.environ,
            "TANQIAO_VAR": str(var),
            "DATABASE_URL": engine.url.render_as_string(hide_password=False),
            "SECRET_KEY": SECRET,
            "PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "OMP_NUM_THREADS": "1",
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "-m", "gunicorn", "--preload", "--threads", "4"]
        command += ["--bind", f"127.0.0.1:{self.port}", "--no-control-socket"]
        command += ["tests.integration.web.serving_killable:make_app()"]
        self.log = var.parent / "web.log"
        with self.log.open("wb") as log:
            self.master = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        assert wait_until(self.answers, within_seconds=60), self.log.read_text("utf-8")

    def answers(self) -> bool:
        try:
            return self.ask("GET", "/healthz", {}) == 200
        except (OSError, http.client.HTTPException):
            return False

    def ask(self, method: str, path: str, headers: dict, body: bytes = b"") -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            return connection.getresponse().status
        finally:
            connection.close()

    def worker(self) -> int | None:
        children = Path(f"/proc/{self.master.pid}/task/{self.master.pid}/children").read_text()
        pids = [int(pid) for pid in children.split()]
        return pids[-1] if pids else None

    def stop(self) -> None:
        self.master.terminate()
        self.master.wait(20)


def _seen(sessions, number) -> tuple[int, int, int]:
    with reading(sessions) as session:
        ids = select(Technology.id).where(Technology.external_id.startswith(f"run-{number}-"))
        return tuple(
            session.scalar(select(func.count()).select_from(model).where(column.in_(ids)))
            for model, column in (
                (Technology, Technology.id),
                (TechnologyCase, TechnologyCase.technology_id),
                (TextVector, TextVector.subject_id),
            )
        )


@pytest.mark.crash
def test_an_upload_whose_web_process_is_killed_is_there_wholly_or_not_at_all(
    engine, sessions, tmp_path
):
    var, now = tmp_path / "var", system_clock()()
    with unit_of_work(sessions) as session:
        owner = make_person(session, now, Role.TECHNOLOGY_OWNER)
        cookie = make_session_token(session, owner, now)
        csrf = session.scalars(select(UserSession.csrf_token)).one()
    headers = {
        "Cookie": f"sid={cookie}",
        "X-CSRF-Token": csrf,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    web = Web(engine, var)

    def run(number: int, codes: list) -> None:
        with unit_of_work(sessions) as session:
            kept = upload_imports.keep_upload(
                session, var / "uploads", actor=owner.actor, kind=ImportKind.TECHNOLOGIES,
                file_name="rows.jsonl", content=_content(number), max_bytes=2**20, now=now,
            )  # fmt: skip
        try:
            codes.append(web.ask("POST", f"/imports/{kept.id}/run", headers, b"mode=all"))
        except (OSError, http.client.HTTPException):
            codes.append(None)

    try:
        whole, durations = [], []
        for number in (1001, 1002):  # the first one warms up
            started = time.monotonic()
            run(number, whole)
            durations.append(time.monotonic() - started)
            assert _seen(sessions, number) == ALL
        assert whole == [200, 200], web.log.read_text("utf-8")
        duration = min(durations)
        rng, outcomes, killed = random.Random(7), Counter(), 0
        for number in range(1, KILLS + 1):
            codes: list = []
            request = threading.Thread(target=run, args=(number, codes))
            request.start()
            time.sleep(duration * rng.uniform(0.2, 1.6))
            worker = web.worker()
            assert worker is not None
            os.kill(worker, signal.SIGKILL)
            request.join(60)
            killed += codes == [None]
            assert wait_until(web.answers, within_seconds=60), web.log.read_text("utf-8")
            outcomes[_seen(sessions, number)] += 1
    finally:
        web.stop()

    print({"killed": killed, "duration_s": round(duration, 2), "outcomes": dict(outcomes)})
    assert set(outcomes) <= {NONE, ALL}, outcomes
    assert killed >= KILLS // 3, outcomes
    with reading(sessions) as session:
        assert audit.first_broken_event_id(session) is None
        assert not verify_catalogue(session, make_runtime(sessions, var)).problems
