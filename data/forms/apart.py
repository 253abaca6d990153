"""Reading a form in a child process, so that a hostile one harms that process only."""

import signal
import subprocess  # nosec B404 - our own module in a fresh interpreter
import sys
from pathlib import Path

import data
from data.forms.limits import FILE_BYTES, MEMORY_MB, OUT_OF_MEMORY, SECONDS
from data.forms.outcome import FormReading, FormRefusedError
from data.forms.wire import unpack

_SHOWN_NAME = 200


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
        raise FormRefusedError("too_slow", {"limit_seconds": seconds}) from error
    if done.returncode == -signal.SIGXCPU:
        raise FormRefusedError("too_slow", {"limit_seconds": seconds})
    if done.returncode == OUT_OF_MEMORY:
        raise FormRefusedError("too_heavy", {"limit_mb": memory_mb})
    if done.returncode != 0:
        raise FormRefusedError("reader_failed")
    return unpack(done.stdout)


def _plain_name(file_name: str) -> str:
    """Return the name without what an argument cannot hold."""
    return "".join(letter for letter in file_name if letter.isprintable())[-_SHOWN_NAME:] or "-"
