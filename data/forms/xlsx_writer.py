"""Writing the official 申报表 as .xlsx: the form on one sheet, the supplement on another."""

from collections.abc import Sequence

from data.forms.archive import pack
from data.forms.content import FormContent
from data.forms.layout import ANNEX, FORM_TITLE, SUPPLEMENT_HEAD
from data.forms.outcome import FormImage
from data.forms.page import official_tables, supplement_tables
from data.forms.pictures import picture_kind
from data.forms.xlsx_parts import sheet_markup, workbook_parts
from data.forms.xlsx_sheet import SheetMarkup, pictures_in_order

FORM_SHEET, SUPPLEMENT_SHEET = "申报表", "补充信息"


def write_xlsx(
    content: object,
    *,
    images: Sequence[FormImage] = (),
    selected_case: int | None = None,
    has_hints: bool = False,
) -> bytes:
    """Return the form as .xlsx; see `data.forms.write_form_xlsx`."""
    form = FormContent(content, images=images, selected_case=selected_case)
    official, supplement = SheetMarkup(), SheetMarkup()
    official.heading(ANNEX)
    official.heading(FORM_TITLE)
    for table in official_tables(form, has_hints=has_hints):
        official.table(table)
    supplement.heading(SUPPLEMENT_HEAD)
    for table in supplement_tables(form):
        supplement.table(table)
    for image in form.loose_images:
        supplement.loose(image)
    return pack(_parts([(FORM_SHEET, official), (SUPPLEMENT_SHEET, supplement)]))


def _parts(sheets: Sequence[tuple[str, SheetMarkup]]) -> dict[str, str | bytes]:
    media: dict[str, bytes] = {}
    pictures: dict[int, list[str]] = {}
    drawings: dict[int, str] = {}
    every = pictures_in_order([sheet for _, sheet in sheets])
    for number, ((_, sheet), images) in enumerate(zip(sheets, every, strict=True), start=1):
        if not images:
            continue
        drawings[number] = sheet.drawing()
        pictures[number] = []
        for image in images:
            kind = picture_kind(image.content)
            name = f"image{len(media) + 1}.{kind[1] if kind else 'png'}"
            media[name] = image.content
            pictures[number].append(name)
    written = [
        (name, sheet_markup(sheet.content(), has_drawing=number in drawings))
        for number, (name, sheet) in enumerate(sheets, start=1)
    ]
    return workbook_parts(written, drawings, media, pictures)
