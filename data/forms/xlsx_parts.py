"""The parts of a workbook that are the same in every form: types, styles, relationships."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import quoteattr  # nosec B406 - writes markup, parses none

from data.forms.docx_parts import MEDIA_TYPES

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"

TITLE, LABEL, VALUE, HEADING, TEXT = 1, 2, 3, 4, 5
"""Cell styles of the form, in the order of `_STYLES`; TEXT is a value that is no number."""

_FONT = '<sz val="11"/><name val="宋体"/><charset val="134"/>'
_LINE = '<{0} style="thin"><color auto="1"/></{0}>'
_EDGES = "".join(_LINE.format(side) for side in ("left", "right", "top", "bottom"))
_CENTRE = '<alignment horizontal="center" vertical="center" wrapText="1"/>'
_LEFT = '<alignment horizontal="left" vertical="center" wrapText="1"/>'


def _style(font: int, fill: int, border: int, alignment: str, number_format: int = 0) -> str:
    return (
        f'<xf numFmtId="{number_format}" fontId="{font}" fillId="{fill}" borderId="{border}" '
        f'xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" '
        f'applyAlignment="1">{alignment}</xf>'
    )


_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_SHEET}"><fonts count="2"><font>{_FONT}</font>'
    '<font><b/><sz val="16"/><name val="黑体"/><charset val="134"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
    '<fgColor rgb="FFF2F2F2"/></patternFill></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    f"<border>{_EDGES}<diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    f"{_style(0, 2, 1, _CENTRE)}{_style(0, 0, 1, _CENTRE)}{_style(0, 0, 1, _LEFT)}"
    f"{_style(1, 0, 0, _CENTRE)}{_style(0, 0, 1, _LEFT, 49)}</cellXfs>"
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
"""Number format 49 is text. Source: ECMA-376 Part 1, 18.8.30."""


def sheet_markup(content: str, *, has_drawing: bool) -> str:
    """Return a worksheet part around its columns, rows and merges."""
    drawing = '<drawing r:id="rId1"/>' if has_drawing else ""
    return (
        f'{_HEAD}<worksheet xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheetPr><pageSetUpPr '
        f'fitToPage="1"/></sheetPr>{content}<pageMargins left="0.6" right="0.6" top="0.7" '
        'bottom="0.7" header="0.3" footer="0.3"/><pageSetup paperSize="9" fitToHeight="0"/>'
        f"{drawing}</worksheet>"
    )


def workbook_parts(
    sheets: Sequence[tuple[str, str]], drawings: Mapping[int, str], media: Mapping[str, bytes],
    pictures: Mapping[int, Sequence[str]],
) -> dict[str, str | bytes]:  # fmt: skip
    """Return every part of a workbook.

    Parameters
    ----------
    sheets : sequence
        Name and content of each sheet.
    drawings : mapping
        Drawing of a sheet by its number, counted from 1.
    media : mapping
        Name within xl/media to content.
    pictures : mapping
        Names within xl/media that a sheet's drawing refers to, in the order of their ids.
    """
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _types(len(sheets), drawings),
        "_rels/.rels": _relationships([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook([name for name, _ in sheets]),
        "xl/_rels/workbook.xml.rels": _relationships(
            [*(("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)),
             ("styles", "styles.xml")]
        ),
        "xl/styles.xml": _STYLES,
    }  # fmt: skip
    for number, (_, content) in enumerate(sheets, start=1):
        parts[f"xl/worksheets/sheet{number}.xml"] = content
        if number in drawings:
            target = f"../drawings/drawing{number}.xml"
            parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = _relationships(
                [("drawing", target)]
            )
            parts[f"xl/drawings/drawing{number}.xml"] = _HEAD + drawings[number]
            parts[f"xl/drawings/_rels/drawing{number}.xml.rels"] = _relationships(
                [("image", f"../media/{name}") for name in pictures[number]]
            )
    parts.update({f"xl/media/{name}": content for name, content in media.items()})
    return parts


def _workbook(names: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    head = f'{_HEAD}<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}">'
    return f"{head}<sheets>{sheets}</sheets></workbook>"


def _relationships(entries: Sequence[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(entries, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _types(sheets: int, drawings: Mapping[int, str]) -> str:
    endings = "".join(
        f'<Default Extension="{ending}" ContentType="{kind}"/>'
        for ending, kind in MEDIA_TYPES.items()
    )
    overrides = [
        ("xl/workbook.xml", f"{_TYPE}.sheet.main+xml"),
        ("xl/styles.xml", f"{_TYPE}.styles+xml"),
    ]
    overrides += [
        (f"xl/worksheets/sheet{number}.xml", f"{_TYPE}.worksheet+xml")
        for number in range(1, sheets + 1)
    ]
    overrides += [(f"xl/drawings/drawing{number}.xml", _DRAWING_TYPE) for number in drawings]
    lines = "".join(
        f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in overrides
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{endings}{lines}</Types>'
    )
