"""Columns follow the rows they were made of, built at once or changed step by step."""

from dataclasses import fields

import numpy as np
from hypothesis import given, settings

from matcher.search.columns import TOPICS, SearchColumns, build_columns
from tests.unit.matcher.search.rows import drawn_rows, make_row


def same(first: SearchColumns, second: SearchColumns) -> bool:
    """Whether two columns say the same, padding aside."""
    for one in fields(SearchColumns):
        a, b = getattr(first, one.name), getattr(second, one.name)
        if a.ndim == 2:
            a, b = ([[v for v in row if v >= 0] for row in x.tolist()] for x in (a, b))
            if a != b:
                return False
        elif a.dtype.kind == "f":
            if not np.array_equal(a, b, equal_nan=True):
                return False
        elif not np.array_equal(a, b):
            return False
    return True


@settings(max_examples=25)
@given(drawn_rows, drawn_rows)
def test_changes_give_what_building_anew_gives(before, after):
    columns = build_columns(before).with_changes(after, {row.technology_id for row in before})

    assert same(columns, build_columns(after))


def test_a_change_leaves_the_others_as_they_were():
    columns = build_columns([make_row(1), make_row(2), make_row(5)])
    changed = columns.with_changes([make_row(2, batch_id=9)], {2, 5})

    assert same(changed, build_columns([make_row(1), make_row(2, batch_id=9)]))


def test_a_topic_is_inferred_only_where_none_is_named():
    columns = build_columns([make_row(1, topics=()), make_row(2, topics=(TOPICS[3],))])
    inferred = columns.with_inferred_topics({1: TOPICS[0], 2: TOPICS[0], 99: TOPICS[0]})

    assert inferred.topics[:, 0].tolist() == [0, 3]
    assert columns.topics[:, 0].tolist() == [-1, 3]


def test_topics_are_inferred_where_nobody_names_one():
    inferred = build_columns([make_row(1, topics=())]).with_inferred_topics({1: TOPICS[2]})

    assert inferred.topics.tolist() == [[2]]


def test_an_id_that_is_not_there_has_no_row():
    columns = build_columns([make_row(3), make_row(8)])

    assert columns.rows_of(np.array([8, 4, 3, 100])).tolist() == [1, -1, 0, -1]
    assert build_columns([]).rows_of(np.array([1])).tolist() == [-1]
