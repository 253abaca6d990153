"""Pictures of a worksheet by the cell that their upper left corner lies in."""

from xml.etree.ElementTree import Element  # nosec B405 - built by our own parser

from data.forms.markup import parse_markup
from data.forms.package import Parts
from data.forms.relationships import targets_of

_ANCHORS = frozenset({"oneCellAnchor", "twoCellAnchor"})


def pictures_of(parts: Parts, sheet: str) -> dict[tuple[int, int], list[str]]:
    """Return names of picture parts by row and column, counted from 1."""
    found: dict[tuple[int, int], list[str]] = {}
    for drawing in targets_of(parts, sheet).values():
        if "/drawings/" not in drawing or not drawing.endswith(".xml"):
            continue
        targets = targets_of(parts, drawing)
        for anchor in parse_markup(drawing, parts[drawing]):
            if anchor.tag not in _ANCHORS:
                continue
            names = [targets.get(blip.get("embed", "")) for blip in anchor.iter("blip")]
            place = (_step(anchor, "from/row"), _step(anchor, "from/col"))
            found.setdefault(place, []).extend(name for name in names if name)
    return found


def _step(anchor: Element, path: str) -> int:
    text = (anchor.findtext(path) or "").strip()
    return int(text) + 1 if text.isdecimal() and len(text) < 8 else 1  # noqa: PLR2004 - sheets end before
