"""Another encoder is made ready while the old one serves, then all processes change to it."""

import time
from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import func, select

from data.models import TextVector, VectorSpace
from data.session import reading, unit_of_work
from embeddings.errors import EncoderLoadError
from embeddings.hashing_encoder import HashingEncoder
from matcher.services import encoder_switch, vector_spaces
from matcher.services.encoder_switch import is_switch_needed, work_on_switch
from matcher.services.imports import ImportTarget, import_technologies
from matcher.services.index_check import verify_catalogue
from matcher.services.match_requests import MatchRequest
from matcher.services.matching import match
from matcher.services.runtime import Runtime
from matcher.services.serving_encoder import chosen
from matcher.texts import TEXT_VERSION
from tests.factories.rows import technology_row
from tests.factories.runtime import make_settings

OLD, NEW = "32", "64"
OLD_ID, NEW_ID = "hashing@1-32", "hashing@1-64"


def open_hashing(model):
    if model == "gone":
        raise EncoderLoadError(model)
    return HashingEncoder(int(model))


@pytest.fixture
def process(sessions, tmp_path):
    """Return a function that starts a process with an encoder."""

    def start(model, *, opens=open_hashing):
        settings = make_settings(tmp_path / "var", encoder=model)
        made = Runtime(settings, sessions, source=HashingEncoder(int(model)), open_model=opens)
        assert made.wait_until_ready(30)
        return made

    return start


@pytest.fixture
def target(now):
    return ImportTarget(source="operator", now=now)


@pytest.fixture
def served(process, sessions, target, now):
    """Return a process whose encoder is in force, with five technologies."""
    first = process(OLD)
    import_technologies(first, [technology_row(n) for n in range(5)], target=target)
    switch(sessions, first, now)
    return first


def switch(sessions, runtime, now, seconds=60.0):
    return work_on_switch(sessions, runtime.wanted, clock=lambda: now, seconds=seconds)


def answer(sessions, runtime, now):
    with reading(sessions) as session:
        request = MatchRequest(text="余热回收供暖技术", limit=5)
        return match(session, runtime, request, language="zh", now=now)


def vector_count(sessions, encoder_id):
    space_id = vector_spaces.space_of(encoder_id)
    with reading(sessions) as session:
        return session.scalar(select(func.count()).where(TextVector.space_id == space_id))


def until_it_serves(sessions, runtime, encoder_id, now):
    for _ in range(200):
        found = answer(sessions, runtime, now)
        if found["encoder_id"] == encoder_id:
            return found
        time.sleep(0.02)
    raise AssertionError(found["encoder_id"])


def test_the_old_encoder_serves_until_every_vector_of_the_new_one_is_there(
    served, process, sessions, now, monkeypatch
):
    monkeypatch.setattr(encoder_switch, "BATCH_ROWS", 2)
    web = process(NEW)
    assert web.serving.is_interim
    assert answer(sessions, web, now)["encoder_id"] == OLD_ID

    begun = switch(sessions, web, now, seconds=0)
    assert (begun.encoded_count, begun.missing_count, begun.is_in_force) == (0, 5, False)
    with reading(sessions) as session:
        told = vector_spaces.status(session)
    assert (told.in_force_id, told.next_id) == (OLD_ID, NEW_ID)
    assert (told.encoded_count, told.technology_count) == (0, 5)
    assert answer(sessions, web, now)["encoder_id"] == OLD_ID

    done = switch(sessions, web, now)
    assert (done.encoded_count, done.missing_count, done.is_in_force) == (5, 0, True)
    with reading(sessions) as session:
        assert vector_spaces.status(session) == vector_spaces.SwitchStatus(in_force_id=NEW_ID)


def shown_count(found):
    """Technologies of an answer: near-copies of one owner are folded under the best one."""
    return sum(1 + len(match.get("similar", [])) for match in found["matches"])


def test_every_process_changes_after_the_switch_and_keeps_encoder_and_index_together(
    served, process, sessions, now
):
    processes = [process(NEW), process(NEW)]
    switch(sessions, processes[0], now)
    for web in processes:
        found = until_it_serves(sessions, web, NEW_ID, now)
        assert shown_count(found) == 5
        with reading(sessions) as session:
            state = web.catalogue.current(session)
            assert state.encoder.dimension == state.vectors.dimension == int(NEW)
            assert verify_catalogue(session, web).problems == ()
    # A process that nobody restarted serves on with what it was asked for.
    assert answer(sessions, served, now)["encoder_id"] == OLD_ID
    assert process(NEW).serving.is_interim is False


def test_a_process_killed_between_batches_loses_nothing(
    served, process, sessions, now, monkeypatch
):
    monkeypatch.setattr(encoder_switch, "BATCH_ROWS", 2)
    web = process(NEW)
    kept = encoder_switch.keep_vectors
    calls = []

    def killed(session, **given):
        if len(calls) == 2:
            raise KeyboardInterrupt
        calls.append(given)
        kept(session, **given)

    monkeypatch.setattr(encoder_switch, "keep_vectors", killed)
    with pytest.raises(KeyboardInterrupt):
        switch(sessions, web, now)
    assert vector_count(sessions, NEW_ID) == 4
    assert answer(sessions, web, now)["encoder_id"] == OLD_ID

    monkeypatch.setattr(encoder_switch, "keep_vectors", kept)
    assert switch(sessions, web, now).encoded_count == 1
    until_it_serves(sessions, web, NEW_ID, now)


def test_technologies_changed_meanwhile_are_encoded_before_the_switch(
    served, process, sessions, target, now
):
    web = process(NEW)
    switch(sessions, web, now, seconds=0)
    rows = [technology_row(0, name="海上风电单桩基础"), technology_row(9)]
    import_technologies(web, rows, target=target)
    assert vector_count(sessions, OLD_ID) == 6
    assert shown_count(answer(sessions, web, now)) == 6

    assert switch(sessions, web, now).encoded_count == 6
    web.follow_switch()
    with reading(sessions) as session:
        assert verify_catalogue(session, web).problems == ()


def test_a_text_changed_after_it_was_encoded_anew_is_encoded_again(
    served, process, sessions, target, now, monkeypatch
):
    monkeypatch.setattr(encoder_switch, "BATCH_ROWS", 3)
    web = process(NEW)
    first = encoder_switch._next_texts(sessions, vector_spaces.space_of(NEW_ID))
    encoder_switch._encode(sessions, web.wanted.source, vector_spaces.space_of(NEW_ID), first)
    import_technologies(web, [technology_row(0, name="海上风电单桩基础")], target=target)
    assert switch(sessions, web, now).encoded_count == 3
    web.follow_switch()
    with reading(sessions) as session:
        assert verify_catalogue(session, web).problems == ()


def test_going_back_keeps_the_vectors_and_encodes_only_what_changed(
    served, process, sessions, target, now
):
    switch(sessions, process(NEW), now)
    web = process(NEW)
    import_technologies(web, [technology_row(9)], target=target)
    back = process(OLD)
    assert back.serving.is_interim
    done = switch(sessions, back, now + timedelta(hours=1))
    assert (done.encoded_count, done.is_in_force) == (1, True)
    assert until_it_serves(sessions, back, OLD_ID, now)["encoder_id"] == OLD_ID


def test_vectors_older_than_one_switch_are_deleted(served, process, sessions, now):
    for hours, model in enumerate((NEW, "128"), start=1):
        switch(sessions, process(model), now + timedelta(hours=hours))
    assert vector_count(sessions, OLD_ID) == 0
    assert vector_count(sessions, NEW_ID) == 5
    with reading(sessions) as session:
        assert session.scalar(select(func.count(VectorSpace.id))) == 2


def test_another_version_of_the_texts_takes_the_same_path(
    served, process, sessions, now, monkeypatch
):
    monkeypatch.setattr(vector_spaces, "TEXT_VERSION", "next")
    monkeypatch.setattr(vector_spaces.space_of, "__defaults__", ("next",))
    web = process(OLD)
    assert web.serving.is_interim
    assert web.catalogue.space_id == f"{OLD_ID}/{TEXT_VERSION}"
    assert switch(sessions, web, now).encoded_count == 5
    web.follow_switch()
    assert web.catalogue.space_id == f"{OLD_ID}/next"


@pytest.mark.parametrize("model", ["gone", "16"])
def test_if_the_old_files_are_gone_the_new_encoder_serves_at_once(
    served, process, sessions, now, model
):
    with unit_of_work(sessions) as session:
        session.scalars(select(VectorSpace)).one().model = model
    web = process(NEW)
    assert not web.serving.is_interim
    assert shown_count(answer(sessions, web, now)) == 5


def test_an_encoder_that_does_not_load_leaves_the_old_one_in_force(served, process, sessions, now):
    class Broken(HashingEncoder):
        def encode(self, texts):
            raise EncoderLoadError("no such file")

    web = process(NEW)
    web.wanted.source = Broken(int(NEW))
    web.wanted.background._factory = lambda: web.wanted.source
    with pytest.raises(EncoderLoadError):
        switch(sessions, web, now)
    assert answer(sessions, web, now)["encoder_id"] == OLD_ID


def test_without_anything_in_force_the_encoder_asked_for_serves(process, sessions, target, now):
    web = process(OLD)
    import_technologies(web, [technology_row(1)], target=target)
    with reading(sessions) as session:
        assert is_switch_needed(session, web.wanted)
        assert not chosen(session, web.wanted, open_hashing).is_interim
    assert switch(sessions, web, now).encoded_count == 0
    with reading(sessions) as session:
        assert not is_switch_needed(session, web.wanted)


def test_a_switch_seen_while_the_catalogue_was_being_read_is_followed(
    served, process, sessions, now, tmp_path
):
    settings = make_settings(tmp_path / "var", encoder=NEW)
    late = Runtime(settings, sessions, source=HashingEncoder(int(NEW)), open_model=open_hashing)
    assert late.choose_encoder().is_interim
    switch(sessions, process(NEW), now)
    assert late.wait_until_ready(30)
    assert not late.serving.is_interim
    assert np.any(late.encoder.encode(["余热"]))
