import numpy as np
import pytest
from sqlalchemy import update

from data.models import Technology
from data.session import reading, unit_of_work
from data.vocabulary import CatalogueStatus
from embeddings.hashing_encoder import HashingEncoder
from matcher.services import changes
from matcher.services.errors import NotReadyError
from matcher.services.imports import ImportTarget, import_technologies
from matcher.services.index_check import verify_catalogue
from matcher.services.lexical_manifests import refit_if_outgrown
from matcher.services.runtime import Runtime
from tests.factories.rows import technology_row
from tests.factories.runtime import make_runtime, make_settings


@pytest.fixture
def var(tmp_path):
    return tmp_path / "var"


@pytest.fixture
def runtime(sessions, var):
    return make_runtime(sessions, var)


@pytest.fixture
def target(now):
    return ImportTarget(source="operator", now=now)


def _held(sessions, runtime):
    with reading(sessions) as session:
        state = runtime.catalogue.current(session)
        assert state.vectors.ids().tolist() == state.columns.rows.ids.tolist()
        assert state.lexical.ids().tolist() == state.columns.rows.ids.tolist()
        return state.columns.rows.ids.tolist()


def test_every_process_sees_a_new_technology_at_its_next_request(sessions, runtime, var, target):
    other = make_runtime(sessions, var)

    import_technologies(runtime, [technology_row(1)], target=target)

    assert len(_held(sessions, runtime)) == 1
    assert _held(sessions, other) == _held(sessions, runtime)


def test_a_withdrawn_technology_is_gone_at_the_next_request(sessions, runtime, var, target, now):
    import_technologies(runtime, [technology_row(1), technology_row(2)], target=target)
    first, second = _held(sessions, runtime)
    with unit_of_work(sessions) as session:
        session.execute(
            update(Technology)
            .where(Technology.id == first)
            .values(catalogue_status=CatalogueStatus.WITHDRAWN)
        )
        changes.announce(session, kind=changes.TECHNOLOGY, ids=[first], now=now)

    assert _held(sessions, runtime) == [second]
    assert _held(sessions, make_runtime(sessions, var)) == [second]


def test_a_changed_text_changes_its_vector(sessions, runtime, target):
    import_technologies(runtime, [technology_row(1)], target=target)
    [record_id] = _held(sessions, runtime)
    with reading(sessions) as session:
        query = HashingEncoder().encode(["海上风电基础"])[0]
        before = runtime.catalogue.current(session).vectors.scores_for(query, np.array([record_id]))

    import_technologies(runtime, [technology_row(1, name="海上风电基础")], target=target)

    with reading(sessions) as session:
        after = runtime.catalogue.current(session).vectors.scores_for(query, np.array([record_id]))
    assert after[0] > before[0]


def test_saved_indexes_are_loaded_and_brought_up_to_date(sessions, runtime, var, target):
    import_technologies(runtime, [technology_row(n) for n in range(5)], target=target)
    _held(sessions, runtime)
    runtime.catalogue.save(built_at="2026-06-01")
    import_technologies(runtime, [technology_row(9)], target=target)

    late = make_runtime(sessions, var)

    assert _held(sessions, late) == _held(sessions, runtime)
    with reading(sessions) as session:
        assert verify_catalogue(session, late).problems == ()


def test_saved_indexes_of_another_encoder_are_not_used(sessions, runtime, var, target):
    import_technologies(runtime, [technology_row(1)], target=target)
    _held(sessions, runtime)
    runtime.catalogue.save(built_at="2026-06-01")

    other = Runtime(make_settings(var), sessions, source=HashingEncoder(dimension=64))

    assert other.wait_until_ready(30)
    assert len(_held(sessions, other)) == 1
    assert other.catalogue.encoder_id != runtime.catalogue.encoder_id


def test_saved_indexes_of_a_restored_older_database_are_not_used(
    sessions, runtime, var, target, now
):
    import_technologies(runtime, [technology_row(1), technology_row(2)], target=target)
    kept, lost = _held(sessions, runtime)
    runtime.catalogue.save(built_at="2026-06-01")
    with unit_of_work(sessions) as session:  # as if an older backup had come back: no announcement
        session.delete(session.get_one(Technology, lost))

    assert _held(sessions, make_runtime(sessions, var)) == [kept]


def test_a_new_idf_reaches_every_process(sessions, runtime, var, target, now):
    import_technologies(runtime, [technology_row(1)], target=target)
    other = make_runtime(sessions, var)
    rows = [technology_row(n, name=f"海上风电单桩基础技术{n}") for n in range(2, 12)]
    import_technologies(runtime, rows, target=target)
    with unit_of_work(sessions) as session:
        refit_if_outgrown(session, now=now, force=True)

    with reading(sessions) as session:
        ids = {r.catalogue.current(session).lexical.idf_id for r in (runtime, other)}
    assert len(ids) == 1


def test_before_it_is_read_the_catalogue_says_that_it_is_not_ready(sessions, var):
    runtime = Runtime(make_settings(var), sessions, source=HashingEncoder())

    with pytest.raises(NotReadyError):
        _ = runtime.catalogue
