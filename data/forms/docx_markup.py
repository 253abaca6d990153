"""Markup of Word: paragraphs, boxes to tick, pictures and tables."""

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr  # nosec B406 - writes markup, parses none

from data.forms.docx_parts import image_id
from data.forms.marks import OFF, ON
from data.forms.outcome import FormImage
from data.forms.page import PageCell, PageTable
from data.forms.picture_size import drawn_size

WIDTHS = (1474, 1871, 2267, 1474, 2098)
"""Of the five columns in twentieths of a point: 16.2 cm on A4 with margins of 2.4 cm."""

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"'
)
_PICTURE_URI = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BOX_FONT = '<w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic"/>'
_GREY = '<w:color w:val="7F7F7F"/><w:sz w:val="18"/><w:szCs w:val="18"/>'
_TALL_ROW = '<w:trPr><w:trHeight w:val="2268" w:hRule="atLeast"/></w:trPr>'
_HEADINGS = {
    "title": ("黑体", 36, "center"),
    "note": ("黑体", 28, "left"),
    "head": ("黑体", 24, "left"),
}
_OPTIONS_PER_LINE = 3


class DocumentMarkup:
    """Builds word/document.xml; `images` gathers the pictures in the order of their ids."""

    def __init__(self) -> None:
        self.images: list[FormImage] = []
        self._body: list[str] = []
        self._boxes = 0

    def heading(self, text: str, kind: str) -> None:
        """Add a heading of a kind: title, note or head."""
        font, size, side = _HEADINGS[kind]
        run = f'<w:rFonts w:eastAsia="{font}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        spacing = '<w:spacing w:before="60" w:after="160"/>'
        self._body.append(_paragraph(_run(text, run), f'{spacing}<w:jc w:val="{side}"/>'))

    def text(self, text: str) -> None:
        """Add a plain paragraph."""
        self._body.append(_paragraph(_run(text), '<w:spacing w:after="120"/>'))

    def page_break(self) -> None:
        """Begin a new page."""
        self._body.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')

    def gap(self) -> None:
        """Keep two tables apart, so that Word does not join them."""
        self._body.append(_paragraph(""))

    def picture(self, image: FormImage) -> None:
        """Add a picture in a paragraph of its own."""
        self._body.append(_paragraph(self._drawing(image)))

    def table(self, table: PageTable) -> None:
        """Add a table."""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in WIDTHS)
        rows = "".join(
            f"<w:tr>{_TALL_ROW if number in table.tall else ''}{self._row(row)}</w:tr>"
            for number, row in enumerate(table.rows)
        )
        self._body.append(
            f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(WIDTHS)}" '
            f'w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
        )

    def document(self) -> str:
        """Return the whole part without its declaration."""
        section = (
            '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1247" w:right="1361" '
            'w:bottom="1247" w:left="1361" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
        )
        body = "".join(self._body)
        return f"<w:document {_NAMESPACES}><w:body>{body}{section}</w:body></w:document>"

    def _row(self, row: Sequence[PageCell]) -> str:
        column = 0
        cells: list[str] = []
        for cell in row:
            width = sum(WIDTHS[column : column + cell.span])
            column += cell.span
            cells.append(f"<w:tc>{_properties(cell, width)}{self._content(cell)}</w:tc>")
        return "".join(cells)

    def _content(self, cell: PageCell) -> str:
        if cell.kind != "value":
            lines = cell.text.split("\n") if cell.rows else [""]
            return "".join(_paragraph(_run(line), '<w:jc w:val="center"/>') for line in lines)
        answer = cell.answer
        if answer.options:
            return self._options(answer.options)
        text = answer.text or cell.hint
        style = _GREY if cell.hint and not answer.text else ""
        paragraphs = [_paragraph(_run(line, style)) for line in text.split("\n")]
        if not text and answer.images:
            paragraphs = []
        paragraphs += [_paragraph(self._drawing(image)) for image in answer.images]
        return "".join(paragraphs)

    def _options(self, options: Sequence[tuple[str, bool]]) -> str:
        lines = [
            options[start : start + _OPTIONS_PER_LINE]
            for start in range(0, len(options), _OPTIONS_PER_LINE)
        ]
        if len(options) < _OPTIONS_PER_LINE:  # the two stages stand below each other
            lines = [[option] for option in options]
        return "".join(_paragraph("".join(map(self._option, line))) for line in lines)

    def _option(self, option: tuple[str, bool]) -> str:
        label, is_ticked = option
        self._boxes += 1
        state = (
            f'<w14:checkbox><w14:checked w14:val="{int(is_ticked)}"/>'
            '<w14:checkedState w14:val="2611" w14:font="MS Gothic"/>'
            '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
        )
        return (
            f"<w:sdt><w:sdtPr><w:rPr>{_BOX_FONT}</w:rPr><w:alias w:val={quoteattr(label)}/>"
            f'<w:id w:val="{self._boxes}"/>{state}</w:sdtPr><w:sdtContent><w:r><w:rPr>{_BOX_FONT}'
            f"</w:rPr><w:t>{ON if is_ticked else OFF}</w:t></w:r></w:sdtContent></w:sdt>"
            + _run(f" {label}　")
        )

    def _drawing(self, image: FormImage) -> str:
        width, height = drawn_size(image)
        position = len(self.images)
        self.images.append(image)
        name = quoteattr(clean(image.file_name))
        number = position + 1
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{number}" name={name}/>'
            f'<a:graphic><a:graphicData uri="{_PICTURE_URI}"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr id="{number}" name={name}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
            f'<a:blip r:embed="{image_id(position)}"/><a:stretch><a:fillRect/></a:stretch>'
            f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" '
            f'cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
            f"</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )


def _properties(cell: PageCell, width: int) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    merge = (
        "" if cell.rows == 1 else f'<w:vMerge w:val="{"restart" if cell.rows else "continue"}"/>'
    )
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>' if cell.kind == "title" else ""
    return (
        f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{shade}'
        '<w:vAlign w:val="center"/></w:tcPr>'
    )


def _paragraph(runs: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def _run(text: str, properties: str = "") -> str:
    if not text:
        return ""
    style = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    pieces = clean(text).split("\t")
    content = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "" for piece in pieces
    )
    return f"<w:r>{style}{content}</w:r>"


def clean(text: str) -> str:
    """Return the text with what XML cannot hold replaced by U+FFFD."""
    return _NOT_XML.sub("\ufffd", text)
