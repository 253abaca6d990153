"""The topic model's probabilities, and the files it is kept in."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.inference.topics import TopicModel, read_topic_model, write_topic_model

CODES = ("", "1.1.01", "2.1.01", "2.1.02")


def model(sharpness=1.0):
    return TopicModel(
        encoder_id="test",
        codes=CODES,
        weights=np.eye(4),
        bias=np.zeros(4),
        sharpness=sharpness,
    )


vectors = st.lists(st.floats(-5, 5, width=32), min_size=4, max_size=4).map(
    lambda row: np.array(row, dtype=np.float32)
)


@given(vectors)
def test_probabilities_of_types_and_of_no_type_sum_to_one(vector):
    outside = model().topic_probabilities(vector)[0]

    assert sum(model().type_probabilities(vector).values()) + outside == pytest.approx(1.0)


@given(vectors)
def test_types_stand_most_probable_first(vector):
    shares = list(model().type_probabilities(vector).values())

    assert shares == sorted(shares, reverse=True)


def test_a_sharper_model_is_surer_of_the_same_type():
    vector = np.array([0, 0, 1, 0], dtype=np.float32)
    plain, sharp = (model(s).type_probabilities(vector) for s in (1.0, 3.0))

    assert next(iter(plain)) == next(iter(sharp)) == "2.1"
    assert sharp["2.1"] > plain["2.1"]


def test_a_text_without_known_words_is_of_no_type_in_particular():
    assert np.allclose(model().topic_probabilities(np.zeros(4, dtype=np.float32)), 0.25)


def test_a_model_is_read_as_it_was_written(tmp_path):
    write_topic_model(model(1.5), tmp_path)
    read = read_topic_model(tmp_path)

    assert read is not None
    assert (read.encoder_id, read.codes, read.sharpness) == ("test", CODES, 1.5)
    assert np.allclose(read.weights, np.eye(4))


def test_a_folder_without_a_model_has_none(tmp_path):
    assert read_topic_model(tmp_path) is None
