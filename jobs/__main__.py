"""Composition root of the jobs process.

`python -m jobs` runs all jobs until it is stopped, `--only NAME` some of them;
`python -m jobs run NAME` runs one now and prints its report; `python -m jobs list` lists them.
"""

import argparse
import os
import secrets
import socket
import sys
from collections.abc import Sequence

import orjson

from data.clock import system_clock
from data.encryption import configure_encryption
from data.session import make_engine, make_sessions
from data.settings import Settings
from jobs.context import JobContext
from jobs.logs import configure_logs, failure_of
from jobs.process import run_until_stopped
from jobs.schedule import JOB_NAMES, JOBS, job_named
from matcher.services.runtime import Runtime


def make_context(settings: Settings) -> JobContext:
    """Return what the jobs of this process need; nothing is loaded yet."""
    configure_encryption(settings.effective_secret_key)
    sessions = make_sessions(make_engine(settings.effective_database_url))
    return JobContext(
        settings=settings,
        sessions=sessions,
        clock=system_clock(settings.clock_offset_seconds),
        runtime=Runtime(settings, sessions),
        owner=f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}",
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return the exit code."""
    given = _parser().parse_args(arguments)
    if given.command == "list":
        for job in JOBS:
            _say(f"{job.name:24}{job.cron or 'all the time':16}{job.reason}")
        return 0
    settings = Settings()
    configure_logs(settings.log_format)
    context = make_context(settings)
    if given.command == "run":
        return _run_one(context, given.name)
    run_until_stopped(context, tuple(given.only or JOB_NAMES))
    return 0


def _run_one(context: JobContext, name: str) -> int:
    try:
        report = job_named(name).run(context)
    except Exception as error:  # one clear line for the operator
        sys.stderr.write(f"{name} failed: {failure_of(error)}\n")
        return 1
    _say(orjson.dumps(report).decode())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m jobs", description=__doc__)
    parser.add_argument(
        "--only", action="append", choices=JOB_NAMES, help="run this job only; repeatable"
    )
    commands = parser.add_subparsers(dest="command")
    run = commands.add_parser("run", help="run one job now and print its report")
    run.add_argument("name", choices=JOB_NAMES)
    commands.add_parser("list", help="list the jobs, when they run and why")
    return parser


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
