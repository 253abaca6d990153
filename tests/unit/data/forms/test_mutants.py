"""Hundreds of mutated forms: none hangs, none crashes, each answer is a reading or a refusal."""

import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from data.forms import FormReading, FormRefusedError, read_form, read_form_safely
from data.forms.limits import SECONDS
from data.importers import read_technology
from tests.unit.data.forms.mutants import KINDS, Mutant, mutants_of

PER_KIND = 11
LEAST_KINDS, LEAST_MUTANTS = 20, 500


def _answer(mutant: Mutant, *, apart: bool = False) -> FormReading | FormRefusedError:
    try:
        if apart:  # a busy machine is no fault of the file: time enough for the slowest one
            return read_form_safely(mutant.content, file_name=mutant.file_name, seconds=60)
        return read_form(mutant.content, file_name=mutant.file_name)
    except FormRefusedError as refusal:
        return refusal


def _check(mutant: Mutant, answer: FormReading | FormRefusedError) -> None:
    codes = KINDS[mutant.kind].codes
    if isinstance(answer, FormRefusedError):
        assert answer.text("zh")
        assert answer.text("en")
        assert not codes or answer.code in codes, answer.code
        return
    assert not codes, f"{mutant.kind} was read"
    assert all(one.text("zh") and one.text("en") for one in answer.warnings)
    _row, problems = read_technology({**answer.record, "external_id": "F1"})
    assert {one.rule for one in problems} <= {"required"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_mutant_is_read_or_refused_in_time(kind):
    def too_slow(*_signal: object) -> None:
        raise AssertionError(f"{kind} hangs")

    before = signal.signal(signal.SIGALRM, too_slow)
    try:
        for mutant in mutants_of(kind, PER_KIND):
            signal.alarm(SECONDS)
            _check(mutant, _answer(mutant))
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_a_mutant_of_every_kind_is_answered_by_the_child_process():
    samples = [mutants_of(kind, PER_KIND)[0] for kind in KINDS]

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda mutant: _answer(mutant, apart=True), samples))

    for mutant, answer in zip(samples, answers, strict=True):
        _check(mutant, answer)
        assert not isinstance(answer, FormRefusedError) or answer.code != "reader_failed"


def test_there_are_enough_mutants_of_enough_kinds():
    counts = {kind: len(mutants_of(kind, PER_KIND)) for kind in KINDS}

    assert len(counts) >= LEAST_KINDS
    assert sum(counts.values()) >= LEAST_MUTANTS
