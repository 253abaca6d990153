"""Topics held out of training, and the catalogues their needs are judged in."""

import pytest

from embeddings.training.authored import Authored
from embeddings.training.hold_out import (
    CATALOGUES,
    PER_TOPIC,
    held_out_catalogues,
    held_out_topics,
    without_topics,
)


@pytest.fixture
def authored():
    topics = [f"1.1.{number:02d}" for number in range(1, 9)]
    sizes = [30, 3, 5, 40, 30, 2, 7, 25]
    rows = [
        (topic, place) for topic, size in zip(topics, sizes, strict=True) for place in range(size)
    ]
    return Authored(
        needs=[(f"need {topic} {place}", f"technology {topic} {place}") for topic, place in rows],
        topics=[topic for topic, _ in rows],
        synonyms=[("供暖", "采暖")],
        hard_negatives=[
            ("need 1.1.01 0", "decoy"),
            ("need 1.1.02 0", "technology 1.1.05 1"),
            ("need 1.1.02 0", "decoy"),
        ],
    )


def test_every_fourth_topic_is_held_out(authored):
    assert held_out_topics(authored, 0) == ["1.1.01", "1.1.05"]
    assert held_out_topics(authored, 3) == ["1.1.04", "1.1.08"]


def test_a_twin_sees_no_text_of_a_held_out_topic(authored):
    kept = without_topics(authored, held_out_topics(authored, 0))
    assert not any("1.1.01" in text or "1.1.05" in text for text in kept.texts())
    assert len(kept.needs) == len(kept.topics) == 82
    assert kept.hard_negatives == [("need 1.1.02 0", "decoy")]
    assert kept.synonyms == authored.synonyms


def test_without_topics_held_out_everything_stays(authored):
    assert without_topics(authored, []) == authored


def test_a_held_out_need_is_judged_once_among_two_technologies_a_topic(authored):
    found = held_out_catalogues(authored, 0)
    assert len(found) == CATALOGUES
    needs = [need for one in found for need, _ in one.needs]
    assert len(needs) == len(set(needs)) == 2 * CATALOGUES * PER_TOPIC
    assert all("1.1.01" in need or "1.1.05" in need for need in needs)
    for one in found:
        assert len(one.technologies) == 8 * PER_TOPIC
        for need, relevant in one.needs:
            assert [one.technologies[name] for name in relevant] == [
                need.replace("need", "technology")
            ]


def test_a_held_out_topic_with_few_pairs_is_not_dealt_again(authored):
    needs = [need for one in held_out_catalogues(authored, 1) for need, _ in one.needs]
    assert sum("1.1.02" in need for need in needs) == 3
    assert sum("1.1.06" in need for need in needs) == 2


def test_a_need_with_two_answers_in_a_catalogue_has_both(authored):
    authored.needs[:30] = [("one need", technology) for _, technology in authored.needs[:30]]
    first = held_out_catalogues(authored, 0)[0]
    relevant = dict(first.needs)["one need"]
    assert len(relevant) == PER_TOPIC


def test_the_same_pairs_are_dealt_the_same_way(authored):
    assert held_out_catalogues(authored, 0) == held_out_catalogues(authored, 0)
