"""A reader that does not answer leaves a code in the log, and nothing of the form."""

import signal
import subprocess
from types import SimpleNamespace

import pytest
from structlog.testing import capture_logs

from data.forms import FormRefusedError, apart
from data.forms.limits import OUT_OF_MEMORY

CONTENT = "张三 13800000000".encode()
NAME = "张三的申报表.docx"


def _run(monkeypatch, outcome):
    def run(*_arguments, **_options):
        if isinstance(outcome, Exception):
            raise outcome
        return SimpleNamespace(returncode=outcome, stdout=b"", stderr=CONTENT)

    monkeypatch.setattr(apart.subprocess, "run", run)
    with capture_logs() as logs, pytest.raises(FormRefusedError) as refused:
        apart.read_apart(CONTENT, file_name=NAME)
    return refused.value.code, logs


@pytest.mark.parametrize(
    ("outcome", "code", "status"),
    [
        (subprocess.TimeoutExpired("child", 1, output=CONTENT), "too_slow", None),
        (-signal.SIGXCPU, "too_slow", -signal.SIGXCPU),
        (OUT_OF_MEMORY, "too_heavy", OUT_OF_MEMORY),
        (-signal.SIGSEGV, "reader_failed", -signal.SIGSEGV),
        (1, "reader_failed", 1),
    ],
)
def test_a_failure_is_logged_with_its_code_alone(monkeypatch, outcome, code, status):
    told, [line] = _run(monkeypatch, outcome)
    assert told == code
    assert line == {
        "event": "form_reader_failed",
        "log_level": "warning",
        "code": code,
        "exit_status": status,
        "size_bytes": len(CONTENT),
    }
