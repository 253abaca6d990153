"""Signal: whether the technology is for the field of application of the need."""

from matcher.columns import SubjectArray
from matcher.profiles import FloatArray
from matcher.signals.coverage import covered_share


def field_signal(field_masks: SubjectArray, wanted: int) -> FloatArray:
    """Score the share of the need's fields (steel, cement, data centres …) the technology is for.

    Parameters
    ----------
    field_masks : (n,) uint64
        Fields each technology states or names, as bits of `field_words.csv`; 0 names none.
    wanted : int
        Fields in the words of the need; 0 none.

    Returns
    -------
    (n,) float
        Signal in [0, 1]; NaN where either side names none. [unitless]

    References
    ----------
    .. [1] docs/decisions/0120-inferred-signals.md.
    """
    return covered_share(field_masks, wanted)
