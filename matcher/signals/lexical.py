"""Signal: how many telling characters and character pairs the two texts share."""

from matcher.profiles import FloatArray
from matcher.signals.relative import relative_similarity

REFERENCE_COSINE = 0.1
"""TF-IDF cosine under which even the best is no full match. Source: docs/decisions/0044."""


def lexical_signal(cosine: FloatArray, *, best: float) -> FloatArray:
    r"""Score shared wording by the cosine of character (1, 2)-gram TF-IDF.

    .. math:: s_i = x_i / \max(x_{best}, x_0)

    Parameters
    ----------
    cosine : (n,) float
        TF-IDF cosine; NaN where the leg does not apply (texts with few Han characters). [0, 1]
    best : float
        Best cosine among everything eligible; NaN when none is known.

    Returns
    -------
    (n,) float
        Signal in [0, 1], rising in the cosine; NaN stays NaN. [unitless]

    References
    ----------
    .. [1] RULINGS 9; docs/decisions/0044-fit-signals.md.
    """
    return relative_similarity(cosine, best=best, reference=REFERENCE_COSINE)
