"""Rectangles whose areas are the sizes of what they stand for."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; x to the right, y down, in the unit of the whole."""

    x: float
    y: float
    width: float
    height: float

    @property
    def area(self) -> float:
        """Width times height."""
        return self.width * self.height

    def inset(self, *, edge: float, head: float = 0.0) -> "Box":
        """Return the box without a border and a head line, never of negative size."""
        return Box(
            self.x + edge,
            self.y + edge + head,
            max(self.width - 2 * edge, 0.0),
            max(self.height - 2 * edge - head, 0.0),
        )


def squarified(sizes: Sequence[float], whole: Box) -> list[Box]:
    """Cut a rectangle into one for each size, in their order, as near to squares as rows allow.

    Parameters
    ----------
    sizes : sequence of float
        Positive and finite. Largest first gives the best shapes; the order is kept either way,
        so that the same thing stands at the same place from one day to the next.
    whole : Box
        What is cut.

    Returns
    -------
    list of Box
        Areas in proportion to the sizes; together they are the whole, without overlap.

    Raises
    ------
    ValueError
        For a size that is not a positive finite number.

    References
    ----------
    Bruls, Huizing and van Wijk (2000), Squarified treemaps.
    """
    if any(not 0 < size < float("inf") for size in sizes):
        raise ValueError("sizes must be positive and finite")
    if not sizes or whole.area <= 0:
        return [Box(whole.x, whole.y, 0.0, 0.0) for _ in sizes]
    scale = whole.area / sum(sizes)
    boxes: list[Box] = []
    rest, start = whole, 0
    areas = [size * scale for size in sizes]
    while start < len(areas):
        side = min(rest.width, rest.height)
        end = start + 1
        while end < len(areas) and _worst(areas[start : end + 1], side) <= _worst(
            areas[start:end], side
        ):
            end += 1
        row, rest = _row(areas[start:end], rest)
        boxes += row
        start = end
    return boxes


def _worst(areas: Sequence[float], side: float) -> float:
    """Return the greatest ratio of long to short side in a row along `side`."""
    total = sum(areas)
    if side <= 0 or total <= 0:
        return float("inf")
    return max(side**2 * max(areas) / total**2, total**2 / (side**2 * min(areas)))


def _row(areas: Sequence[float], rest: Box) -> tuple[list[Box], Box]:
    """Lay one row along the shorter side; return it and what is left."""
    total = sum(areas)
    boxes = []
    if rest.width >= rest.height:
        width = total / rest.height if rest.height > 0 else 0.0
        y = rest.y
        for area in areas:
            height = area / width if width > 0 else 0.0
            boxes.append(Box(rest.x, y, width, height))
            y += height
        return boxes, Box(rest.x + width, rest.y, max(rest.width - width, 0.0), rest.height)
    height = total / rest.width
    x = rest.x
    for area in areas:
        width = area / height if height > 0 else 0.0
        boxes.append(Box(x, rest.y, width, height))
        x += width
    return boxes, Box(rest.x, rest.y + height, rest.width, max(rest.height - height, 0.0))
