"""The internal hold-out: needs of topics a twin never saw, in catalogues of real size."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from embeddings.training.authored import Authored
from embeddings.training.sources import Pair

FOLDS = 4
REPORTED_FOLD = 0
"""What the card reports; settings are chosen on another fold."""
CATALOGUES = 12
PER_TOPIC = 2
_SEED = 0


@dataclass(frozen=True, slots=True)
class HeldOutCatalogue:
    """Technologies by id, and needs with the ids that answer them.

    References
    ----------
    docs/decisions/0110-internal-hold-out.md.
    """

    technologies: dict[str, str]
    needs: list[tuple[str, frozenset[str]]]


def held_out_topics(authored: Authored, fold: int = REPORTED_FOLD) -> list[str]:
    """Return every fourth topic code, beginning with the `fold`-th."""
    return sorted(set(authored.topics))[fold::FOLDS]


def without_topics(authored: Authored, held: list[str]) -> Authored:
    """Return what a twin may learn from.

    Pairs of held-out topics are left out, and hard negatives that share a need or a technology
    with them; synonyms stay, they belong to no need.
    """
    rows = list(zip(authored.needs, authored.topics, strict=True))
    kept = [(pair, topic) for pair, topic in rows if topic not in held]
    gone = {text for pair, topic in rows if topic in held for text in pair}
    return Authored(
        needs=[pair for pair, _ in kept],
        topics=[topic for _, topic in kept],
        synonyms=authored.synonyms,
        hard_negatives=[pair for pair in authored.hard_negatives if not gone & set(pair)],
    )


def held_out_catalogues(authored: Authored, fold: int = REPORTED_FOLD) -> list[HeldOutCatalogue]:
    """Deal the pairs of every topic, two at a time, to 12 catalogues; judge held-out needs."""
    held = set(held_out_topics(authored, fold))
    dealt = {
        topic: list(_dealt(pairs, is_held=topic in held))
        for topic, pairs in sorted(_by_topic(authored).items())
    }
    return [
        _catalogue({topic: hands[number] for topic, hands in dealt.items()}, held)
        for number in range(CATALOGUES)
    ]


def _by_topic(authored: Authored) -> dict[str, list[Pair]]:
    found: dict[str, list[Pair]] = {}
    for pair, topic in zip(authored.needs, authored.topics, strict=True):
        found.setdefault(topic, []).append(pair)
    return found


def _dealt(pairs: list[Pair], *, is_held: bool) -> Iterator[list[Pair]]:
    """Yield each catalogue's pairs: held-out ones once, others again when they run out."""
    order = random.Random(_SEED).sample(pairs, len(pairs))
    for number in range(CATALOGUES):
        places = range(number * PER_TOPIC, (number + 1) * PER_TOPIC)
        if is_held:
            yield [order[place] for place in places if place < len(order)]
        else:
            yield [order[place % len(order)] for place in places]


def _catalogue(hands: dict[str, list[Pair]], held: set[str]) -> HeldOutCatalogue:
    texts = sorted({technology for pairs in hands.values() for _, technology in pairs})
    ids = {text: f"H{number:04d}" for number, text in enumerate(texts, start=1)}
    answers: dict[str, set[str]] = {}
    for topic in held & set(hands):
        for need, technology in hands[topic]:
            answers.setdefault(need, set()).add(ids[technology])
    return HeldOutCatalogue(
        technologies={name: text for text, name in ids.items()},
        needs=[(need, frozenset(found)) for need, found in sorted(answers.items())],
    )
