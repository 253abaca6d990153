"""The FAISS index: exact, filtered, changed in place, saved."""

import json
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.errors import (
    ChangeOrderError,
    ForeignVectorsError,
    NonUnitVectorsError,
    StaleIndexError,
)
from embeddings.faiss_index import FaissIndex

ENCODER = "tiny@1"
BUILT_AT = "2026-01-02T03:04:05Z"


def filled(vectors, ids=None, **options):
    index = FaissIndex(encoder_id=ENCODER, dimension=vectors.shape[1], **options)
    ids = np.arange(len(vectors)) if ids is None else ids
    index.upsert(np.asarray(ids, dtype=np.int64), vectors, encoder_id=ENCODER, change_seq=1)
    return index


def brute_force(held, query, k, allowed=None):
    found = [
        (-float(np.float32(np.einsum("j,j->", vector, query))), one)
        for one, vector in held.items()
        if allowed is None or one in allowed
    ]
    return [one for _, one in sorted(found)[:k]]


def test_search_is_exact_and_best_first(unit_vectors):
    vectors = unit_vectors(200)
    index = filled(vectors, ids=np.arange(200) * 7)
    ids, scores = index.search(vectors[3], 10)
    assert ids[0] == 21
    assert scores[0] == pytest.approx(1, abs=1e-5)
    assert np.all(np.diff(scores) <= 0)
    assert ids.tolist() == brute_force(dict(enumerate_by(vectors, 7)), vectors[3], 10)


def enumerate_by(vectors, step):
    return ((row * step, vector) for row, vector in enumerate(vectors))


def test_a_filter_never_loses_results(unit_vectors):
    vectors = unit_vectors(300)
    index = filled(vectors)
    allowed = np.zeros(300, dtype=np.bool_)
    allowed[::17] = True
    ids, _ = index.search(vectors[0], 12, allowed=allowed)
    held = dict(enumerate(vectors))
    assert ids.tolist() == brute_force(held, vectors[0], 12, set(range(0, 300, 17)))
    assert len(index.search(vectors[0], 50, allowed=allowed)[0]) == 18


def test_nothing_allowed_or_nothing_held_finds_nothing(unit_vectors):
    vectors = unit_vectors(5)
    assert len(filled(vectors).search(vectors[0], 3, allowed=np.zeros(5, dtype=np.bool_))[0]) == 0
    empty = FaissIndex(encoder_id=ENCODER, dimension=16)
    assert len(empty.search(vectors[0], 3)[0]) == 0
    assert empty.ids().tolist() == []


def test_a_zero_query_finds_nothing_and_a_zero_text_is_similar_to_nothing(unit_vectors):
    vectors = unit_vectors(4)
    vectors[2] = 0
    index = filled(vectors)
    assert len(index.search(np.zeros(16, dtype=np.float32), 3)[0]) == 0
    assert index.scores_for(vectors[0], np.array([2])).tolist() == [0.0]


def test_scores_for_are_those_of_the_search_and_nan_for_unknown_ids(unit_vectors):
    vectors = unit_vectors(50)
    index = filled(vectors)
    ids, scores = index.search(vectors[1], 20)
    np.testing.assert_array_equal(index.scores_for(vectors[1], ids), scores)
    assert np.isnan(index.scores_for(vectors[1], np.array([4711]))).all()


def test_a_batch_answers_like_single_searches(unit_vectors):
    index = filled(unit_vectors(120))
    queries = unit_vectors(900, seed=5)
    batch = index.search_batch(queries, 5)
    for row in (0, 450, 899):
        ids, scores = index.search(queries[row], 5)
        assert batch[row][0].tolist() == ids.tolist()
        np.testing.assert_array_equal(batch[row][1], scores)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.booleans(), st.sets(st.integers(0, 30), min_size=1, max_size=8)), max_size=12
    ),
    st.integers(0, 2**32 - 1),
)
def test_any_history_of_changes_answers_like_a_fresh_scan(changes, seed):
    rng = np.random.default_rng(seed)
    index = FaissIndex(encoder_id=ENCODER, dimension=8)
    held = {}
    for sequence, (adds, touched) in enumerate(changes, start=1):
        ids = np.array(sorted(touched), dtype=np.int64)
        if adds:
            vectors = rng.standard_normal((len(ids), 8))
            vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
            index.upsert(ids, vectors, encoder_id=ENCODER, change_seq=sequence)
            held.update(zip(ids.tolist(), vectors, strict=True))
        else:
            assert index.remove(ids, change_seq=sequence) == len(touched & set(held))
            for one in touched:
                held.pop(one, None)
        assert index.change_seq == sequence
    assert index.count == len(held)
    assert index.ids().tolist() == sorted(held)
    query = np.eye(8, dtype=np.float32)[0]
    assert index.search(query, 10)[0].tolist() == brute_force(held, query, 10)


def test_foreign_vectors_are_refused(unit_vectors):
    index = filled(unit_vectors(3))
    with pytest.raises(ForeignVectorsError, match="other@2"):
        index.upsert(np.array([9]), unit_vectors(1), encoder_id="other@2")
    with pytest.raises(ForeignVectorsError, match="shape"):
        index.upsert(np.array([9]), unit_vectors(1, 8), encoder_id=ENCODER)
    with pytest.raises(ForeignVectorsError, match="8 numbers"):
        index.search(unit_vectors(1, 8)[0], 3)


@pytest.mark.parametrize("factor", [0.5, np.nan, np.inf])
def test_vectors_that_are_not_unit_are_refused_and_nothing_changes(unit_vectors, factor):
    index = filled(unit_vectors(3))
    with pytest.raises(NonUnitVectorsError), np.errstate(invalid="ignore"):
        index.upsert(np.array([9]), unit_vectors(1) * np.float32(factor), encoder_id=ENCODER)
    assert index.count == 3


def test_an_older_change_is_refused(unit_vectors):
    index = filled(unit_vectors(3))
    index.remove(np.array([0]), change_seq=5)
    with pytest.raises(ChangeOrderError):
        index.remove(np.array([1]), change_seq=4)
    assert index.count == 2


def test_a_saved_index_answers_the_same_and_goes_on_changing(unit_vectors, tmp_path):
    vectors = unit_vectors(40)
    index = filled(vectors)
    index.remove(np.array([7, 8]), change_seq=9)
    index.save(tmp_path, built_at=BUILT_AT)
    loaded = FaissIndex.load(tmp_path, encoder_id=ENCODER)
    assert (loaded.count, loaded.change_seq, loaded.dimension) == (38, 9, 16)
    assert loaded.search(vectors[3], 9)[0].tolist() == index.search(vectors[3], 9)[0].tolist()
    loaded.upsert(np.array([7, 99]), vectors[:2], encoder_id=ENCODER, change_seq=10)
    assert loaded.search(vectors[0], 3)[0].tolist()[:2] == [0, 7]
    assert json.loads((tmp_path / "manifest.json").read_text())["built_at"] == BUILT_AT


def test_saving_again_replaces_the_older_files(unit_vectors, tmp_path):
    filled(unit_vectors(5)).save(tmp_path, built_at=BUILT_AT)
    filled(unit_vectors(6)).save(tmp_path, built_at=BUILT_AT)
    assert FaissIndex.load(tmp_path, encoder_id=ENCODER).count == 6
    assert len(list(tmp_path.iterdir())) == 3


def test_a_missing_foreign_or_damaged_index_is_stale(unit_vectors, tmp_path):
    with pytest.raises(StaleIndexError, match="no readable index"):
        FaissIndex.load(tmp_path, encoder_id=ENCODER)
    filled(unit_vectors(5)).save(tmp_path, built_at=BUILT_AT)
    with pytest.raises(StaleIndexError, match="not other@2"):
        FaissIndex.load(tmp_path, encoder_id="other@2")
    next(tmp_path.glob("ids-*.npy")).write_bytes(b"damaged")
    with pytest.raises(StaleIndexError, match="damaged"):
        FaissIndex.load(tmp_path, encoder_id=ENCODER)


def clustered(count, seed=3):
    rng = np.random.default_rng(seed)
    centres = rng.standard_normal((60, 32))
    vectors = centres[rng.integers(0, 60, count)] + 0.4 * rng.standard_normal((count, 32))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def test_inverted_lists_find_nearly_everything_and_every_later_change():
    vectors = clustered(6000)
    index = filled(vectors, exact_up_to=2000)
    exact = [index.search(vectors[row], 10)[0].tolist() for row in range(40)]
    assert index.build_lists()
    listed = [index.search(vectors[row], 10)[0].tolist() for row in range(40)]
    found = [len(set(a) & set(b)) / 10 for a, b in zip(exact, listed, strict=True)]
    assert np.mean(found) >= 0.95
    index.upsert(np.array([5, 9000]), vectors[[0, 0]], encoder_id=ENCODER, change_seq=2)
    index.remove(np.array([0]), change_seq=3)
    assert index.search(vectors[0], 2)[0].tolist() == [5, 9000]


def test_a_narrow_filter_over_lists_is_scanned_exactly():
    vectors = clustered(4000)
    index = filled(vectors, exact_up_to=1000)
    index.build_lists()
    allowed = np.arange(0, 4000, 50, dtype=np.int64)
    held = {one: vectors[one] for one in allowed.tolist()}
    ids, _ = index.search(vectors[1], 15, allowed=allowed)
    assert ids.tolist() == brute_force(held, vectors[1], 15)


def test_lists_are_saved_and_dropped_when_too_much_changed(tmp_path):
    vectors = clustered(4000)
    index = filled(vectors, exact_up_to=1000)
    assert not filled(vectors[:10]).build_lists()
    index.build_lists()
    index.save(tmp_path, built_at=BUILT_AT)
    loaded = FaissIndex.load(tmp_path, encoder_id=ENCODER, exact_up_to=1000)
    assert loaded._lists is not None
    assert loaded.search(vectors[7], 5)[0].tolist() == index.search(vectors[7], 5)[0].tolist()
    loaded.remove(np.arange(1500))
    assert loaded._lists is None
    assert loaded.search(vectors[1600], 1)[0].tolist() == [1600]


def test_searches_during_changes_never_see_half_a_change(unit_vectors):
    vectors = unit_vectors(2, seed=8)
    index = filled(np.repeat(vectors[:1], 64, axis=0))
    torn = []
    done = threading.Event()

    def search():
        while not done.is_set():
            _, scores = index.search(vectors[0], 64)
            if len(set(scores.tolist())) != 1:
                torn.append(scores)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for turn in range(60):
        chosen = np.repeat(vectors[[turn % 2]], 64, axis=0)
        index.upsert(np.arange(64), chosen, encoder_id=ENCODER)
    done.set()
    for thread in threads:
        thread.join()
    assert not torn
