"""Scale of retrieval similarities: relative to the best found, never flattering a poor best."""

import numpy as np

from matcher.profiles import FloatArray

CONTRAST = 2.0
"""Power that sets what is close apart from the rest. Source: docs/decisions/0044-fit-signals.md."""


def relative_similarity(similarity: FloatArray, *, best: float, reference: float) -> FloatArray:
    r"""Scale similarities by the best one, or by a reference where even the best is poor.

    .. math:: s_i = \min\left(\frac{\max(x_i, 0)}{\max(x_{best}, x_0)}, 1\right)^2

    Parameters
    ----------
    similarity : (n,) float
        Cosine similarities :math:`x`; NaN unknown. [-1, 1]
    best : float
        Best similarity :math:`x_{best}` among everything eligible; NaN when none is known.
    reference : float
        Similarity :math:`x_0`, positive; a best below it does not score one.

    Returns
    -------
    (n,) float
        Signal in [0, 1], rising in similarity; NaN stays NaN. [unitless]

    Raises
    ------
    ValueError
        If the reference is not positive.

    References
    ----------
    .. [1] docs/decisions/0044-fit-signals.md.
    """
    if reference <= 0:
        raise ValueError(f"reference similarity must be positive, got {reference}")
    divisor = best if best > reference else reference
    scaled: FloatArray = (similarity.clip(min=0.0) / divisor).clip(max=1.0) ** CONTRAST
    return scaled


def closeness_share(signal: float) -> float:
    """Return the plain share of the best similarity that a signal stands for, in [0, 1]."""
    return float(np.power(signal, 1.0 / CONTRAST))
