"""The tree: every technology once, sums add up, gaps are named."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference.taxonomy import topics
from data.vocabulary import AtlasSize, TechnologyStage
from matcher.atlas.tree import make_tree
from tests.unit.matcher.atlas.test_entries import entry

TOPICS = list(topics())

placed = st.builds(
    entry,
    number=st.integers(1, 10**6),
    topic=st.one_of(st.none(), st.sampled_from(TOPICS)),
    technology_type=st.one_of(st.none(), st.sampled_from(["1.1", "2.1", "5.4"])),
    potential_tco2_per_year=st.one_of(st.none(), st.floats(0, 1e8)),
    stage=st.one_of(st.none(), st.sampled_from(TechnologyStage)),
)


@settings(max_examples=40)
@given(st.lists(placed, max_size=20))
def test_every_technology_stands_once_and_sums_add_up(entries):
    root = make_tree(entries, TOPICS, measure=AtlasSize.POTENTIAL)

    def leaves(node):
        return [leaf for child in node.children for leaf in leaves(child)] or [node]

    assert sum(len(leaf.entries) for leaf in leaves(root)) == root.count == len(entries)
    known = [e.potential_tco2_per_year for e in entries if e.potential_tco2_per_year is not None]
    assert root.size == pytest.approx(sum(known))
    assert root.unknown_count == len(entries) - len(known)
    for node in (n for n in (root, *root.children) if n.children):
        assert sum(child.count for child in node.children) == node.count
        assert sum(child.size for child in node.children) == pytest.approx(node.size)


def test_topics_without_a_technology_are_gaps_in_the_notices_order():
    root = make_tree([entry(topic="2.1.02")], TOPICS, measure=AtlasSize.COUNT)

    assert root.gaps() == tuple(code for code in TOPICS if code != "2.1.02")
    assert [child.code for child in root.children] == ["1", "2", "3", "4", "5"]


def test_under_a_filter_nothing_is_called_a_gap():
    root = make_tree([entry()], TOPICS, measure=AtlasSize.COUNT, has_filter=True)

    assert root.gaps() == ()
    assert root.below("2.1.02").count == 1
    assert root.below("1.1.01") is None


def test_a_topic_of_another_type_than_the_stated_one_is_not_believed():
    root = make_tree(
        [entry(technology_type="5.1", topic="2.1.02"), entry(2, technology_type=None, topic=None)],
        TOPICS,
        measure=AtlasSize.COUNT,
    )

    assert root.below("5.1.?").count == 1
    assert root.children[-1].code == "?"
    assert root.children[-1].count == 1


def test_the_largest_stands_first_and_unknown_sizes_last():
    entries = [
        entry(1, potential_tco2_per_year=None),
        entry(2, potential_tco2_per_year=5.0),
        entry(3, potential_tco2_per_year=9.0, cost_yuan_per_tco2=None),
        entry(4, potential_tco2_per_year=0.0, cost_yuan_per_tco2=150.0),
    ]

    topic = make_tree(entries, TOPICS, measure=AtlasSize.POTENTIAL).below("2.1.02")

    assert [e.technology_id for e in topic.entries] == [3, 2, 4, 1]
    assert topic.cost_yuan_per_tco2 == 50.0
    assert topic.promotion_count == 4
    assert topic.demonstration_count == 0
