"""Values of numbers written in Chinese: 一百二十, 两千万, 三五十, 十几, 二〇二七."""

import re
from typing import Final

DIGITS: Final = {
    **{char: value for value, char in enumerate("零一二三四五六七八九")},
    "〇": 0,
    "两": 2,
}
_TEN: Final = 10
_SMALL: Final = {"十": 10, "百": 100, "千": 1000}
_LARGE: Final = {"万": 10_000, "亿": 100_000_000}
_PAIR: Final = re.compile(
    r"(?<![零〇一二两三四五六七八九])([一二两三四五六七八九])([二三四五六七八九])(?![零〇一二两三四五六七八九])"
)
_POSITIONAL: Final = re.compile(r"[零〇一二三四五六七八九]{3,}")

SOME: Final = "几"
"""几 stands for 1 to 10 behind a larger numeral (十几) and for 2 to 9 before one (几十)."""


def chinese_bounds(numeral: str) -> tuple[float, float] | None:
    """Return the least and greatest value a Chinese numeral can mean, None if it means none.

    Parameters
    ----------
    numeral : str
        Numeral characters with an optional 点 fraction; 几 and neighbouring digits (三五) are
        ranges.

    Returns
    -------
    tuple of float or None
        Equal values for an exact numeral.
    """
    if SOME in numeral:
        return _some_bounds(numeral)
    pair = _PAIR.search(numeral)
    if pair is None:
        value = _value(numeral)
        return None if value is None else (value, value)
    low = _value(numeral[: pair.start(2)] + numeral[pair.end() :])
    high = _value(numeral[: pair.start(1)] + numeral[pair.start(2) :])
    return None if low is None or high is None or low >= high else (low, high)


def _some_bounds(numeral: str) -> tuple[float, float] | None:
    before, _, behind = numeral.partition(SOME)
    if SOME in behind:
        return None
    if before:  # 十几, 二十几万
        base, scale = _value(before), _scale(behind)
        if base is None or scale is None:
            return None
        step = 10.0 ** (_trailing_zeros(base) - 1)
        return base * scale, (base + 10 * step) * scale
    scale = _scale(behind)
    return None if scale is None or not behind else (2 * scale, 9 * scale)


def _scale(units: str) -> float | None:
    product = 1.0
    for unit in units:
        if unit not in _SMALL and unit not in _LARGE:
            return None
        product *= _SMALL.get(unit) or _LARGE[unit]
    return product


def _trailing_zeros(value: float) -> int:
    zeros = 0
    while value >= _TEN and value % _TEN == 0:
        value /= _TEN
        zeros += 1
    return max(zeros, 1)


def _value(numeral: str) -> float | None:
    whole, _, fraction = numeral.partition("点")
    if fraction:
        value = _whole_value(whole)
        decimals = "".join(str(DIGITS[char]) for char in fraction if char in DIGITS)
        return None if value is None or not decimals else value + float(f"0.{decimals}")
    if _POSITIONAL.fullmatch(whole):
        return float("".join(str(DIGITS[char]) for char in whole))
    return _whole_value(whole)


def _whole_value(numeral: str) -> float | None:
    if not numeral:
        return None
    total = section = 0.0
    digit: int | None = None
    last_unit = 1
    for char in numeral:
        if char in DIGITS:
            if digit:  # two digits side by side that are no range
                return None
            digit, last_unit = DIGITS[char], 1 if DIGITS[char] == 0 else last_unit
        elif char in _SMALL:
            last_unit = _SMALL[char]
            section += (1 if digit is None else digit) * last_unit
            digit = None
        else:
            last_unit = _LARGE[char]
            section += digit or 0
            if char == "亿":  # takes everything before it: 三万亿
                total, section = (total + section or 1) * last_unit, 0.0
            else:
                total, section = total + (section or 1) * last_unit, 0.0
            digit = None
    shorthand = last_unit // _TEN if last_unit > _TEN else 1  # 一万三 is 13,000
    return total + section + (digit or 0) * shorthand
