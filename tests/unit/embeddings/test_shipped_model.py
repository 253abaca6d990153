"""The model in the repository: its size, and what it must know."""

import json

import numpy as np
import pytest

from embeddings import model_folder
from embeddings.sentence_encoder import SHIPPED_MODEL, SentenceEncoder

MAX_BYTES = 30 * 2**20


@pytest.fixture(scope="module")
def encoder():
    return SentenceEncoder()


def similarity(encoder, first, second):
    left, right = encoder.encode([first, second])
    return float(left @ right)


def test_it_fits_in_thirty_megabytes_with_its_card_and_record():
    files = [path for path in SHIPPED_MODEL.iterdir() if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= MAX_BYTES
    assert {"README.md", "training.json"} <= {path.name for path in files}


def test_the_card_tells_the_size_of_the_table():
    card = model_folder.read_card(SHIPPED_MODEL)
    table = model_folder.read_table(SHIPPED_MODEL)
    assert table.shape == (card.vocabulary_count, card.dimension)
    assert not np.any(table[0])


def test_the_record_names_inputs_and_seeds():
    record = json.loads((SHIPPED_MODEL / "training.json").read_text())
    assert all(len(digest) == 64 for digest in record["inputs_sha256"].values())
    assert record["authored"]["pairs"] > 0
    assert {"seed", "steps"} <= set(record["domain_stage"])


@pytest.mark.parametrize(
    ("first", "same", "other"),
    [
        ("供暖", "采暖", "稻田"),
        ("笑气减排", "氧化亚氮催化分解", "光伏组件"),
        ("空压机散掉的热想烧洗澡水", "空气压缩机余热回收制取热水", "秸秆还田固碳"),
        ("waste heat recovery for heating", "余热回收供暖", "六氟化硫回收"),
        ("coal mine ventilation air methane", "乏风瓦斯蓄热氧化", "数据中心液冷"),
        ("机房空调太费电", "数据中心间接蒸发冷却", "反刍动物甲烷"),
    ],
)
def test_what_means_the_same_is_nearer_than_something_else(encoder, first, same, other):
    assert similarity(encoder, first, same) > similarity(encoder, first, other) + 0.2
