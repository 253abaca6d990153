"""The text of one cell of a Word table, as a reader of the page sees it."""

from xml.etree.ElementTree import Element  # nosec B405 - built by our own parser

from data.forms.marks import OFF, ON, is_symbol_font, symbol_mark

_SKIPPED = frozenset(
    {
        "del", "moveFrom", "delText", "instrText", "delInstrText", "rPr", "pPr", "tcPr", "sdtPr",
        "tblPr", "trPr",
    }
)  # fmt: skip
_FALSE = frozenset({"0", "false", "off"})
_LETTERS = {
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
}
_PICTURES = {"blip": "embed", "imagedata": "id"}


class CellText:
    """Collects text and pictures of a cell; `pictures` are relationship ids."""

    def __init__(self, cell: Element) -> None:
        self._pieces: list[str] = []
        self.pictures: list[str] = []
        self._walk(cell)
        self.text = _tidied("".join(self._pieces))

    def _walk(self, parent: Element) -> None:
        for child in parent:
            if child.tag not in _SKIPPED:
                self._visit(child)

    def _visit(self, child: Element) -> None:
        tag = child.tag
        if tag == "p":
            self._paragraph(child)
        elif tag == "r":
            self._run(child)
        elif tag == "t":
            self._pieces.append(child.text or "")
        elif tag in _LETTERS:
            self._pieces.append(_LETTERS[tag])
        elif tag == "sym":
            self._pieces.append(_symbol(child))
        elif tag == "sdt":
            self._content_control(child)
        elif tag == "ffData":
            self._form_field(child)
        elif tag == "AlternateContent":
            self._alternative(child)
        elif tag in _PICTURES:
            self._picture(child)
        else:
            self._walk(child)

    def _paragraph(self, paragraph: Element) -> None:
        self._walk(paragraph)
        self._pieces.append("\n")

    def _run(self, run: Element) -> None:
        font = _font(run)
        if font is None:
            self._walk(run)
            return
        for child in run:
            if child.tag == "t":
                marks = (symbol_mark(font, ord(letter)) or letter for letter in child.text or "")
                self._pieces.append("".join(marks))
            elif child.tag not in _SKIPPED:
                self._visit(child)

    def _content_control(self, control: Element) -> None:
        state = control.find("sdtPr/checkbox")
        if state is not None:
            checked = state.find("checked")
            is_on = checked is not None and checked.get("val", "1").lower() not in _FALSE
            self._pieces.append(ON if is_on else OFF)
        elif control.find("sdtPr/showingPlcHdr") is None:  # a placeholder is no answer
            self._walk(control)

    def _form_field(self, field: Element) -> None:
        box = field.find("checkBox")
        if box is None:
            return
        state = box.find("checked")
        if state is None:
            state = box.find("default")
        is_on = state is not None and state.get("val", "1").lower() not in _FALSE
        self._pieces.append(ON if is_on else OFF)

    def _alternative(self, alternative: Element) -> None:
        # The same thing twice, for newer and older programs: one of them is enough.
        chosen = alternative.find("Choice")
        if chosen is None:
            chosen = alternative.find("Fallback")
        if chosen is not None:
            self._walk(chosen)

    def _picture(self, picture: Element) -> None:
        found = picture.get(_PICTURES[picture.tag])
        if found and found not in self.pictures:
            self.pictures.append(found)
        self._walk(picture)


def _symbol(symbol: Element) -> str:
    try:
        code_point = int(symbol.get("char", ""), 16)
    except ValueError:
        return ""
    return symbol_mark(symbol.get("font", ""), code_point) or ""


def _font(run: Element) -> str | None:
    fonts = run.find("rPr/rFonts")
    if fonts is None:
        return None
    names = (fonts.get(key, "") for key in ("ascii", "hAnsi", "cs"))
    return next((name for name in names if is_symbol_font(name)), None)


def _tidied(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
