"""What the calculators refuse: one error that names the argument, and the checks that raise it."""

import math
from typing import Final

NEGLIGIBLE_RATE: Final = 1e-12
"""Yearly rates below this are zero: a century of it moves no figure's tenth digit, while the
closed formulas lose theirs by dividing by it. [1/year]"""


class InvalidInputError(ValueError):
    """An argument of a calculator is outside what the calculator is defined for.

    Attributes
    ----------
    argument : str
        Name of the refused argument.
    rule : str
        Stable code of the broken rule: ``finite``, ``positive``, ``not_negative``, ``share``, ...
    """

    def __init__(self, argument: str, rule: str, value: object) -> None:
        super().__init__(f"{argument} breaks the rule '{rule}': {value!r}")
        self.argument = argument
        self.rule = rule
        self.value = value


def finite(argument: str, value: float) -> float:
    """Return `value` as a float, refusing NaN and infinities.

    Raises
    ------
    InvalidInputError
        If the value is not a finite number.
    """
    number = float(value)
    if not math.isfinite(number):
        raise InvalidInputError(argument, "finite", value)
    return number


def positive(argument: str, value: float) -> float:
    """Return `value`, refusing what is not above zero.

    Raises
    ------
    InvalidInputError
        If the value is not finite or not positive.
    """
    number = finite(argument, value)
    if number <= 0:
        raise InvalidInputError(argument, "positive", value)
    return number


def not_negative(argument: str, value: float) -> float:
    """Return `value`, refusing what is below zero.

    Raises
    ------
    InvalidInputError
        If the value is not finite or negative.
    """
    number = finite(argument, value)
    if number < 0:
        raise InvalidInputError(argument, "not_negative", value)
    return number


def share(argument: str, value: float) -> float:
    """Return `value`, refusing what is not a share between 0 and 1.

    Raises
    ------
    InvalidInputError
        If the value is not finite or outside [0, 1].
    """
    number = finite(argument, value)
    if not 0 <= number <= 1:
        raise InvalidInputError(argument, "share", value)
    return number
