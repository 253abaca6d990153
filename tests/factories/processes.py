"""A real mail server's inbox, and real jobs processes that a test may kill."""

import asyncio
import json
import signal
import subprocess
import sys
import threading
import time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Inbox:
    """What an SMTP server accepted, in order; `pause_seconds` slows it before it accepts."""

    def __init__(self, pause_seconds: float = 0.0) -> None:
        self.mails: list[EmailMessage] = []
        self.sessions: list[object] = []
        self.pause_seconds = pause_seconds
        self.on_accept = lambda: None
        self.lock = threading.Lock()

    @property
    def message_ids(self) -> list[str]:
        with self.lock:
            return [mail["Message-ID"].strip("<>") for mail in self.mails]

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        await asyncio.sleep(self.pause_seconds)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, session, envelope):  # noqa: N802
        mail = message_from_bytes(envelope.content, policy=default)
        with self.lock:
            self.mails.append(mail)
            self.sessions.append(session)
        self.on_accept()
        return "250 accepted"


class JobsProcess:
    """One `python -m jobs` process."""

    def __init__(self, log_path: Path, arguments: list[str], environment: dict[str, str]) -> None:
        self.log_path = log_path
        self._is_ready = False
        with log_path.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "jobs", *arguments],
                cwd=ROOT,
                env=environment,
                stderr=log,
                stdout=log,
            )

    def events(self, name: str) -> list[dict]:
        """Log events of this name; the last line of a killed process may be half written."""
        found = []
        for line in self.log_path.read_text("utf-8").splitlines():
            try:
                event = json.loads(line)
            except ValueError:
                continue
            if event.get("event") == name:
                found.append(event)
        return found

    def is_ready(self) -> bool:
        self._is_ready = self._is_ready or b'"jobs_started"' in self.log_path.read_bytes()
        return self._is_ready

    def memory_kb(self) -> int:
        status = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        return next(int(line.split()[1]) for line in status.splitlines() if "VmRSS" in line)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(20)


def wait_until(condition, *, within_seconds: float, every_seconds: float = 0.05) -> bool:
    """Wait for a condition; returns whether it came true in time."""
    end = time.monotonic() + within_seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(every_seconds)
    return False
