"""Writing the official 申报表 as .docx (附件1), with the supplement on pages of its own."""

from collections.abc import Sequence

from data.forms.archive import pack
from data.forms.content import FormContent
from data.forms.docx_markup import DocumentMarkup
from data.forms.docx_parts import word_parts
from data.forms.layout import ANNEX, FORM_TITLE, SUPPLEMENT_HEAD
from data.forms.outcome import FormImage
from data.forms.page import official_tables, supplement_tables
from data.forms.pictures import picture_kind

SUPPLEMENT_NOTE = (
    "以下内容为申报表以外的补充信息，供平台核算碳减排单位成本和匹配需求使用；"
    "向主管部门申报时可不提交本页。"
)


def write_docx(
    content: object,
    *,
    images: Sequence[FormImage] = (),
    selected_case: int | None = None,
    has_hints: bool = False,
) -> bytes:
    """Return the form as .docx; see `data.forms.write_form_docx`."""
    form = FormContent(content, images=images, selected_case=selected_case)
    markup = DocumentMarkup()
    markup.heading(ANNEX, "note")
    markup.heading(FORM_TITLE, "title")
    for number, table in enumerate(official_tables(form, has_hints=has_hints)):
        if number:
            markup.gap()
        markup.table(table)
    markup.page_break()
    markup.heading(SUPPLEMENT_HEAD, "head")
    markup.text(SUPPLEMENT_NOTE)
    for table in supplement_tables(form):
        markup.table(table)
        markup.gap()
    for image in form.loose_images:
        markup.picture(image)
    return pack(word_parts(markup.document(), _media(markup.images)))


def _media(images: Sequence[FormImage]) -> dict[str, bytes]:
    media: dict[str, bytes] = {}
    for number, image in enumerate(images, start=1):
        kind = picture_kind(image.content)
        ending = kind[1] if kind else "png"
        media[f"image{number}.{ending}"] = image.content
    return media
