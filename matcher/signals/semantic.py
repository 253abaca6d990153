"""Signal: how close in meaning the demand's text and the technology's text are."""

from matcher.profiles import FloatArray
from matcher.signals.relative import relative_similarity

REFERENCE_COSINE = 0.3
"""Cosine under which even the best is no full match. Source: docs/decisions/0044."""


def semantic_signal(cosine: FloatArray, *, best: float) -> FloatArray:
    r"""Score closeness in meaning by the encoder's cosine, relative to the best found.

    .. math:: s_i = \left(\max(x_i, 0) / \max(x_{best}, x_0)\right)^2

    Parameters
    ----------
    cosine : (n,) float
        Cosine of the two texts' vectors; NaN where the technology has no vector yet. [-1, 1]
    best : float
        Best cosine among everything eligible; NaN when none is known.

    Returns
    -------
    (n,) float
        Signal in [0, 1], rising in the cosine; NaN stays NaN. [unitless]

    References
    ----------
    .. [1] docs/decisions/0044-fit-signals.md.
    """
    return relative_similarity(cosine, best=best, reference=REFERENCE_COSINE)
