"""Quantities read out of Chinese and English free text (RULINGS 5; decision 0032)."""

from matcher.quantities.quantity import Quantity
from matcher.quantities.reading import read_quantities
from matcher.quantities.understanding import (
    FIELDS,
    Evidence,
    Understood,
    field_key,
    understood,
)

__all__ = [
    "FIELDS",
    "Evidence",
    "Quantity",
    "Understood",
    "field_key",
    "read_quantities",
    "understood",
]
