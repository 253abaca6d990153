"""One spelling for many: full width, dashes, case and traditional numerals, length unchanged."""

from typing import Final

_FULL_WIDTH: Final = {
    code: code - 0xFEE0
    for code in range(0xFF01, 0xFF5F)
    if chr(code) != "，"  # a Chinese comma parts clauses, it never groups digits
}
_LOWER: Final = {ord(letter): ord(letter.lower()) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_FULL_WIDTH_LOWER: Final = {ord("Ａ") + number: ord("a") + number for number in range(26)}
_SINGLE: Final[dict[int, str]] = {
    **dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2009\u202f\t"), " "),
    **dict.fromkeys(map(ord, "–—―‐‑−－"), "-"),
    **dict.fromkeys(map(ord, "〜∼～"), "~"),
    **dict.fromkeys(map(ord, "º˚"), "°"),
    **dict(
        zip(
            map(ord, "壹贰叁肆伍陆柒捌玖拾佰仟萬億兩"),
            "一二三四五六七八九十百千万亿两",
            strict=True,
        )
    ),
    **dict(zip(map(ord, "噸內過於預資產圓"), "吨内过于预资产元", strict=True)),
    **dict(zip(map(ord, "₀₁₂₃₄₅₆₇₈₉"), "0123456789", strict=True)),
    ord("￥"): "¥",
}
_TABLE: Final[dict[int, int | str]] = {**_FULL_WIDTH, **_LOWER, **_FULL_WIDTH_LOWER, **_SINGLE}


def folded(text: str) -> str:
    """Return the text in lower case and half width, each character in its old place."""
    return text.translate(_TABLE)
