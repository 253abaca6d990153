"""Texts as bags of token ids, in flat arrays: words first, then the multi-granular rest."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from embeddings.expansion import expand, remove_invisible

_AT_ONCE = 4096
UNKNOWN_ID = 0


@dataclass(frozen=True, slots=True)
class Bags:
    """Token ids of many texts.

    Parameters
    ----------
    ids
        All ids, text after text.
    starts
        Where each text begins, and the end. Shape (n + 1,).
    plain_counts
        How many of a text's ids come from the text itself; the rest from its bigrams and
        characters. Shape (n,).
    """

    ids: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int64]
    plain_counts: npt.NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.plain_counts)

    def take(
        self, rows: npt.NDArray[np.int64], *, expanded: bool
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
        """Return the ids of some texts and, for each id, its place in `rows`."""
        first = self.starts[rows]
        length = self.starts[rows + 1] - first if expanded else self.plain_counts[rows]
        before = np.cumsum(length) - length
        places = np.repeat(first - before, length) + np.arange(int(length.sum()))
        return self.ids[places], np.repeat(np.arange(len(rows)), length)


def bag_texts(tokenizer: Tokenizer, texts: list[str]) -> Bags:
    """Tokenise texts plainly and expanded; unknown tokens are left out."""
    ids: list[npt.NDArray[np.int32]] = []
    lengths: list[int] = []
    plain_counts: list[int] = []
    pieces: dict[str, list[int]] = {}
    for start in range(0, len(texts), _AT_ONCE):
        part = [remove_invisible(text) for text in texts[start : start + _AT_ONCE]]
        rest = [expand(text)[len(text) :].split() for text in part]
        _learn(pieces, tokenizer, {piece for one in rest for piece in one})
        plain = tokenizer.encode_batch_fast(part, add_special_tokens=False)
        for one, more in zip(plain, rest, strict=True):
            known = [token for token in one.ids if token != UNKNOWN_ID]
            added = [token for piece in more for token in pieces[piece]]
            ids.append(np.array(known + added, dtype=np.int32))
            lengths.append(len(known) + len(added))
            plain_counts.append(len(known))
    return Bags(
        ids=np.concatenate([*ids, np.empty(0, dtype=np.int32)]),
        starts=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        plain_counts=np.array(plain_counts, dtype=np.int64),
    )


def _learn(pieces: dict[str, list[int]], tokenizer: Tokenizer, wanted: set[str]) -> None:
    """Add the known token ids of bigrams and characters; each is tokenised once, not each time."""
    new = sorted(wanted - pieces.keys())
    encoded = tokenizer.encode_batch_fast(new, add_special_tokens=False)
    for piece, one in zip(new, encoded, strict=True):
        pieces[piece] = [token for token in one.ids if token != UNKNOWN_ID]


def embed(bags: Bags, table: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return unit vectors of all texts, expanded, zero for empty ones. Shape (n, d)."""
    out = np.zeros((len(bags), table.shape[1]), dtype=np.float32)
    for start in range(0, len(bags), _AT_ONCE):
        rows = np.arange(start, min(start + _AT_ONCE, len(bags)))
        ids, owner = bags.take(rows, expanded=True)
        out[rows] = bag_matrix(ids, owner, len(rows), len(table)) @ table
    length = np.linalg.norm(out, axis=1, keepdims=True)
    out /= np.where(length > 0, length, 1)
    return out


def bag_matrix(
    ids: npt.NDArray[np.integer], owner: npt.NDArray[np.int64], count: int, width: int
) -> "scipy.sparse.csr_array":  # type: ignore[name-defined]  # noqa: F821
    """Return the matrix whose product with a table is the sum of each bag's rows."""
    import scipy.sparse

    weight = np.ones(len(ids), dtype=np.float32)
    return scipy.sparse.csr_array((weight, (owner, ids)), shape=(count, width))
