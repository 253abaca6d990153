"""The sentence-transformers encoder over our folder format."""

import subprocess
import sys
import threading

import numpy as np
import pytest

from embeddings.errors import EncoderLoadError
from embeddings.ports import Encoder
from embeddings.sentence_encoder import SentenceEncoder

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def encoder(tiny_model_folder):
    return SentenceEncoder(tiny_model_folder)


def test_it_is_an_encoder_and_knows_its_name_and_size_before_loading(tiny_model_folder):
    fresh = SentenceEncoder(tiny_model_folder)
    assert fresh.encoder_id.startswith("tiny@")
    assert fresh.dimension == 16
    assert fresh._model is None
    assert isinstance(fresh, Encoder)


def test_importing_and_constructing_imports_no_torch(tiny_model_folder):
    code = (
        "import sys; from embeddings.sentence_encoder import SentenceEncoder as E;"
        f"e = E({str(tiny_model_folder)!r}); e.encoder_id; e.dimension;"
        "assert 'torch' not in sys.modules and 'sentence_transformers' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_vectors_are_unit_float32_rows_of_a_sentence_transformer(encoder):
    from sentence_transformers import SentenceTransformer

    vectors = encoder.encode(["余热回收", "waste heat"])
    assert isinstance(encoder.load(), SentenceTransformer)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "😀", "\ud83d"])
def test_a_text_without_known_words_is_the_zero_vector(encoder, text):
    assert not np.any(encoder.encode([text]))


def test_no_texts_give_no_rows(encoder):
    assert encoder.encode([]).shape == (0, 16)


def test_a_vector_does_not_depend_on_the_other_texts_of_a_batch(encoder):
    together = encoder.encode(["余热", "供暖 waste heat 回收", "", "余热"])
    np.testing.assert_array_equal(together[0], together[3])
    np.testing.assert_allclose(encoder.encode(["余热"])[0], together[0], atol=1e-6)


def test_texts_that_are_segmented_differently_still_share_tokens(encoder):
    first, second = encoder.encode(["余热", "热余"])
    assert float(first @ second) > 0.5


def test_many_threads_load_one_model(tiny_model_folder):
    fresh = SentenceEncoder(tiny_model_folder)
    found = []
    threads = [threading.Thread(target=lambda: found.append(fresh.load())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(model) for model in found}) == 1


def test_a_loading_error_is_kept(tmp_path):
    (tmp_path / "card.json").write_text("{}")
    (tmp_path / "table.npy").write_bytes(b"")
    broken = SentenceEncoder(tmp_path)
    with pytest.raises(EncoderLoadError, match="cannot load"):
        broken.load()
    with pytest.raises(EncoderLoadError, match="cannot load"):
        broken.encode(["余热"])


def test_any_sentence_transformers_folder_can_be_named(tmp_path, tiny_model_folder):
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer

    from embeddings import model_folder

    tokenizer = Tokenizer.from_str(model_folder.read_tokenizer(tiny_model_folder))
    weights = model_folder.read_table(tiny_model_folder)
    stock = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu"
    )
    folder = tmp_path / "stock-model"
    stock.save(str(folder))
    encoder = SentenceEncoder(folder)
    assert encoder.encoder_id.startswith("stock-model@")
    assert encoder.dimension == 16
    vectors = encoder.encode(["余热 回收", "waste heat"])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(
        vectors, stock.encode(["余热 回收", "waste heat"], normalize_embeddings=True), atol=1e-6
    )


def test_a_name_that_is_nowhere_is_a_loading_error(monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(EncoderLoadError, match="no-such/model"):
        SentenceEncoder("no-such/model").encode(["余热"])
