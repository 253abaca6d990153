"""Keeping the development set out of training: authored texts that come too near are left out."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from embeddings.training.authored import Authored
from embeddings.training.sources import Pair

DEVELOPMENT_FOLDER = "development"
MAX_NEED_OVERLAP = 0.30
MAX_TECHNOLOGY_OVERLAP = 0.50
_HAN = re.compile("[一-鿿]")
_HAN_GRAM, _LATIN_GRAM = 5, 12


def held_out_texts(data: Path) -> tuple[list[str], list[str]]:
    """Return the needs and the technologies of the development set, empty if it is not there."""
    folder = data / DEVELOPMENT_FOLDER
    if not folder.is_dir():
        return [], []
    needs = [row["text"] for row in _rows(folder / "demands.jsonl")]
    technologies = _rows(folder / "technologies.jsonl")
    return needs, [f"{row['name']} {row['technical_principle']}" for row in technologies]


def without_leaks(authored: Authored, needs: list[str], technologies: list[str]) -> Authored:
    """Return the authored rows without those near to a held-out text.

    Overlap is the number of shared character 5-grams (12-grams of texts without Han) over the
    number in the shorter text; above .30 between needs or .50 between technologies a row is
    left out.
    """
    gram_needs = [_grams(text) for text in needs]
    gram_technologies = [_grams(text) for text in technologies]

    def clean(pair: Pair) -> bool:
        near_need = _overlap(pair[0], gram_needs) > MAX_NEED_OVERLAP
        return not near_need and _overlap(pair[1], gram_technologies) <= MAX_TECHNOLOGY_OVERLAP

    kept = [
        (pair, topic)
        for pair, topic in zip(authored.needs, authored.topics, strict=True)
        if clean(pair)
    ]
    return Authored(
        needs=[pair for pair, _ in kept],
        topics=[topic for _, topic in kept],
        synonyms=authored.synonyms,
        hard_negatives=[pair for pair in authored.hard_negatives if clean(pair)],
    )


def _overlap(text: str, others: Iterable[set[str]]) -> float:
    grams = _grams(text)
    shared = (len(grams & other) / max(1, min(len(grams), len(other))) for other in others)
    return max(shared, default=0.0)


def _grams(text: str) -> set[str]:
    length = _HAN_GRAM if _HAN.search(text) else _LATIN_GRAM
    return {text[start : start + length] for start in range(max(1, len(text) - length + 1))}


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
