"""The cache of query vectors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.cache import CachedEncoder
from embeddings.hashing_encoder import HashingEncoder


class Counting(HashingEncoder):
    """An encoder that notes what it was asked and may change its identity."""

    def __init__(self):
        super().__init__(16)
        self.asked = []
        self.name = "a@1"

    @property
    def encoder_id(self):
        return self.name

    def encode(self, texts):
        self.asked.append(list(texts))
        return super().encode(texts)


def test_a_text_is_encoded_once_even_within_one_call():
    inner = Counting()
    encoder = CachedEncoder(inner)
    first = encoder.encode(["甲", "乙", "甲"])
    again = encoder.encode(["乙"])
    assert inner.asked == [["甲", "乙"]]
    np.testing.assert_array_equal(first[1], again[0])
    assert (encoder.hits, encoder.misses) == (1, 2)


def test_the_least_recently_used_text_goes_first():
    inner = Counting()
    encoder = CachedEncoder(inner, capacity=2)
    for text in ["甲", "乙", "甲", "丙", "甲", "乙"]:
        encoder.encode([text])
    assert inner.asked == [["甲"], ["乙"], ["丙"], ["乙"]]


def test_another_encoder_never_gets_the_old_vectors():
    inner = Counting()
    encoder = CachedEncoder(inner)
    encoder.encode(["甲"])
    inner.name = "a@2"
    encoder.encode(["甲"])
    assert len(inner.asked) == 2


def test_a_caller_cannot_change_what_is_cached():
    encoder = CachedEncoder(HashingEncoder(16))
    encoder.encode(["甲"])[:] = 7
    assert np.linalg.norm(encoder.encode(["甲"])) == pytest.approx(1)


def test_a_capacity_below_one_is_refused():
    with pytest.raises(ValueError, match="capacity"):
        CachedEncoder(HashingEncoder(), capacity=0)


@given(st.lists(st.text(max_size=5), max_size=8))
def test_cached_and_direct_vectors_are_the_same(texts):
    inner = HashingEncoder(16)
    np.testing.assert_array_equal(
        CachedEncoder(inner, capacity=3).encode(texts), inner.encode(texts)
    )
