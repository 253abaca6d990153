"""A number read out of a text: what it measures, between which bounds, and where it stands."""

from dataclasses import dataclass

from data.vocabulary.quantities import Comparator, QuantityKind


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of a text.

    Attributes
    ----------
    kind : QuantityKind
        What it measures.
    low, high : float or None
        Bounds in `unit`; None is open, equal bounds are one figure.
    unit : str
        The unit converted to: yuan, yuan/t, month, degC, MPa, tCO2, t, kWh, GJ, tce, m3, Nm3,
        m3/h, t/h, m2, kW, kV; "1" for a share.
    comparator : Comparator
        How the text bounds it.
    text : str
        The words as written, comparator included.
    start, end : int
        Where they stand in the text as given.
    approximate : bool
        Whether the text says about, 左右, 多, 几: such a number never becomes a limit.
    """

    kind: QuantityKind
    low: float | None
    high: float | None
    unit: str
    comparator: Comparator
    text: str
    start: int
    end: int
    approximate: bool = False
