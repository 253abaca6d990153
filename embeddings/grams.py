"""Characters and pairs of characters of texts, as integer keys, counted for many texts at once."""

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embeddings.expansion import remove_invisible

_SPACE = re.compile(r"[\s\x00]+")
_CHARACTER_BITS = 21
_ROW_BITS = 21
_ROW_MASK = (1 << _ROW_BITS) - 1
MAX_ROWS = 1 << _ROW_BITS
_MAX_COUNT = 255


@dataclass(frozen=True, slots=True)
class GramCounts:
    """How often each gram stands in each text, sorted by gram, then by text."""

    keys: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int32]
    counts: npt.NDArray[np.uint8]


def normalise(text: str) -> str:
    """Return NFKC lower case without invisible characters, spaces as one blank."""
    folded = unicodedata.normalize("NFKC", remove_invisible(text)).lower()
    return _SPACE.sub(" ", folded).strip()


def count_grams(texts: list[str]) -> GramCounts:
    """Count single characters and overlapping pairs of the normalised texts.

    A key is the first code point times 2^21 plus the second, 0 for a single character. Counts
    stop at 255.

    Raises
    ------
    ValueError
        If there are more than 2^21 texts (counts are packed with the row into 63 bits).
    """
    if len(texts) > MAX_ROWS:
        raise ValueError(f"at most {MAX_ROWS} texts at once")
    points = [np.frombuffer(normalise(text).encode("utf-32-le"), dtype="<u4") for text in texts]
    lengths = np.fromiter((len(one) for one in points), dtype=np.int64, count=len(points))
    code = np.concatenate([*points, np.empty(0, dtype="<u4")]).astype(np.int64)
    row = np.repeat(np.arange(len(points), dtype=np.int64), lengths)
    single = code << _CHARACTER_BITS
    inside = row[:-1] == row[1:]
    pair = (single[:-1] | code[1:])[inside]
    packed = np.concatenate([(single << _ROW_BITS) | row, (pair << _ROW_BITS) | row[:-1][inside]])
    distinct, counts = np.unique(packed, return_counts=True)
    return GramCounts(
        keys=distinct >> _ROW_BITS,
        rows=(distinct & _ROW_MASK).astype(np.int32),
        counts=np.minimum(counts, _MAX_COUNT).astype(np.uint8),
    )


def pair_keys(word: str) -> npt.NDArray[np.int64]:
    """Return the keys of a word's pairs of neighbours, or of the word if it is one character.

    A text with all of them contains a word of one or two characters, and nearly surely a longer
    one.
    """
    keys = count_grams([word]).keys
    pairs = keys[(keys & ((1 << _CHARACTER_BITS) - 1)) != 0]
    return pairs if len(pairs) else keys
