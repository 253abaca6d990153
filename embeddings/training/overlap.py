"""`python -m embeddings.training.overlap`: what is wrong with the authored pairs, and counts."""

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from embeddings.training.authored import PAIRS_FOLDER, Authored, read_authored

MAX_SHARED = 0.5
"""No two pairs share more of their character 5-grams, on either side."""
MIN_PAIRS, MIN_SYNONYMS, MIN_HARD_NEGATIVES = 4000, 1500, 1000
TOPICS = 97
_GRAM = 5
_HAN = re.compile("[一-鿿]")
_LATIN = re.compile("[A-Za-z]{3,}")
_SHORT, _LONG = 20, 45


def problems(authored: Authored) -> Iterator[str]:
    """Yield every fault of the pairs, synonyms and hard negatives, one line each."""
    for side, name in enumerate(("need", "technology")):
        for first, second in near_copies([pair[side] for pair in authored.needs]):
            yield f"two pairs share more than half of a {name}: {first!r} and {second!r}"
    seen = Counter(frozenset(text.lower().strip() for text in pair) for pair in authored.synonyms)
    yield from (f"synonym stands twice: {sorted(key)}" for key, count in seen.items() if count > 1)
    yield from (f"synonym of itself: {sorted(key)}" for key in seen if len(key) == 1)
    twice = Counter(authored.hard_negatives)
    yield from (f"hard negative stands twice: {key}" for key, count in twice.items() if count > 1)
    right = set(authored.needs)
    yield from (f"answer and decoy at once: {pair}" for pair in twice if pair in right)


def shortfalls(authored: Authored) -> Iterator[str]:
    """Yield what is missing of the numbers that the encoder needs."""
    for name, count, least in (
        ("pairs", len(authored.needs), MIN_PAIRS),
        ("synonym rows", len(authored.synonyms), MIN_SYNONYMS),
        ("hard negatives", len(authored.hard_negatives), MIN_HARD_NEGATIVES),
        ("topics with pairs", len(set(authored.topics) - {""}), TOPICS),
    ):
        if count < least:
            yield f"{count} {name}, at least {least} are needed"


def near_copies(texts: list[str]) -> Iterator[tuple[str, str]]:
    """Yield texts that share more than half of the 5-grams of the shorter one.

    Notes
    -----
    Space and case do not count. Only texts that share a gram are compared.
    """
    grams: list[set[str]] = []
    holders: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        own = _grams(text)
        shared = Counter(other for gram in own for other in holders.get(gram, ()))
        for other, count in sorted(shared.items()):
            if count > MAX_SHARED * min(len(own), len(grams[other])):
                yield texts[other], text
        grams.append(own)
        for gram in own:
            holders.setdefault(gram, []).append(number)


def voices(authored: Authored) -> Counter[str]:
    """Return how many needs there are of each language and length."""
    return Counter(f"{_language(need)}, {_length(need)}" for need, _ in authored.needs)


def _grams(text: str) -> set[str]:
    plain = "".join(text.lower().split())
    return {plain[start : start + _GRAM] for start in range(max(1, len(plain) - _GRAM + 1))}


def _language(text: str) -> str:
    if not _HAN.search(text):
        return "English"
    return "mixed" if _LATIN.search(text) else "Chinese"


def _length(text: str) -> str:
    # A Chinese character says about as much as half an English word of six letters.
    size = len(text) if _HAN.search(text) else len(text) / 3
    if size < _SHORT:
        return "short"
    return "long" if size > _LONG else "medium"


def main() -> None:
    """Print faults, shortfalls and counts; exit 1 if anything is wrong."""
    parser = argparse.ArgumentParser(prog="python -m embeddings.training.overlap")
    parser.add_argument("pairs", type=Path, nargs="?", default=PAIRS_FOLDER)
    authored = read_authored(parser.parse_args().pairs)
    found = [*problems(authored), *shortfalls(authored)]
    for line in found:
        print(line)
    print(
        f"{len(authored.needs)} pairs of {len(set(authored.topics))} topics, "
        f"{len(authored.synonyms)} synonym rows, {len(authored.hard_negatives)} hard negatives"
    )
    for voice, count in sorted(voices(authored).items()):
        print(f"  {voice}: {count}")
    raise SystemExit(1 if found else 0)


if __name__ == "__main__":
    main()
