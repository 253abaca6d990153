"""The pipeline in small: vocabulary, bags, loss going down, domain selection, two stages."""

import json
import lzma

import numpy as np
import pytest

from embeddings.expansion import expand
from embeddings.training.authored import Authored
from embeddings.training.bags import bag_texts, embed
from embeddings.training.domain import domain_rows
from embeddings.training.sources import SOURCES, checksums, read_pairs, taxonomy_pairs
from embeddings.training.stages import domain_pairs, domain_stage, public_stage
from embeddings.training.table import Settings, Task, train
from embeddings.training.tokenizer import (
    UNKNOWN,
    base_vocabulary,
    build_tokenizer,
    extended_vocabulary,
)

pytest.importorskip("jieba")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::SyntaxWarning")

TOPICS = ["余热 回收", "光伏 发电", "甲烷 减排", "碳 捕集", "储能 电池", "制冷 剂"]
ENGLISH = [
    "waste heat",
    "solar power",
    "methane",
    "carbon capture",
    "battery storage",
    "refrigerant",
]


@pytest.fixture(scope="module")
def counts():
    from embeddings.training.tokenizer import Counts

    counted = Counts()
    counted.feed(["余热回收用于供暖", "光伏发电 solar power", "waste heat recovery"] * 6)
    return counted


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    (folder / "training").mkdir()
    rng = np.random.default_rng(0)
    lines = []
    for _ in range(240):
        which = int(rng.integers(len(TOPICS)))
        noise = "".join(rng.choice(list("甲乙丙丁戊己庚辛"), 3))
        lines.append(f"{TOPICS[which]}{noise}\t{ENGLISH[which]} {noise.encode().hex()[:4]}")
    for source in SOURCES:
        (folder / source.file).write_bytes(lzma.compress("\n".join(lines).encode()))
    topic = {
        "code": "1.1.01",
        "zh": "余热利用技术",
        "en": "waste heat",
        "keywords": ["余热", "供暖"],
    }
    kind = {"code": "1.1", "zh": "节能", "en": "saving", "keywords": ["回收"]}
    kind["sub_technologies"] = [topic]
    taxonomy = {"categories": [{"code": "1", "zh": "类", "en": "class", "types": [kind]}]}
    (folder / "taxonomy.json").write_text(json.dumps(taxonomy))
    return folder


def test_words_beat_their_characters_and_the_first_piece_is_unknown(counts):
    vocabulary = base_vocabulary(counts, ["碳捕集"])
    assert vocabulary[0][0] == UNKNOWN
    tokens = build_tokenizer(vocabulary).encode("余热回收 碳捕集 Solar").tokens
    assert "碳捕集" in tokens
    assert "solar" in tokens
    assert "余热" in tokens


def test_new_pieces_follow_the_old_ones_and_keep_their_places(counts):
    base = base_vocabulary(counts, [])
    longer = extended_vocabulary(base, ["冷媒泄漏", "冷媒泄漏", "orc orc"], 3)
    assert longer[: len(base)] == base
    assert 0 < len(longer) - len(base) <= 3


def test_a_bag_holds_the_text_first_and_the_expansion_behind_it(counts):
    tokenizer = build_tokenizer(base_vocabulary(counts, []))
    bags = bag_texts(tokenizer, ["余热回收", "", "💡"])
    assert len(bags) == 3
    assert bags.plain_counts.tolist() == [2, 0, 0]
    known = [token for token in tokenizer.encode(expand("余热回收")).ids if token]
    assert bags.ids.tolist() == known
    plain, owner = bags.take(np.array([1, 0]), expanded=False)
    assert (len(plain), owner.tolist()) == (2, [1, 1])


def test_training_brings_the_two_sides_of_a_pair_together(counts):
    tokenizer = build_tokenizer(base_vocabulary(counts, ["碳捕集"]))
    left = bag_texts(tokenizer, ["余热", "光伏", "供暖", "碳捕集"])
    right = bag_texts(tokenizer, ["waste", "solar", "heat", "power"])
    table = np.random.default_rng(0).standard_normal((tokenizer.get_vocab_size(), 16)) * 0.1
    table = table.astype(np.float32)
    lines = []
    settings = Settings(steps=200, batch=4, rate=0.02, drop=0.0, nested=(8, 4))
    train(table, [Task("words", left, right, 1.0)], settings, report=lines.append)
    nearest = np.argmax(embed(left, table) @ embed(right, table).T, axis=1)
    assert nearest.tolist() == [0, 1, 2, 3]
    nested = np.argmax(embed(left, table[:, :8]) @ embed(right, table[:, :8]).T, axis=1)
    assert nested.tolist() == [0, 1, 2, 3]
    assert len(lines) == 2


def test_a_decoy_is_pushed_away_from_its_own_need_only(counts):
    tokenizer = build_tokenizer(base_vocabulary(counts, ["碳捕集"]))
    left = bag_texts(tokenizer, ["余热", "光伏"])
    right = bag_texts(tokenizer, ["waste heat", "solar power"])
    need, decoy = bag_texts(tokenizer, ["余热"]), bag_texts(tokenizer, ["供暖"])
    start = np.random.default_rng(0).standard_normal((tokenizer.get_vocab_size(), 16)) * 0.1
    start[need.ids[0]] = start[decoy.ids[0]]
    table = start.astype(np.float32)
    task = Task("needs", left, right, 1.0, (need, decoy))
    settings = Settings(steps=150, batch=4, rate=0.02, drop=0.0, nested=(8,))
    train(table, [task], settings, report=lambda line: None)
    assert float((embed(need, table) @ embed(decoy, table).T)[0, 0]) < 0.35


def test_domain_selection_takes_the_texts_nearest_to_the_anchors(counts):
    tokenizer = build_tokenizer(base_vocabulary(counts, []))
    table = np.random.default_rng(0).standard_normal((tokenizer.get_vocab_size(), 32))
    texts = ["光伏发电 solar power", "余热回收用于供暖", "余热"]
    anchors = bag_texts(tokenizer, ["余热回收用于供暖"] * 5)
    rows = domain_rows(bag_texts(tokenizer, texts), anchors, table.astype(np.float32), 1)
    assert rows.tolist() == [1]


def test_sources_are_read_in_seeded_order_with_checksums(data):
    first = read_pairs(data, SOURCES[0], seed=1)
    assert first == read_pairs(data, SOURCES[0], seed=1)
    assert first != read_pairs(data, SOURCES[0], seed=2)
    assert set(checksums(data)) == {source.file for source in SOURCES} | {"taxonomy.json"}
    assert ("供暖", "余热利用技术") in taxonomy_pairs(data)


def test_both_stages_run_and_the_same_seed_gives_the_same_model(data):
    def run():
        settings = Settings(steps=20, batch=32, nested=(16, 8), seed=3)
        public = public_stage(
            data, dimension=32, settings=settings, extra=["瓦斯"], report=lambda line: None
        )
        authored = Authored(
            needs=[("凉水塔冒汽", "余热回收"), ("屋顶空着", "光伏发电")],
            topics=["1.1.01", "1.1.01"],
            synonyms=[("供暖", "采暖")],
            hard_negatives=[("凉水塔冒汽", "冷却塔填料清洗")],
        )
        selected = domain_pairs(data, public, 3)
        return domain_stage(
            data, public, selected, authored, settings=settings, runs=2, report=lambda line: None
        )

    first, again = run(), run()
    assert [piece for piece, _ in first.vocabulary] == [piece for piece, _ in again.vocabulary]
    np.testing.assert_array_equal(first.table, again.table)
    assert not np.any(first.table[0])
    assert first.table.shape == (len(first.vocabulary), 32)
