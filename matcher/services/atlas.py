"""Use cases of the technology atlas: the picture under filters, and supply beside demand."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from data.models import Demand
from data.queries import atlas as reads
from data.queries.technologies import region_prefix
from data.reference.taxonomy import topics
from data.vocabulary import AtlasSize, Role
from matcher.atlas.balance import TopicBalance, balances
from matcher.atlas.entries import AtlasEntry, is_within
from matcher.atlas.tree import Node, make_tree
from matcher.services import access
from matcher.services.actor import Actor
from matcher.services.atlas_snapshot import AtlasSnapshot, SnapshotCache
from matcher.services.errors import NotFoundError

LISTED_NEEDS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class AtlasFilter:
    """What the picture is narrowed to; empty is no limit."""

    field: str = ""
    """Chinese label of a field of application."""

    region_code: str = ""
    max_cost_yuan_per_tco2: float | None = None

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return bool(self.field or self.region_code) or self.max_cost_yuan_per_tco2 is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class AtlasPicture:
    """The tree of what passes the filters, and the whole around it."""

    root: Node
    node: Node
    entries: tuple[AtlasEntry, ...]
    """Those of the node, by id."""

    total_count: int
    """Published technologies, filters or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtlasBalance:
    """Supply and demand by topic."""

    topics: tuple[TopicBalance, ...]
    unplaced_technology_count: int
    unplaced_need_count: int


def picture(
    session: Session, cache: SnapshotCache, *, wanted: AtlasFilter, node: str, measure: AtlasSize
) -> AtlasPicture:
    """Return the published catalogue as a tree.

    Raises
    ------
    NotFoundError
        If the taxonomy has no node of that code.
    """
    snapshot = cache.current(session)
    codes = list(topics())
    root = _narrowed(snapshot, wanted, measure) if wanted.is_set else snapshot.tree(measure)
    found = root.below(node)
    if found is None and not _exists(node, codes):
        raise NotFoundError("atlas_node", node)
    found = found or make_tree([], [], measure=measure, has_filter=True)
    return AtlasPicture(
        root=root, node=found, entries=_below(found), total_count=len(snapshot.entries)
    )


def _narrowed(snapshot: AtlasSnapshot, wanted: AtlasFilter, measure: AtlasSize) -> Node:
    prefix = region_prefix(wanted.region_code) if wanted.region_code else ""
    kept = (
        entry
        for entry in snapshot.entries.values()
        if is_within(
            entry,
            field=wanted.field,
            region_prefix=prefix,
            max_cost_yuan_per_tco2=wanted.max_cost_yuan_per_tco2,
        )
    )
    return make_tree(kept, list(topics()), measure=measure, has_filter=True)


def balance(session: Session, cache: SnapshotCache, *, actor: Actor | None) -> AtlasBalance:
    """Return published technologies and open needs of every topic."""
    snapshot = cache.current(session)
    placed = reads.need_topics(session, visible=access.needs_counted_for(actor))
    return AtlasBalance(
        topics=balances(
            list(topics()), snapshot.topics.values(), (code for code in placed if code)
        ),
        unplaced_technology_count=sum(not codes for codes in snapshot.topics.values()),
        unplaced_need_count=Counter(placed)[None],
    )


def technologies_of_topic(
    session: Session, cache: SnapshotCache, *, topic: str
) -> tuple[AtlasEntry, ...]:
    """Return the published technologies that answer a topic, by id."""
    snapshot = cache.current(session)
    return tuple(e for e in snapshot.entries.values() if topic in snapshot.topics[e.technology_id])


def needs_of_topic(session: Session, *, actor: Actor, topic: str) -> Sequence[Demand]:
    """Return the newest open needs of a topic that this actor may read, without what he may not."""
    if actor.role in {Role.EXPERT, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}:
        return ()
    return reads.needs_of_topic(
        session, topic=topic, visible=access.demands_readable_by(actor), limit=LISTED_NEEDS
    )


def _exists(node: str, codes: Sequence[str]) -> bool:
    return any(code == node or code.startswith(f"{node}.") for code in codes)


def _below(node: Node) -> tuple[AtlasEntry, ...]:
    found = list(node.entries)
    for child in node.children:
        found += _below(child)
    return tuple(sorted(found, key=lambda entry: entry.technology_id))
