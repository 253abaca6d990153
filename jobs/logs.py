"""Logs of the jobs process: one event a line, JSON by default, no personal values."""

import logging
import sys
from pathlib import Path
from traceback import extract_tb

import structlog

from matcher.services.errors import ServiceError


def configure_logs(log_format: str) -> None:
    """Write structlog events to standard error, as JSON or for people."""
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


def failure_of(error: BaseException) -> str:
    """Return what may be kept of a failure: its kind and place.

    The words of most errors quote values (a database error quotes its parameters); only our own
    are kept.
    """
    words = f": {error}" if isinstance(error, ServiceError) else ""
    frames = extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{words}{place}"[:500]
