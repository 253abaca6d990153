"""统一社会信用代码: form and check character (GB 32100-2015)."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The standard's 31 characters: no I, O, S, V, Z."""

LENGTH = 18
_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))


def normalized(text: str) -> str:
    """Return the code without spaces and in capitals."""
    return "".join(text.split()).upper()


def check_character(body: str) -> str:
    """Return the 18th character that belongs to 17.

    C18 = (31 - sum(C_i · 3^(i-1) mod 31) mod 31) mod 31. Source: GB 32100-2015, 5.6.

    Raises
    ------
    ValueError
        If the body is not 17 characters of the alphabet.
    """
    if len(body) != LENGTH - 1:
        msg = "17 characters are needed"
        raise ValueError(msg)
    total = sum(ALPHABET.index(c) * w for c, w in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def is_valid(code: str) -> bool:
    """Return whether a normalized code has the right form and check character."""
    if len(code) != LENGTH or any(c not in ALPHABET for c in code):
        return False
    return check_character(code[:-1]) == code[-1]
