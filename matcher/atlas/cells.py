"""Where each part of the tree is drawn: nested boxes, gaps and unknown sizes visible."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from data.vocabulary import AtlasSize
from matcher.atlas.entries import AtlasEntry
from matcher.atlas.tree import Node
from matcher.atlas.treemap import Box, squarified

SMALLEST_SHARE = 0.004
"""Least share of the picture a topic gets: gaps and small ones can be seen and hit."""

UNKNOWN_SHARE = 0.25
"""A technology of unknown size is drawn as a quarter of the median known one.

Source of both: docs/decisions/0180-atlas.md.
"""

MOST_ENTRIES = 240
"""Technologies drawn one by one; where a part holds more, its topics are drawn."""

EDGE, HEAD = 2.0, 20.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One box: a part of the tree with its depth below the drawn node, or one technology."""

    box: Box
    node: Node
    depth: int
    entry: AtlasEntry | None = None
    is_group: bool = False
    """Whether further boxes lie inside; its name stands in its head line."""


def cells(node: Node, whole: Box, *, measure: AtlasSize) -> list[Cell]:
    """Return the boxes of a node, outer ones before what lies inside them.

    Down to topics; down to technologies where the node holds at most `MOST_ENTRIES` of them.

    Parameters
    ----------
    node
        Any part of the tree.
    whole
        The picture. [pixels]
    measure
        What areas stand for; where nothing is known, all technologies are equal.
    """
    scale = _Scale.of(node, measure)
    is_single = 0 < node.count <= MOST_ENTRIES and node.code != ""
    drawn: list[Cell] = []
    _fill(node, whole, scale, is_single=is_single, depth=0, drawn=drawn)
    return drawn


@dataclass(frozen=True, slots=True)
class _Scale:
    """What sizes become before they are areas."""

    measure: AtlasSize
    unknown: float
    smallest: float

    @classmethod
    def of(cls, node: Node, measure: AtlasSize) -> "_Scale":
        known = [s for s in _sizes(node, measure) if s]
        unknown = UNKNOWN_SHARE * median(known) if known else 1.0
        whole = node.size + node.unknown_count * unknown
        return cls(measure, unknown, max(whole * SMALLEST_SHARE, 1e-9) if whole else 1.0)

    def node(self, node: Node) -> float:
        if node.children:
            return sum(self.node(child) for child in node.children)
        return max(node.size + node.unknown_count * self.unknown, self.smallest)

    def entry(self, entry: AtlasEntry) -> float:
        size = entry.size(self.measure)
        return max(self.unknown if size is None else size, self.smallest / 10)


def _sizes(node: Node, measure: AtlasSize) -> list[float | None]:
    if not node.children:
        return [entry.size(measure) for entry in node.entries]
    return [size for child in node.children for size in _sizes(child, measure)]


def _fill(
    node: Node, box: Box, scale: _Scale, *, is_single: bool, depth: int, drawn: list[Cell]
) -> None:
    if node.children:
        parts: Sequence[Node] = node.children
        boxes = squarified([scale.node(part) for part in parts], box)
        for part, part_box in zip(parts, boxes, strict=True):
            has_inside = bool(part.children) or (is_single and part.count > 0)
            drawn.append(Cell(part_box, part, depth, is_group=has_inside))
            if has_inside:
                inside = part_box.inset(edge=EDGE, head=HEAD if part_box.height > 3 * HEAD else 0)
                _fill(part, inside, scale, is_single=is_single, depth=depth + 1, drawn=drawn)
    elif is_single:
        boxes = squarified([scale.entry(entry) for entry in node.entries], box)
        for entry, entry_box in zip(node.entries, boxes, strict=True):
            drawn.append(Cell(entry_box, node, depth, entry=entry))
