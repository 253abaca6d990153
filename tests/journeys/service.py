"""A whole service for the journeys: gunicorn, a jobs process, a mail server, demo data."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path

import pyotp
from aiosmtpd.controller import Controller
from sqlalchemy import func, select

from data.clock import system_clock
from data.encryption import configure_encryption
from data.models import ReviewAssignment, User
from data.session import make_engine, make_sessions, unit_of_work
from data.vocabulary import Role
from embeddings.hashing_encoder import HashingEncoder
from matcher.services.demo.load import load_demo
from matcher.services.runtime import Runtime
from tests.factories.people import password_hash
from tests.factories.processes import ROOT, Inbox, JobsProcess, wait_until
from tests.factories.runtime import SECRET, make_settings

JOBS = ("ask_follow_ups", "confirm_silent_stages", "deliver_mail")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Service:
    """The processes of one instance; `travel` restarts them with a moved clock (RULINGS 24)."""

    def __init__(self, folder: Path, template: Path) -> None:
        self.folder, self.var, self.offset = folder, folder / "var", timedelta()
        self.used_steps: dict[Role, int] = {}
        self.var.mkdir()
        shutil.copy(template, self.var / "tanqiao.db")
        self.port, mail_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.inbox = Inbox()
        self.mail_server = Controller(self.inbox, hostname="127.0.0.1", port=mail_port)
        self.mail_server.start()
        self.environment = {
            **os.environ,
            "TANQIAO_VAR": str(self.var),
            "DATABASE_URL": "",
            "SECRET_KEY": SECRET,
            "PUBLIC_URL": self.url,
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(mail_port),
            "JOBS_POLL_SECONDS": "0.2",
            "RATE_LIMIT_PER_MINUTE": "100000",
            "OMP_NUM_THREADS": "1",
            "PYTHONPATH": str(ROOT),
        }
        configure_encryption(SECRET)
        self.accounts = self._load()
        self.web: subprocess.Popen | None = None
        self.jobs: JobsProcess | None = None

    def _load(self) -> dict:
        sessions = make_sessions(make_engine(f"sqlite:///{self.var / 'tanqiao.db'}"))
        runtime = Runtime(make_settings(self.var), sessions, source=HashingEncoder())
        assert runtime.wait_until_ready(60)
        loaded = load_demo(runtime, now=system_clock()())
        self.unit_accounts = loaded.unit_accounts
        return {account.role: account for account in loaded.accounts}

    def start(self) -> None:
        environment = self.environment | {
            "TANQIAO_CLOCK_OFFSET_SECONDS": str(self.offset.total_seconds())
        }
        gunicorn = [sys.executable, "-m", "gunicorn", "tests.journeys.serving:make_app()"]
        options = ["--bind", f"127.0.0.1:{self.port}", "--threads", "8", "--no-control-socket"]
        with (self.folder / "web.log").open("ab") as log:
            self.web = subprocess.Popen(
                [*gunicorn, *options], cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        only = [part for name in JOBS for part in ("--only", name)]
        self.jobs = JobsProcess(self.folder / "jobs.log", only, environment)
        assert wait_until(self._is_ready, within_seconds=60), self.logs()

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        for process in (self.web, self.jobs and self.jobs.process):
            if process and process.poll() is None:
                process.terminate()
                process.wait(20)

    def travel(self, days: int) -> None:
        self.stop()
        self.offset += timedelta(days=days)
        self.start()

    def close(self) -> None:
        self.stop()
        self.mail_server.stop()

    def logs(self) -> str:
        return "\n".join(path.read_text("utf-8")[-3000:] for path in self.folder.glob("*.log"))

    def code_of(self, role: Role) -> str:
        """The one-time code of a demo account at the service's time.

        A code works once: a second log-in within its thirty seconds waits for the next one.
        """
        while self._step() <= self.used_steps.get(role, -1):
            time.sleep(0.2)
        self.used_steps[role] = self._step()
        return pyotp.TOTP(self.accounts[role].totp_secret).at(system_clock()() + self.offset)

    def _step(self) -> int:
        return int((system_clock()() + self.offset).timestamp()) // 30

    def experts_of(self, application_path: str) -> list[tuple[str, int]]:
        """E-mail and assignment of the experts of an application in its newest round.

        The pool's experts are nobody's accounts: they get the password of the test factories.
        """
        application_id = int(application_path.rpartition("/")[2])
        sessions = make_sessions(make_engine(f"sqlite:///{self.var / 'tanqiao.db'}"))
        with unit_of_work(sessions) as session:
            newest = session.scalar(
                select(func.max(ReviewAssignment.round_id)).where(
                    ReviewAssignment.application_id == application_id
                )
            )
            rows = session.execute(
                select(User, ReviewAssignment.id)
                .join(ReviewAssignment, ReviewAssignment.expert_id == User.id)
                .where(
                    ReviewAssignment.application_id == application_id,
                    ReviewAssignment.round_id == newest,
                )
                .order_by(ReviewAssignment.id)
            ).all()
            for user, _ in rows:
                user.password_hash, user.is_active = password_hash(), True
                user.must_change_password = False
                user.initial_password_expires_at = None
            return [(user.email, assignment_id) for user, assignment_id in rows]

    def colleague_of(self, role: Role) -> tuple[str, str]:
        """E-mail and TOTP secret of a second person beside a demo account; PASSWORD lets in."""
        account = self.accounts[role]
        email, secret = f"colleague-{account.email}", pyotp.random_base32()
        sessions = make_sessions(make_engine(f"sqlite:///{self.var / 'tanqiao.db'}"))
        with unit_of_work(sessions) as session:
            known = session.scalars(select(User).where(User.email == account.email)).one()
            names = ("organization_id", "role", "region_code", "password_changed_at", "created_at")
            session.add(
                User(
                    email=email,
                    name="示例同事",
                    password_hash=password_hash(),
                    totp_secret=secret,
                    totp_confirmed_at=known.totp_confirmed_at,
                    **{name: getattr(known, name) for name in names},
                )
            )
        return email, secret

    def link_to(self, address: str) -> str:
        """The follow-up link in the newest mail to an address, once it has come."""

        def found() -> list[str]:
            with self.inbox.lock:
                mails = [m for m in self.inbox.mails if address in str(m["To"])]
            texts = [m.get_body(("plain",)).get_content() for m in mails]
            return [link for text in texts for link in re.findall(r"http\S+/f/[0-9a-f]+", text)]

        assert wait_until(lambda: bool(found()), within_seconds=60), self.logs()
        return found()[-1]
