"""Signal: whether the technology is of a type the demand names."""

from collections.abc import Sequence

import numpy as np

from matcher.codes import UNKNOWN_CODE, type_code
from matcher.columns import Int16Array
from matcher.profiles import FloatArray

SAME_CATEGORY = 0.5
"""Value within the category of a wanted type. Source: docs/decisions/0044-fit-signals.md."""


def category_signal(type_codes: Int16Array, wanted: Sequence[str]) -> FloatArray:
    r"""Score a wanted type one, its category one half, anything else zero.

    Parameters
    ----------
    type_codes : (n,) int
        Category times ten plus type (2.1 is 21); -1 unknown.
    wanted : sequence of str
        Categories (2), types (2.1) or topics (2.1.03) the demand names; empty when it names none.

    Returns
    -------
    (n,) float
        Signal in {0, 0.5, 1}; NaN where the type is unknown or the demand names none. [unitless]

    References
    ----------
    .. [1] docs/decisions/0044-fit-signals.md.
    """
    if not wanted:
        return np.full(len(type_codes), np.nan)
    value = np.zeros(len(type_codes))
    value[np.isin(type_codes // 10, [int(code[0]) for code in wanted])] = SAME_CATEGORY
    value[np.isin(type_codes, [type_code(code) for code in wanted])] = 1.0
    whole = [int(code) for code in wanted if len(code) == 1]
    value[np.isin(type_codes // 10, whole)] = 1.0
    value[type_codes == UNKNOWN_CODE] = np.nan
    return value
