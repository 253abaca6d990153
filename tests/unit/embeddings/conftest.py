"""A tiny model folder in our format, and unit vectors."""

import numpy as np
import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from embeddings import model_folder

PIECES = ["[UNK]", "余热", "回收", "余", "热", "回", "收", "供暖", "供", "暖", "waste", "heat"]


@pytest.fixture(scope="session")
def tiny_model_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    tokenizer = Tokenizer(models.Unigram([(piece, -1.0 - len(piece) / 9) for piece in PIECES], 0))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    table = np.random.default_rng(0).standard_normal((len(PIECES), 16)).astype(np.float32)
    table[0] = 0
    model_folder.write(folder, name="tiny", table=table, tokenizer_json=tokenizer.to_str())
    return folder


@pytest.fixture
def unit_vectors():
    def make(count: int, dimension: int = 16, seed: int = 0):
        vectors = np.random.default_rng(seed).standard_normal((count, dimension))
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors.astype(np.float32)

    return make
