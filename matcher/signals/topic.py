"""Signal: how probable the technology's type is as what the need's text asks for."""

from collections.abc import Mapping

import numpy as np

from matcher.codes import type_code
from matcher.columns import Int16Array
from matcher.profiles import FloatArray

REFERENCE_PROBABILITY = 0.3
"""Where no type is this probable, none scores one. Source: docs/decisions/0120."""


def topic_signal(type_codes: Int16Array, probabilities: Mapping[str, float]) -> FloatArray:
    r"""Score the inferred probability of each technology's type, relative to the most probable.

    .. math:: s_i = p_{t(i)} / \max(p_{best}, p_0)

    Parameters
    ----------
    type_codes : (n,) int
        Category times ten plus type (2.1 is 21); -1 unknown.
    probabilities : mapping of str to float
        By type, summing to one; empty where nothing was inferred.

    Returns
    -------
    (n,) float
        Signal in [0, 1]; NaN where the type is unknown or nothing was inferred. [unitless]

    References
    ----------
    .. [1] docs/decisions/0120-inferred-signals.md; docs/decisions/0121-inferred-type.md.
    """
    value = np.full(len(type_codes), np.nan)
    if not probabilities:
        return value
    scale = max(*probabilities.values(), REFERENCE_PROBABILITY)
    by_code = np.full(100, np.nan)
    for code, probability in probabilities.items():
        by_code[type_code(code)] = probability / scale
    known = type_codes >= 0
    value[known] = by_code[type_codes[known]]
    return value
