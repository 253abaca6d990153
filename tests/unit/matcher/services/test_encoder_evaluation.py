"""The evaluation table of an encoder."""

import pytest

from embeddings.hashing_encoder import HashingEncoder
from matcher.services.encoder_evaluation import (
    METHODS,
    JudgedDemand,
    evaluate_catalogues,
    evaluate_encoder,
)

TECHNOLOGIES = {
    "a": "低温余热回收供暖技术",
    "b": "低浓度瓦斯蓄热氧化发电技术",
    "c": "waste heat power generation",
    "d": "低温余热回收供暖",
}


def rows(demands):
    table = evaluate_encoder(HashingEncoder(), technologies=TECHNOLOGIES, demands=demands)
    return {(row.language, row.method, row.measure): row.estimate for row in table}


def test_the_table_has_every_method_and_measure_by_language():
    found = rows(
        [
            JudgedDemand(text="余热回收供暖", language="zh", relevant=frozenset({"a", "d"})),
            JudgedDemand(text="瓦斯发电", language="zh", relevant=frozenset({"b"})),
            JudgedDemand(text="waste heat power", language="en", relevant=frozenset({"c"})),
        ]
    )
    assert len(found) == 2 * len(METHODS) * 4
    assert found["zh", "fused", "hit_at_1"].mean == 1
    assert found["zh", "lexical", "recall_at_10"].count == 2
    assert found["en", "fused", "ndcg_at_10"].mean == pytest.approx(
        found["en", "dense", "ndcg_at_10"].mean
    )


def test_excluded_technologies_leave_the_ranking():
    demand = JudgedDemand(
        text="低温余热回收供暖",
        language="zh",
        relevant=frozenset({"a"}),
        excluded=frozenset({"d"}),
    )
    assert rows([demand])["zh", "lexical", "hit_at_1"].mean == 1


def test_needs_of_several_catalogues_are_ranked_within_their_own():
    need = JudgedDemand(text="余热回收供暖", language="zh", relevant=frozenset({"d"}))
    other = {"d": "瓦斯发电", "e": "余热回收供暖"}
    found = {
        (row.method, row.measure): row.estimate
        for row in evaluate_catalogues(HashingEncoder(), [(TECHNOLOGIES, [need]), (other, [need])])
    }
    assert found["lexical", "hit_at_1"].count == 2
    assert found["lexical", "hit_at_1"].mean == pytest.approx(0.5)
