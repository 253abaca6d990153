"""The files of a model folder."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from embeddings import model_folder


@given(arrays(np.float32, (5, 8), elements=st.floats(-50, 50, width=32)))
def test_quantised_rows_differ_by_less_than_a_hundredth_of_their_largest_number(table):
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model_folder.write(folder, name="x", table=table, tokenizer_json="{}")
        read = model_folder.read_table(folder)
    largest = np.abs(table).max(axis=1, keepdims=True)
    assert np.all(np.abs(read - table) <= largest * 0.01 + 1e-5)


def test_the_content_hash_follows_the_table(tmp_path):
    table = np.eye(3, dtype=np.float32)
    model_folder.write(tmp_path, name="x", table=table, tokenizer_json="{}")
    before = model_folder.content_hash(tmp_path)
    (tmp_path / "README.md").write_text("a card changes nothing")
    assert model_folder.content_hash(tmp_path) == before
    table[0, 0] = 0.5
    table[0, 1] = 1.0
    model_folder.write(tmp_path, name="x", table=table, tokenizer_json="{}")
    assert model_folder.content_hash(tmp_path) != before


def test_a_foreign_folder_is_named_and_hashed_by_its_files(tmp_path):
    folder = tmp_path / "bge"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    assert not model_folder.is_ours(folder)
    assert model_folder.name_of(folder) == "bge"
    before = model_folder.content_hash(folder)
    (folder / "config.json").write_text("[]")
    assert model_folder.content_hash(folder) != before


def test_large_files_are_hashed_by_samples(tmp_path, monkeypatch):
    monkeypatch.setattr(model_folder, "_WHOLE_FILE_BYTES", 10)
    monkeypatch.setattr(model_folder, "_SAMPLE_BYTES", 4)
    (tmp_path / "weights.bin").write_bytes(b"abcdefghijklmnop")
    before = model_folder.content_hash(tmp_path)
    (tmp_path / "weights.bin").write_bytes(b"abcdefghijklmnoX")
    assert model_folder.content_hash(tmp_path) != before


def test_an_unknown_format_is_refused(tmp_path):
    model_folder.write(tmp_path, name="x", table=np.eye(2, dtype=np.float32), tokenizer_json="{}")
    card = json.loads((tmp_path / "card.json").read_text())
    (tmp_path / "card.json").write_text(json.dumps(card | {"format": "other"}))
    with pytest.raises(ValueError, match="unknown model format"):
        model_folder.read_card(tmp_path)
