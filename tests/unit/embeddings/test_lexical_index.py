"""The TF-IDF index: its formula, its changes, its files."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from embeddings.errors import ChangeOrderError, StaleIndexError
from embeddings.grams import normalise
from embeddings.lexical_index import TfidfIndex

BUILT_AT = "2026-01-02T03:04:05Z"
TEXTS = [
    "焦炉煤气初冷器余热回收供暖技术",
    "低浓度瓦斯蓄热氧化发电技术",
    "稻田甲烷减排水分管理",
    "ORC low-temperature waste heat power generation",
    "工业余热热泵供暖，余热余热",
]


def built(texts=None):
    texts = TEXTS if texts is None else texts
    return TfidfIndex.build(np.arange(len(texts)), texts, change_seq=1)


def reference_scores(texts, query):
    vectoriser = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True)
    matrix = vectoriser.fit_transform([normalise(text) for text in texts])
    extra = [gram for gram in set(query_grams(query)) if gram not in vectoriser.vocabulary_]
    # scikit-learn drops grams it has not seen; here they count in the query's length, df 0.
    weight = np.log(1 + len(texts)) + 1
    counted = query_grams(query)
    unseen = sum(((1 + np.log(counted.count(gram))) * weight) ** 2 for gram in extra)
    plain = vectoriser.transform([normalise(query)])
    raw = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True, norm=None).fit(
        [normalise(text) for text in texts]
    )
    seen = float(raw.transform([normalise(query)]).power(2).sum())
    if not seen:
        return np.zeros(len(texts))
    return (matrix @ plain.T).toarray()[:, 0] * np.sqrt(seen / (seen + unseen))


def query_grams(query):
    clean = normalise(query)
    return list(clean) + [clean[start : start + 2] for start in range(len(clean) - 1)]


@pytest.mark.parametrize("query", ["余热供暖", "焦化厂想用余热", "waste heat ORC", "瓦斯 发电"])
def test_scores_are_the_tf_idf_cosine_of_an_independent_implementation(query):
    scores = built().scores_for(query, np.arange(len(TEXTS)))
    np.testing.assert_allclose(scores, reference_scores(TEXTS, query), atol=1e-6)


def test_search_is_best_first_and_leaves_out_what_shares_nothing():
    ids, scores = built().search("余热供暖", 10)
    assert ids.tolist()[0] == 4
    assert 3 not in ids
    assert np.all(np.diff(scores) <= 0)
    assert np.all((scores > 0) & (scores <= 1))


def test_a_text_finds_itself_with_score_one():
    ids, scores = built().search(TEXTS[1], 1)
    assert ids.tolist() == [1]
    assert scores[0] == pytest.approx(1)


@pytest.mark.parametrize("query", ["余\u200b热供暖", "余熱供暖".replace("熱", "热"), " 余热供暖\n"])
def test_invisible_characters_and_outer_space_change_nothing(query):
    ids = np.arange(len(TEXTS))
    np.testing.assert_array_equal(
        built().scores_for(query, ids), built().scores_for("余热供暖", ids)
    )


def test_full_width_and_capital_letters_are_folded():
    assert built().search("ＯＲＣ", 1)[0].tolist() == [3]


@pytest.mark.parametrize("query", ["", "   ", "\u200b", "😀"])
def test_queries_without_anything_known_find_nothing(query):
    assert built().search(query, 5)[0].tolist() == []
    assert not np.any(built().scores_for(query, np.arange(5)))


def test_an_empty_index_and_empty_texts_answer():
    assert TfidfIndex().search("余热", 5)[0].tolist() == []
    index = built(["", "余热"])
    assert index.search("余热", 5)[0].tolist() == [1]
    assert index.scores_for("余热", np.array([0, 1, 2])).tolist()[0] == 0


def test_a_filter_keeps_only_what_is_allowed():
    allowed = np.array([True, False, False, False, False])
    assert built().search("余热供暖", 5, allowed=allowed)[0].tolist() == [0]
    assert built().search("余热供暖", 0)[0].tolist() == []


def test_unknown_ids_score_nan():
    assert np.isnan(built().scores_for("余热", np.array([77]))).all()


def test_equal_scores_at_the_cut_are_cut_by_id():
    index = built(["余热回收"] * 30)
    assert index.search("余热", 3)[0].tolist() == [0, 1, 2]


changes = st.lists(
    st.tuples(
        st.booleans(),
        st.dictionaries(
            st.integers(0, 25), st.text("余热回收供暖瓦斯ab ", max_size=12), min_size=1, max_size=6
        ),
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(changes, st.text("余热回收供暖瓦斯ab ", min_size=1, max_size=10))
def test_any_history_scores_bit_for_bit_like_one_build_under_the_same_idf(history, query):
    index = TfidfIndex(idf=built().idf)
    held = {}
    for sequence, (adds, part) in enumerate(history, start=1):
        ids = np.array(sorted(part), dtype=np.int64)
        if adds:
            index.upsert(ids, [part[one] for one in ids.tolist()], change_seq=sequence)
            held.update(part)
        else:
            assert index.remove(ids, change_seq=sequence) == len(set(part) & set(held))
            for one in part:
                held.pop(one, None)
    fresh = TfidfIndex(idf=built().idf)
    ids = np.array(sorted(held), dtype=np.int64)
    fresh.upsert(ids, [held[one] for one in ids.tolist()])
    assert index.ids().tolist() == ids.tolist()
    assert index.count == len(held)
    for text in (query, "余热"):
        np.testing.assert_array_equal(index.scores_for(text, ids), fresh.scores_for(text, ids))
        assert index.search(text, 5)[0].tolist() == fresh.search(text, 5)[0].tolist()
    index.compact()
    np.testing.assert_array_equal(index.scores_for(query, ids), fresh.scores_for(query, ids))


def test_many_small_changes_leave_few_segments():
    index = built([f"余热{number}" for number in range(400)])
    for number in range(100):
        index.upsert(np.array([1000 + number]), [f"瓦斯{number}"])
    assert index.count == 500
    assert index.segment_count <= 6


def test_the_idf_stays_frozen_until_it_is_refitted():
    index = built()
    before = index.idf_id
    score = index.scores_for("余热", np.array([0]))
    index.upsert(np.array([50, 51]), ["余热锅炉", "余热发电"])
    assert index.idf_id == before
    np.testing.assert_array_equal(index.scores_for("余热", np.array([0])), score)
    assert index.refit_idf() != before
    assert index.idf_document_count == 7
    everything = [*TEXTS, "余热锅炉", "余热发电"]
    ids = np.array([0, 1, 2, 3, 4, 50, 51])
    np.testing.assert_allclose(
        index.scores_for("余热", ids), reference_scores(everything, "余热"), atol=1e-6
    )


def test_refitting_nothing_is_harmless():
    assert TfidfIndex().refit_idf() == TfidfIndex().idf_id


def test_remembered_queries_do_not_outlive_a_change():
    index = built()
    assert index.search("焦炉", 1)[0].tolist() == [0]
    index.remove(np.array([0]))
    assert 0 not in index.search("焦炉", 5)[0]


def test_a_saved_index_scores_the_same_and_goes_on_changing(tmp_path):
    index = built()
    index.upsert(np.array([9]), ["空压机余热"], change_seq=4)
    index.remove(np.array([2]), change_seq=5)
    index.save(tmp_path, built_at=BUILT_AT)
    loaded = TfidfIndex.load(tmp_path)
    assert (loaded.count, loaded.change_seq, loaded.idf_id) == (5, 5, index.idf_id)
    ids = index.ids()
    np.testing.assert_array_equal(
        loaded.scores_for("余热供暖", ids), index.scores_for("余热供暖", ids)
    )
    loaded.upsert(np.array([9]), ["稻田"], change_seq=6)
    loaded.save(tmp_path, built_at=BUILT_AT)
    assert (
        TfidfIndex.load(tmp_path).search("空压机", 5)[0].tolist()
        == loaded.search("空压机", 5)[0].tolist()
    )


def test_an_empty_index_is_saved_and_loaded(tmp_path):
    TfidfIndex().save(tmp_path, built_at=BUILT_AT)
    assert TfidfIndex.load(tmp_path).count == 0


def test_a_missing_or_damaged_index_is_stale(tmp_path):
    with pytest.raises(StaleIndexError):
        TfidfIndex.load(tmp_path)
    built().save(tmp_path, built_at=BUILT_AT)
    next(tmp_path.glob("rows-*.npy")).write_bytes(b"")
    with pytest.raises(StaleIndexError, match="damaged"):
        TfidfIndex.load(tmp_path)


def test_wrong_changes_are_refused():
    index = built()
    with pytest.raises(ValueError, match="texts for"):
        index.upsert(np.array([1]), [])
    with pytest.raises(ChangeOrderError):
        index.upsert(np.array([1]), ["热"], change_seq=0)


def test_texts_that_contain_a_word_are_found_by_its_pairs():
    index = built()
    index.upsert(np.array([9]), ["余热锅炉"], change_seq=2)
    index.remove(np.array([4]), change_seq=3)

    assert index.containing("余热").tolist() == [0, 9]
    assert index.containing("热").tolist() == [0, 1, 9]
    assert index.containing("low-temp").tolist() == [3]
    assert index.containing("龘").tolist() == []
    assert TfidfIndex().containing("热").tolist() == []
