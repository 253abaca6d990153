"""The catalogue as a tree: categories, types, topics, technologies, with what each level holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from data.vocabulary import AtlasSize, TechnologyStage
from matcher.atlas.entries import AtlasEntry

TOPIC_DEPTH = 2
"""Dots in the code of a topic, x.y.zz."""

UNSORTED = "?"
"""Last part of the code of technologies that name no topic of their type: 2.1.? (and ?)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A category, type or topic with everything below it.

    Parameters
    ----------
    code
        "" the whole, 2, 2.1, 2.1.03; 2.1.? technologies of 2.1 without a topic, ? without a type.
    size
        Sum of the known sizes below; 0 where nothing is known, which `unknown_count` explains.
    unknown_count
        Technologies below whose size is not known.
    promotion_count, demonstration_count
        Technologies below by stage; the stage of the rest is unknown.
    cost_yuan_per_tco2
        Median of the known unit costs below; None if there is none.
    children
        Next level in the notice's order; empty for topics.
    entries
        Technologies of a topic, largest first, unknown sizes last.
    """

    code: str
    count: int
    size: float
    unknown_count: int
    promotion_count: int
    demonstration_count: int
    cost_yuan_per_tco2: float | None
    children: tuple["Node", ...] = ()
    entries: tuple[AtlasEntry, ...] = ()

    @property
    def is_gap(self) -> bool:
        """Whether the notice names this direction and no technology follows it."""
        return self.count == 0

    def gaps(self) -> tuple[str, ...]:
        """Return the topics below that no technology follows, in the notice's order."""
        if not self.children:
            is_topic = self.code.count(".") == TOPIC_DEPTH
            return (self.code,) if is_topic and self.is_gap else ()
        return tuple(code for child in self.children for code in child.gaps())

    def below(self, code: str) -> "Node | None":
        """Return the node of a code, this one or one below; None if there is none."""
        if code == self.code:
            return self
        found = (child.below(code) for child in self.children)
        return next((node for node in found if node is not None), None)


def make_tree(
    entries: Iterable[AtlasEntry],
    topics: Sequence[str],
    *,
    measure: AtlasSize,
    has_filter: bool = False,
) -> Node:
    """Return the tree of a catalogue.

    Parameters
    ----------
    entries
        Technologies; each stands once, under its first topic.
    topics
        All topic codes in the notice's order: those without a technology are its gaps.
    measure
        What sizes are.
    has_filter
        Under a filter an empty topic is no gap of the catalogue: it is left out.
    """
    by_topic: dict[str, list[AtlasEntry]] = {} if has_filter else {code: [] for code in topics}
    known = set(topics)
    for entry in entries:
        by_topic.setdefault(_place(entry, known), []).append(entry)
    ordered = sorted(by_topic, key=_order)
    leaves = {code: _leaf(code, by_topic[code], measure) for code in ordered}
    return _branch("", leaves, measure)


def _place(entry: AtlasEntry, known: set[str]) -> str:
    if entry.topic in known and (
        entry.technology_type is None or str(entry.topic).startswith(f"{entry.technology_type}.")
    ):
        return str(entry.topic)
    return f"{entry.technology_type}.{UNSORTED}" if entry.technology_type else UNSORTED


def _order(code: str) -> tuple[str, ...]:
    return tuple("~" if part == UNSORTED else part.zfill(2) for part in code.split("."))


def _leaf(code: str, entries: list[AtlasEntry], measure: AtlasSize) -> Node:
    def rank(entry: AtlasEntry) -> tuple[bool, float, int]:
        size = entry.size(measure)
        return size is None, -(size or 0.0), entry.technology_id

    ordered = tuple(sorted(entries, key=rank))
    return _node(code, ordered, measure, children=(), kept=ordered)


def _branch(code: str, leaves: Mapping[str, Node], measure: AtlasSize) -> Node:
    depth = code.count(".") + 1 if code else 0
    groups: dict[str, dict[str, Node]] = {}
    for leaf_code, leaf in leaves.items():
        groups.setdefault(".".join(leaf_code.split(".")[: depth + 1]), {})[leaf_code] = leaf
    children = tuple(
        group[key] if key in group else _branch(key, group, measure)
        for key, group in groups.items()
    )
    below = tuple(entry for leaf in leaves.values() for entry in leaf.entries)
    return _node(code, below, measure, children=children, kept=())


def _node(
    code: str,
    entries: tuple[AtlasEntry, ...],
    measure: AtlasSize,
    *,
    children: tuple[Node, ...],
    kept: tuple[AtlasEntry, ...],
) -> Node:
    sizes = [entry.size(measure) for entry in entries]
    costs = [e.cost_yuan_per_tco2 for e in entries if e.cost_yuan_per_tco2 is not None]
    return Node(
        code=code,
        count=len(entries),
        size=float(sum(size for size in sizes if size is not None)),
        unknown_count=sum(size is None for size in sizes),
        promotion_count=sum(e.stage is TechnologyStage.PROMOTION for e in entries),
        demonstration_count=sum(e.stage is TechnologyStage.DEMONSTRATION for e in entries),
        cost_yuan_per_tco2=median(costs) if costs else None,
        children=children,
        entries=kept,
    )
