"""The internal hold-out as judged folders."""

import json

import pytest

from embeddings.training.authored import read_authored
from embeddings.training.hold_out import CATALOGUES, held_out_topics
from matcher.services.hold_out import is_seen_in_training, judged_hold_out, written_folders
from matcher.services.judged_folder import read_judged_folders


@pytest.fixture(scope="module")
def catalogues():
    return judged_hold_out()


def test_a_catalogue_has_the_size_of_a_real_one_and_both_languages(catalogues):
    assert len(catalogues) == CATALOGUES
    assert all(150 <= len(one.technologies) <= 194 for one in catalogues)
    languages = {demand.language for one in catalogues for demand in one.demands}
    assert languages == {"zh", "en"}
    assert sum(len(one.demands) for one in catalogues) >= 300


def test_written_folders_read_the_same(catalogues, tmp_path):
    assert len(list(written_folders(tmp_path, catalogues))) == CATALOGUES
    again = read_judged_folders(tmp_path)
    assert [one.technologies for one in again] == [dict(one.technologies) for one in catalogues]
    assert [one.demands for one in again] == [one.demands for one in catalogues]


def test_a_model_says_whether_it_was_trained_on_the_needs(tmp_path):
    record = tmp_path / "training.json"
    assert not is_seen_in_training(str(tmp_path))
    assert not is_seen_in_training("BAAI/bge-m3")
    record.write_text(json.dumps({"dimension": 256}))
    assert is_seen_in_training(str(tmp_path))
    held = held_out_topics(read_authored(), 0)
    record.write_text(json.dumps({"held_out_topics": held}))
    assert not is_seen_in_training(str(tmp_path), fold=0)
    assert is_seen_in_training(str(tmp_path), fold=1)
