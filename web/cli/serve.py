"""`tanqiao serve`: everything of `make run` after the set-up: one web and one jobs process."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType

import click

from data.session import unit_of_work
from matcher.services.demo import DemoLoad, is_empty, load_demo
from matcher.services.jurisdictions import ensure_jurisdictions
from web.cli.context import Context, open_context

ACCOUNTS_FILE = "demo-accounts.txt"
STOP_SECONDS = 15


@click.command()
def serve() -> None:
    """Migrate, load demo data at the first start, and run the web and jobs processes."""
    context = open_context()
    settings = context.settings
    settings.var.mkdir(parents=True, exist_ok=True)
    with unit_of_work(context.sessions) as session:
        ensure_jurisdictions(session)
        is_first = is_empty(session)
    if is_first and settings.demo:
        _load(context)
    _announce(context)
    context.engine.dispose()
    sys.exit(_run(settings.port, settings.web_processes, settings.web_threads))


def _load(context: Context) -> None:
    click.echo("First start: loading the fictional demo data (DEMO=0 leaves it out)")
    runtime = context.runtime
    loaded = load_demo(runtime, now=context.clock(), say=lambda line: click.echo(f"  {line}"))
    runtime.catalogue.save(built_at=context.clock().isoformat())
    _keep_accounts(context.settings.var / ACCOUNTS_FILE, loaded)


def _keep_accounts(path: Path, loaded: DemoLoad) -> None:
    lines = ["# Demo accounts of this instance, fictional; passwords were made for it alone."]
    for account in (*loaded.accounts, *loaded.unit_accounts):
        second = f"  TOTP {account.totp_secret}" if account.totp_secret else ""
        lines.append(f"{account.role.value:<18} {account.email:<40} {account.password}{second}")
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def _announce(context: Context) -> None:
    settings = context.settings
    click.echo(f"\n碳桥 Tanqiao   {settings.public_url}")
    accounts = settings.var / ACCOUNTS_FILE
    if accounts.exists():
        click.echo(accounts.read_text("utf-8"))
    if not settings.smtp_host:
        click.echo(f"No SMTP server is set: mails are written to {settings.var / 'mail'}")
    click.echo("Ctrl-C stops the web and the jobs process.\n")


def _run(port: int, processes: int, threads: int) -> int:
    """Run both processes until one ends or a signal comes; stop the other cleanly."""
    environment = {**os.environ, "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1")}
    web = [
        sys.executable, "-m", "gunicorn", "web.wsgi:app",
        "--bind", f"0.0.0.0:{port}", "--workers", str(processes), "--threads", str(threads),
        "--worker-class", "gthread", "--timeout", "120", "--graceful-timeout", "10",
        "--no-control-socket",
    ]  # fmt: skip
    children = [
        subprocess.Popen(  # noqa: S603 - our own programs
            web, env=environment, start_new_session=True
        ),
        subprocess.Popen([sys.executable, "-m", "jobs"], env=environment, start_new_session=True),
    ]

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for child in children:
            child.terminate()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    return _until_stopped(children)


def _until_stopped(children: list[subprocess.Popen[bytes]]) -> int:
    while all(child.poll() is None for child in children):
        try:
            children[0].wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            continue
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
    return max(0, *(child.returncode or 0 for child in children))
