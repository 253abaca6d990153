"""Writing numbers so that they read back exactly: no exponent, no rounding, no grouping."""

from decimal import Decimal

from data.forms.units import factor_of

Number = Decimal | float | int


def exact(value: Number) -> Decimal:
    """Return the number as people would write it: the shortest digits that give a float."""
    return value if isinstance(value, Decimal) else Decimal(repr(value))


def plain(value: Decimal) -> str:
    """Return every digit of the number without an exponent or needless zeros."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def in_unit(value: Number, *, unit: str, written: str) -> str:
    """Return the amount in the unit that people write, exactly.

    Parameters
    ----------
    value : number
        In `unit` of the field dictionary.
    written : str
        Unit of the box, such as 万元 or %.
    """
    factor = factor_of(unit, written) if unit and written else None
    return plain(exact(value) if factor is None else exact(value) / factor)
