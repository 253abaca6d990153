"""Supply beside demand, topic by topic."""

from matcher.atlas.balance import balances


def test_a_technology_supplies_each_of_its_topics_once():
    found = balances(["a", "b", "c"], [("a", "b", "a"), ("a",)], ["b", "b", "c", "x"])

    assert [(b.topic, b.technology_count, b.need_count) for b in found] == [
        ("a", 2, 0),
        ("b", 1, 2),
        ("c", 0, 1),
    ]


def test_needs_that_outnumber_technologies_are_said_to():
    a, b, c = balances(["a", "b", "c"], [("a",), ("b",)], ["b", "b", "c"])

    assert not a.is_short
    assert b.is_short
    assert c.is_short
    assert c.is_unanswered
    assert not b.is_unanswered
    assert not a.is_unanswered
