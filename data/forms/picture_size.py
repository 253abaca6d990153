"""How large a picture is drawn: from its own pixels, kept within the box it stands in."""

import struct
from collections.abc import Callable

from data.forms.outcome import FormImage

EMU_PER_CM = 360_000
_EMU_PER_PIXEL = 9525
"""At 96 pixels an inch. Source: ECMA-376 Part 1, 20.1.2.1 (914,400 EMU an inch)."""
_LARGEST_EMU = (int(9.0 * EMU_PER_CM), int(11.0 * EMU_PER_CM))
_UNKNOWN_EMU = (int(6.0 * EMU_PER_CM), int(4.0 * EMU_PER_CM))
_START_OF_FRAME = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


def drawn_size(image: FormImage) -> tuple[int, int]:
    """Return width and height in EMU; a fixed size where the picture does not tell its own."""
    measure = _MEASURES.get(image.media_type)
    try:
        pixels = measure(image.content) if measure else None
    except (struct.error, IndexError):
        pixels = None
    if pixels is None or 0 in pixels:
        return _UNKNOWN_EMU
    width, height = pixels[0] * _EMU_PER_PIXEL, pixels[1] * _EMU_PER_PIXEL
    shrink = min(1.0, _LARGEST_EMU[0] / width, _LARGEST_EMU[1] / height)
    return max(1, int(width * shrink)), max(1, int(height * shrink))


def _png(content: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _gif(content: bytes) -> tuple[int, int]:
    width, height = struct.unpack("<HH", content[6:10])
    return width, height


def _bmp(content: bytes) -> tuple[int, int]:
    width, height = struct.unpack("<ii", content[18:26])
    return abs(width), abs(height)


def _jpeg(content: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 < len(content):
        marker = content[position + 1]
        if marker in _START_OF_FRAME:
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return width, height
        (length,) = struct.unpack(">H", content[position + 2 : position + 4])
        position += 2 + max(length, 2)
    return None


_MEASURES: dict[str, Callable[[bytes], tuple[int, int] | None]] = {
    "image/png": _png,
    "image/gif": _gif,
    "image/bmp": _bmp,
    "image/jpeg": _jpeg,
}
