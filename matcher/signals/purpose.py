"""Signal: whether the technology serves the purposes of the need."""

from matcher.columns import SubjectArray
from matcher.profiles import FloatArray
from matcher.signals.coverage import covered_share


def purpose_signal(purpose_masks: SubjectArray, wanted: int) -> FloatArray:
    """Score the share of the need's purposes (heating, power, monitoring …) the technology names.

    Parameters
    ----------
    purpose_masks : (n,) uint64
        Purposes in the words of each technology, as bits of `purposes.csv`; 0 names none.
    wanted : int
        Purposes in the words of the need; 0 none.

    Returns
    -------
    (n,) float
        Signal in [0, 1]; NaN where either side names none. [unitless]

    References
    ----------
    .. [1] docs/decisions/0120-inferred-signals.md.
    """
    return covered_share(purpose_masks, wanted)
