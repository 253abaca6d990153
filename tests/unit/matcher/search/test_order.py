"""Every order pages through every row once, from keys that stand in an address."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.vocabulary import CatalogueSort
from matcher.search.columns import build_columns
from matcher.search.order import Ordering, merged, read_key, written_key
from matcher.search.relevance import Leg, contains, relevance, words_in
from tests.unit.matcher.search.rows import drawn_rows, make_row


def _relevance(columns):
    ids = columns.ids[::2]
    leg = Leg(ids, np.linspace(0.9, 0.1, len(ids)).astype(np.float32))
    return relevance(columns, contains(columns, "1"), dense=leg, lexical=Leg.empty())


@settings(max_examples=40)
@given(drawn_rows, st.sampled_from(list(CatalogueSort)), st.integers(1, 4))
def test_pages_of_two_parts_hold_every_row_once_and_in_order(rows, sort, limit):
    parts = [build_columns(rows[::2]), build_columns(rows[1::2])]
    orderings = [Ordering(part, sort, _relevance(part)) for part in parts]
    kept = [np.ones(len(part), dtype=bool) for part in parts]
    seen, keys, after = [], [], None
    while True:
        ordered = [
            (one, one.page(mask, after=after, limit=limit))
            for one, mask in zip(orderings, kept, strict=True)
        ]
        page = merged(ordered, limit)
        if not page:
            break
        seen += [int(parts[number].ids[row]) for _, number, row in page]
        keys += [key for key, _, _ in page]
        last = page[-1][0]
        after = read_key(written_key(last), abs(int(last[-1])), sort)
        assert after == last

    assert sorted(seen) == [row.technology_id for row in rows]
    assert keys == sorted(keys)


def test_names_stand_in_the_order_of_their_pinyin():
    rows = [make_row(n, name=name) for n, name in enumerate(["余热", "光伏", "储能"], start=1)]
    columns = build_columns(rows)
    page = Ordering(columns, CatalogueSort.NAME).page(np.ones(3, dtype=bool), after=None, limit=9)

    assert [columns.names[row] for row in page] == ["储能", "光伏", "余热"]


@pytest.mark.parametrize("sort", [CatalogueSort.POTENTIAL, CatalogueSort.COST])
def test_what_is_unknown_stands_last(sort):
    known = {"abatement_potential_2030_tco2_per_year": 3.0, "cost_yuan_per_tco2": 3.0}
    rows = [make_row(1, **dict.fromkeys(known)), make_row(2, **known)]
    columns = build_columns(rows)

    assert Ordering(columns, sort).page(np.ones(2, dtype=bool), after=None, limit=9) == [1, 0]


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("x", CatalogueSort.PUBLISHED),
        ("", CatalogueSort.PUBLISHED),
        ("inf", CatalogueSort.PUBLISHED),
        ("nan", CatalogueSort.COST),
        ("1.0", CatalogueSort.RELEVANCE),
        ("1.0", CatalogueSort.NEWEST),
    ],
)
def test_a_key_of_another_order_is_refused(text, sort):
    with pytest.raises(ValueError, match=r"^"):
        read_key(text, 1, sort)


def test_words_stand_before_likeness_and_what_is_far_is_left_out():
    columns = build_columns([make_row(number) for number in (1, 2, 3, 4)])
    has_words = np.array([False, False, True, False])
    dense = Leg(np.array([1, 2, 4, 77]), np.array([0.8, 0.7, 0.2, 0.9], dtype=np.float32))
    found = relevance(columns, has_words, dense=dense, lexical=Leg.empty())
    page = Ordering(columns, CatalogueSort.RELEVANCE, found).page(found.kept, after=None, limit=9)

    assert columns.ids[page].tolist() == [3, 1, 2]


def test_words_are_in_lower_case_and_at_most_eight():
    assert words_in("  LNG 余热 ") == ["lng", "余热"]
    assert len(words_in("a " * 20)) == 8


@given(
    st.lists(st.text("热泵ab", max_size=5), max_size=8), st.text("热泵ab", min_size=1, max_size=2)
)
def test_a_word_is_found_in_the_labels_that_contain_it(labels, word):
    columns = build_columns([make_row(n, label=one) for n, one in enumerate(labels, start=1)])

    assert contains(columns, word).tolist() == [word in one for one in labels]
