"""Reading a form in a child process, so that a hostile one harms that process only."""

import signal
import subprocess  # nosec B404 - our own module in a fresh interpreter
import sys
from pathlib import Path
from typing import Final

import structlog

import data
from data.forms.limits import FILE_BYTES, MEMORY_MB, OUT_OF_MEMORY, SECONDS
from data.forms.outcome import FormReading, FormRefusedError
from data.forms.wire import unpack

_SHOWN_NAME = 200

log = structlog.get_logger(__name__)

_CODES: Final = {-signal.SIGXCPU: "too_slow", OUT_OF_MEMORY: "too_heavy"}
"""What the child's exit status means; any other is `reader_failed`."""


def read_apart(
    content: bytes, *, file_name: str, seconds: int = SECONDS, memory_mb: int = MEMORY_MB
) -> FormReading:
    """Return what the form states, read by a fresh interpreter under limits.

    It works from a threaded web worker and from the command line: nothing is forked, the child
    starts anew and knows neither secrets of the environment nor open connections.

    Raises
    ------
    FormRefusedError
        As `read_form`, and `too_slow`, `too_heavy` or `reader_failed` if the child does not
        answer.
    """
    if len(content) > FILE_BYTES:
        raise FormRefusedError("too_large", {"limit_mb": FILE_BYTES // 2**20})
    root = str(Path(data.__file__).resolve().parent.parent)
    command = [sys.executable, "-S", "-m", "data.forms.child", str(seconds), str(memory_mb)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module; arguments are numbers and a name
            [*command, _plain_name(file_name)],
            input=content,
            capture_output=True,
            timeout=seconds,
            check=False,
            cwd=root,
            env={"PYTHONPATH": root, "PYTHONUTF8": "1", "LANG": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as error:
        _logged("too_slow", None, len(content))
        raise FormRefusedError("too_slow", {"limit_seconds": seconds}) from error
    if done.returncode != 0:
        code = _CODES.get(done.returncode, "reader_failed")
        _logged(code, done.returncode, len(content))
        limits = {"too_slow": {"limit_seconds": seconds}, "too_heavy": {"limit_mb": memory_mb}}
        raise FormRefusedError(code, limits.get(code))
    return unpack(done.stdout)


def _logged(code: str, exit_status: int | None, size_bytes: int) -> None:
    """Say in the log that a child did not answer, without a word of the form or its name.

    What the child wrote to its standard error may quote the form, and is left out.
    """
    log.warning("form_reader_failed", code=code, exit_status=exit_status, size_bytes=size_bytes)


def _plain_name(file_name: str) -> str:
    """Return the name without what an argument cannot hold."""
    return "".join(letter for letter in file_name if letter.isprintable())[-_SHOWN_NAME:] or "-"
