"""统一社会信用代码: the 18-character code of organizations and its check character."""

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_BASE = 31
_LENGTH = 18
_WEIGHTS = tuple(pow(3, position, _BASE) for position in range(_LENGTH - 1))


def is_unified_social_credit_code(code: str) -> bool:
    """Tell whether `code` has 18 characters of the alphabet and a fitting check character.

    The check character has the value (31 − Σ cᵢ·3ⁱ mod 31) mod 31 over the first 17.

    References
    ----------
    GB 32100-2015, 法人和其他组织统一社会信用代码编码规则.
    """
    if len(code) != _LENGTH or any(letter not in _ALPHABET for letter in code):
        return False
    total = sum(
        _ALPHABET.index(letter) * weight for letter, weight in zip(code, _WEIGHTS, strict=False)
    )
    return _ALPHABET[-total % _BASE] == code[-1]
