"""Boxes of the atlas: gaps can be seen, small parts hit, large parts not drawn one by one."""

import pytest

from data.reference.taxonomy import topics
from data.vocabulary import AtlasSize
from matcher.atlas.cells import MOST_ENTRIES, SMALLEST_SHARE, cells
from matcher.atlas.tree import make_tree
from matcher.atlas.treemap import Box
from tests.unit.matcher.atlas.test_entries import entry

WHOLE = Box(0, 0, 1000, 600)
TOPICS = list(topics())


def drawn(entries, node="", measure=AtlasSize.POTENTIAL):
    tree = make_tree(entries, TOPICS, measure=measure)
    return cells(tree.below(node), WHOLE, measure=measure)


def test_the_whole_is_drawn_down_to_topics_and_every_gap_has_an_area():
    found = drawn([entry(1, potential_tco2_per_year=1e6)])

    leaves = [cell for cell in found if not cell.is_group]
    assert {cell.node.code for cell in leaves} == set(TOPICS)
    assert {cell.depth for cell in leaves} == {2}
    assert min(cell.box.area for cell in leaves) > 0.3 * SMALLEST_SHARE * WHOLE.area / 2


def test_a_type_is_drawn_down_to_its_technologies():
    found = drawn([entry(i, potential_tco2_per_year=i * 100.0) for i in range(1, 6)], "2.1")

    singles = [cell for cell in found if cell.entry]
    assert [cell.entry.technology_id for cell in singles] == [5, 4, 3, 2, 1]
    assert singles[0].box.area == pytest.approx(5 * singles[-1].box.area, rel=1e-6)


def test_an_unknown_size_is_drawn_smaller_than_the_usual_known_one():
    sizes = [None, 100.0, 200.0, 300.0]
    found = drawn([entry(i, potential_tco2_per_year=s) for i, s in enumerate(sizes)], "2.1.02")

    by_id = {cell.entry.technology_id: cell.box.area for cell in found}
    assert by_id[0] == pytest.approx(by_id[2] / 4)


def test_where_nothing_is_known_all_are_equal():
    found = drawn([entry(i, potential_tco2_per_year=None) for i in range(4)], "2.1.02")

    assert {round(cell.box.area) for cell in found} == {150_000}


def test_too_many_technologies_are_not_drawn_one_by_one():
    crowd = [entry(i) for i in range(MOST_ENTRIES + 1)]

    assert not [cell for cell in drawn(crowd, "2.1") if cell.entry]
    assert drawn(crowd, "2.1.02") == []
