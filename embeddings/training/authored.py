"""The project's own training pairs: needs with the technology that answers them, synonyms."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from embeddings.training.sources import Pair

PAIRS_FOLDER = Path(__file__).parent / "pairs"


@dataclass(slots=True)
class Authored:
    """Rows of `pairs/*.jsonl` by kind.

    Parameters
    ----------
    needs
        (need, technology that answers it).
    topics
        Topic code of each need, "" where none is given.
    synonyms
        (word, its synonym, abbreviation or translation).
    hard_negatives
        (need, technology that looks alike but does not answer it).
    """

    needs: list[Pair] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    synonyms: list[Pair] = field(default_factory=list)
    hard_negatives: list[Pair] = field(default_factory=list)

    def texts(self) -> list[str]:
        """Return all texts."""
        return [text for pair in self.needs + self.synonyms + self.hard_negatives for text in pair]


def read_authored(folder: Path = PAIRS_FOLDER) -> Authored:
    """Return all rows of the folder's files, in the order of their names.

    Raises
    ------
    ValueError
        If a row has no known kind, names file and line.
    """
    authored = Authored()
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip():
                continue
            try:
                _add(authored, json.loads(line))
            except (KeyError, ValueError) as error:
                raise ValueError(f"{path.name}:{number}: {error!r}") from error
    return authored


def _add(authored: Authored, row: dict[str, str]) -> None:
    kind = row["kind"]
    if kind == "pair":
        authored.needs.append((row["demand"], row["technology"]))
        authored.topics.append(row.get("topic", ""))
    elif kind == "synonym":
        authored.synonyms.append((row["a"], row["b"]))
    elif kind == "hard_negative":
        authored.hard_negatives.append((row["demand"], row["technology"]))
    else:
        raise ValueError(f"unknown kind {kind!r}")
