import subprocess
import sys

import pytest

from jobs.__main__ import main
from jobs.logs import failure_of
from jobs.schedule import JOB_NAMES, JOBS, job_named
from jobs.slots import trigger_of
from matcher.services.errors import NotReadyError


def test_names_are_unique_and_fit_their_column():
    assert len(set(JOB_NAMES)) == len(JOBS)
    assert max(map(len, JOB_NAMES)) <= 60


@pytest.mark.parametrize("job", JOBS, ids=JOB_NAMES)
def test_every_job_has_a_time_that_is_one_and_a_reason(job):
    assert job.reason.endswith(".")
    if job.cron is not None:
        trigger_of(job.cron)


def test_an_unknown_job_is_refused(capsys):
    with pytest.raises(KeyError):
        job_named("none")
    with pytest.raises(SystemExit) as refused:
        main(["run", "none"])
    assert refused.value.code == 2
    assert "invalid choice" in capsys.readouterr().err


def test_the_list_names_every_job(capsys):
    assert main(["list"]) == 0
    printed = capsys.readouterr().out
    assert all(name in printed for name in JOB_NAMES)


def test_starting_the_process_imports_nothing_heavy():
    heavy = "{'torch', 'sentence_transformers', 'faiss', 'scipy', 'sklearn', 'geopy', 'flask'}"
    code = f"import jobs.__main__, sys; print(sorted({heavy} & sys.modules.keys()))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_a_failure_is_kept_by_kind_and_place_without_its_values():
    with pytest.raises(ValueError, match="user@") as raised:
        int("user@example.com")
    assert failure_of(raised.value).startswith("ValueError at test_schedule.py:")


def test_our_own_refusals_keep_their_words():
    assert failure_of(NotReadyError("encoder")) == "NotReadyError: encoder is still loading"
