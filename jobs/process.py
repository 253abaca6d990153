"""The running process: a clock, a worker and a mail loop, until it is told to stop."""

import signal
import threading
from collections.abc import Callable

import structlog

from jobs.context import JobContext
from jobs.logs import failure_of
from jobs.mail import courier_of
from jobs.planner import catch_up, make_scheduler
from jobs.worker import run_next
from matcher.services.delivery import deliver_batch

log = structlog.get_logger(__name__)

LONGEST_PAUSE_SECONDS = 60.0
"""Between attempts while something is down (database, mail server)."""

STOP_WITHIN_SECONDS = 8.0
"""How long a stop waits for what is under way; container runtimes kill after 10 s."""

MAIL = "deliver_mail"


def run_until_stopped(context: JobContext, names: tuple[str, ...]) -> None:
    """Run the named jobs until SIGTERM or SIGINT."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    pause = context.settings.jobs_poll_seconds
    steps: dict[str, Callable[[], bool]] = {"plan": lambda: _plan_once(context, names, stop)}
    scheduled = tuple(name for name in names if name != MAIL)
    if scheduled:
        steps["work"] = lambda: run_next(context, scheduled)
    if MAIL in names:
        courier = courier_of(context)
        steps["mail"] = lambda: deliver_batch(courier, should_stop=stop.is_set) > 0
    threads = [
        threading.Thread(target=repeat, args=(step, stop, pause), name=name, daemon=True)
        for name, step in steps.items()
    ]
    log.info("jobs_started", jobs=names)
    for thread in threads:
        thread.start()
    stop.wait()
    for thread in threads:
        thread.join(STOP_WITHIN_SECONDS)
    log.info("jobs_stopped", unfinished=[t.name for t in threads if t.is_alive()])


def repeat(step: Callable[[], bool], stop: threading.Event, pause_seconds: float) -> None:
    """Call `step` until stopped: at once while it finds work, else after a pause.

    After a failure the pause doubles, up to a minute.
    """
    failures_count = 0
    while not stop.is_set():
        try:
            found_work = step()
        except Exception as error:  # the database or the server may come back
            failures_count += 1
            log.error("step_failed", error=failure_of(error), failures=failures_count)  # noqa: TRY400
            stop.wait(min(pause_seconds * 2**failures_count, LONGEST_PAUSE_SECONDS))
            continue
        failures_count = 0
        if not found_work:
            stop.wait(pause_seconds)


def _plan_once(context: JobContext, names: tuple[str, ...], stop: threading.Event) -> bool:
    """Catch up, then keep the clock running until the process stops."""
    caught_up_count = catch_up(context, names)
    log.info("jobs_planned", caught_up_count=caught_up_count)
    scheduler = make_scheduler(context, names)
    scheduler.start()
    try:
        stop.wait()
    finally:
        scheduler.shutdown(wait=False)
    return True
