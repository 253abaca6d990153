"""Signal: whether the technology is about the media and energy carriers of the need."""

from matcher.columns import SubjectArray
from matcher.profiles import FloatArray
from matcher.signals.coverage import covered_share


def medium_signal(media_masks: SubjectArray, wanted: int) -> FloatArray:
    """Score the share of the need's media (flue gas, steam, methane …) the technology names.

    Parameters
    ----------
    media_masks : (n,) uint64
        Media in the words of each technology, as bits of `media.csv`; 0 names none.
    wanted : int
        Media in the words of the need; 0 none.

    Returns
    -------
    (n,) float
        Signal in [0, 1]; NaN where either side names none. [unitless]

    References
    ----------
    .. [1] docs/decisions/0120-inferred-signals.md.
    """
    return covered_share(media_masks, wanted)
