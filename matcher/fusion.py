"""Dense and lexical similarity as one score for ranking."""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

DENSE_WEIGHT = 0.5
"""Share of the dense leg for Chinese texts (docs/decisions/0023-fusion.md)."""
MIN_HAN_SHARE = 0.30
"""Below it a text shares no characters with a Chinese catalogue: dense only (same decision)."""

_HAN = re.compile("[㐀-䶿一-鿿]")

FloatArray = npt.NDArray[np.float64]


def han_share(text: str) -> float:
    """Return the share of Han characters among the letters of a text, within [0, 1].

    Digits, signs and space count neither way: "降低 30% 电耗" is all Chinese. A text without
    letters gives 0.
    """
    letters = sum(character.isalpha() for character in text)
    return len(_HAN.findall(text)) / letters if letters else 0.0


def uses_lexical(text: str) -> bool:
    """Tell whether the lexical leg says anything about a need: Han characters are 30 % or more."""
    return han_share(text) >= MIN_HAN_SHARE


def dense_weight(text: str, *, weight: float = DENSE_WEIGHT) -> float:
    """Return the weight of the dense leg for a need's text: 1 where Han characters are under 30 %.

    Parameters
    ----------
    text
        The need as written.
    weight
        Weight for Chinese texts, within [0, 1].
    """
    return weight if uses_lexical(text) else 1.0


def max_normalised(scores: Sequence[float] | npt.NDArray[np.floating]) -> FloatArray:
    """Return scores over their largest; negative ones and unknown (NaN) ones give 0.

    Returns
    -------
    Within [0, 1]; all 0 if no score is above 0. Shape as given.
    """
    known = np.nan_to_num(np.asarray(scores, dtype=np.float64), nan=0.0).clip(min=0.0)
    largest = known.max(initial=0.0)
    return known / largest if largest > 0 else known


def fuse(
    dense: Sequence[float] | npt.NDArray[np.floating],
    lexical: Sequence[float] | npt.NDArray[np.floating],
    weight: float = DENSE_WEIGHT,
) -> FloatArray:
    """Return weighted max-normalised fusion of two legs over the same candidates.

    f_i = w d_i / max(d) + (1 - w) l_i / max(l)

    Parameters
    ----------
    dense, lexical
        Cosines; NaN = the leg does not know the candidate, counts as 0. A leg that knows none
        leaves its weight to the other. Shape (n,).
    weight
        w, the share of the dense leg, within [0, 1].

    Returns
    -------
    Within [0, 1]. Shape (n,).

    Raises
    ------
    ValueError
        If the legs differ in length or the weight is outside [0, 1].

    References
    ----------
    Fox and Shaw (1994), Combination of multiple searches (CombSUM over max-normalised scores).
    docs/decisions/0023-fusion.md.
    """
    if len(dense) != len(lexical):
        raise ValueError(f"{len(dense)} dense scores and {len(lexical)} lexical ones")
    if not 0 <= weight <= 1:
        raise ValueError("the weight must be within [0, 1]")
    if np.all(np.isnan(lexical)):
        weight = 1.0
    elif np.all(np.isnan(dense)):
        weight = 0.0
    return weight * max_normalised(dense) + (1 - weight) * max_normalised(lexical)
