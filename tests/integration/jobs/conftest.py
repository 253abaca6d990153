"""A real mail server, and real jobs processes on the test's database."""

import os
import socket

import pytest

from tests.factories.processes import Inbox, JobsProcess
from tests.factories.runtime import SECRET


@pytest.fixture
def mail_server():
    """Start an SMTP server over an inbox; returns its port."""
    from aiosmtpd.controller import Controller

    running = []

    def start(inbox: Inbox, **options) -> int:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        controller = Controller(inbox, hostname="127.0.0.1", port=port, **options)
        controller.start()
        running.append(controller)
        return port

    yield start
    for controller in running:
        controller.stop()


@pytest.fixture
def start_jobs(engine, tmp_path):
    """Start jobs processes on the test's database; they are ended with the test."""
    started: list[JobsProcess] = []

    def start(*arguments: str, **settings: object) -> JobsProcess:
        environment = {
            **os.environ,
            "TANQIAO_VAR": str(tmp_path / "var"),
            "DATABASE_URL": engine.url.render_as_string(hide_password=False),
            "SECRET_KEY": SECRET,
            "JOBS_POLL_SECONDS": "0.1",
            "OMP_NUM_THREADS": "1",
            "ENCODER": "",
            "SMTP_HOST": "",
            **{name.upper(): str(value) for name, value in settings.items()},
        }
        made = JobsProcess(tmp_path / f"jobs-{len(started)}.log", list(arguments), environment)
        started.append(made)
        return made

    yield start
    for made in started:
        if made.process.poll() is None:
            made.kill()
