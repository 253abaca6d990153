"""The stand-in encoder."""

import numpy as np

from embeddings.hashing_encoder import HashingEncoder


def test_texts_that_share_words_are_nearer_than_others():
    need, answer, other = HashingEncoder().encode(["余热回收供暖", "低温余热回收", "稻田甲烷"])
    assert need @ answer > need @ other + 0.2


def test_empty_texts_are_zero_and_others_unit():
    vectors = HashingEncoder(64).encode(["", "热"])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [0, 1], atol=1e-6)
