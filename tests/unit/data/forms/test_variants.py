"""The same form as other people and other programs write it."""

import re
import zipfile
from decimal import Decimal
from io import BytesIO

import pytest

from data.forms import FormReading, read_form, write_form_docx, write_form_xlsx
from tests.unit.data.forms.mutants import DOCUMENT, SHEET, packed
from tests.unit.data.forms.samples import FILLED_RECORD


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _changed(*changes: tuple[str, str], record: dict | None = None) -> FormReading:
    parts = _parts(write_form_docx(record or FILLED_RECORD))
    document = parts[DOCUMENT].decode()
    for old, new in changes:
        assert old in document, old
        document = document.replace(old, new)
    parts[DOCUMENT] = document.encode()
    return read_form(packed(parts), file_name="申报表.docx")


def _stage(markup: str) -> FormReading:
    parts = _parts(write_form_docx(FILLED_RECORD))
    document = parts[DOCUMENT].decode()
    start = document.index("<w:tc>", document.index("所处阶段"))
    end = document.index("</w:tc>", start)
    document = f"{document[:start]}<w:tc><w:p>{markup}</w:p>{document[end:]}"
    parts[DOCUMENT] = document.encode()
    return read_form(packed(parts), file_name="申报表.docx")


def _codes(reading: FormReading, field: str) -> set[str]:
    return {one.code for one in reading.warnings if one.field == field}


LABELS = "<w:r><w:t>{}示范类技术 {}推广类技术</w:t></w:r>"
SYMBOL = '<w:r><w:sym w:font="Wingdings 2" w:char="{}"/></w:r><w:r><w:t>{}</w:t></w:r>'
LEGACY = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="{}"/>'
    "</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>"
    "<w:r><w:t>{}</w:t></w:r>"
)
TYPED = (
    '<w:r><w:rPr><w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/></w:rPr><w:t>{}</w:t></w:r>'
    "<w:r><w:t>{}</w:t></w:r>"
)


@pytest.mark.parametrize(
    "markup",
    [
        LABELS.format("☑", "□"),
        LABELS.format("√", "□"),
        SYMBOL.format("F052", "示范类技术") + SYMBOL.format("F0A3", "推广类技术"),
        SYMBOL.format("0052", "示范类技术") + SYMBOL.format("00A3", "推广类技术"),
        LEGACY.format("1", "示范类技术") + LEGACY.format("0", "推广类技术"),
        TYPED.format("R", "示范类技术") + TYPED.format("\xa3", "推广类技术"),
        "<w:del><w:r><w:t>☑推广类技术</w:t></w:r></w:del>" + LABELS.format("■", "□"),
    ],
    ids=["glyph", "tick", "symbol", "symbol of its font", "form field", "typed", "revised"],
)
def test_ticks_of_every_program_are_understood(markup):
    reading = _stage(markup)

    assert reading.record["stage"] == "demonstration"
    assert _codes(reading, "stage") == set()


def test_both_stages_ticked_are_unknown():
    reading = _stage(LABELS.format("☑", "☑"))

    assert "stage" not in reading.record
    assert _codes(reading, "stage") == {"several_ticked"}


def test_labels_are_found_however_they_are_written():
    reading = _changed(
        ("项目年碳减排量（折tCO₂）", "项目年碳减排量 (折 tCO2)："),
        (
            "2030年预计可形成的年碳减排潜力（万tCO₂/a）",
            "2030 年预计可形成的年碳减排潜力(万 tCO ₂ /a)",
        ),
        ("技术名称", "一、技 术 名 称"),
        ("E-mail", "电子邮箱"),
        ("手 机", "手机"),
    )

    assert reading.record == FILLED_RECORD


def test_a_unit_in_the_label_is_the_unit_of_the_box():
    reading = _changed(("项目投资额（万元）", "项目投资额（元）"))

    assert [case["investment_yuan"] for case in reading.record["cases"]] == [320, 210]


def test_printed_instructions_are_no_answer():
    blank = read_form(write_form_docx({"name": "示例"}, has_hints=True), file_name="x.docx")
    beside = _changed(
        ("热回收率 ≥ 72%", "热回收率 ≥ 72%"),
        (
            ">华东节能装备研究院（示例）；张工",
            ">(需提供技术所有方的单位名称、联系人及联系方式)华东节能装备研究院（示例）；张工",
        ),
    )

    assert blank.record == {"name": "示例"}
    assert beside.record == FILLED_RECORD


def test_another_unit_is_converted_and_told():
    reading = _changed((">4 个月<", ">3年<"), (">1.8 年<", ">18个月<"))

    assert reading.record["cases"][0]["construction_months"] == 36
    assert reading.record["cases"][0]["payback_years"] == Decimal("1.5")
    assert _codes(reading, "cases.0.construction_months") == {"unit_converted"}
    assert _codes(reading, "cases.0.payback_years") == {"unit_converted"}


def test_what_cannot_be_read_surely_is_unknown_with_its_text():
    reading = _changed((">320<", ">约 320<"), (">6.5<", ">5%～8%<"), (">1.8 年<", ">1.8<"))
    doubts = {one.field: one for one in reading.warnings}

    assert "investment_yuan" not in reading.record["cases"][0]
    assert "adoption_share" not in reading.record
    assert "payback_years" not in reading.record["cases"][0]
    assert doubts["cases.0.investment_yuan"].values == {"text": "约 320"}
    assert doubts["adoption_share"].code == "number_is_range"
    assert doubts["cases.0.payback_years"].code == "unit_missing"


def test_a_similar_type_is_taken_with_a_doubt_and_a_stranger_is_not():
    close = _changed((">工业领域降碳技术<", ">工业降碳技术<"))
    far = _changed((">工业领域降碳技术<", ">永动机<"))

    assert close.record["technology_type"] == "2.1"
    assert _codes(close, "technology_type") == {"type_guessed"}
    assert "technology_type" not in far.record
    assert _codes(far, "technology_type") == {"type_unknown"}
    assert _codes(far, "technology_category") == {"category_without_type"}


def test_cases_side_by_side_are_told_apart():
    parts = _parts(write_form_docx({**FILLED_RECORD, "cases": FILLED_RECORD["cases"][:1]}))
    document = parts[DOCUMENT].decode()
    start = document.index("<w:tbl>", document.index("典型用户"))
    end = document.index("</w:tbl>", start)
    table = re.sub(
        r'<w:gridSpan w:val="3"/>(.*?)</w:tc>',
        lambda found: f"{found[1]}</w:tc><w:tc>{found[1].split('</w:tcPr>')[1]}</w:tc>",
        document[start:end],
    )
    table = table[::-1].replace("一目项例示", "二目项例示", 1)[::-1]
    parts[DOCUMENT] = (document[:start] + table + document[end:]).encode()

    reading = read_form(packed(parts), file_name="申报表.docx")

    assert [case["name"] for case in reading.record["cases"]] == ["示例项目一", "示例项目二"]
    assert [case["investment_yuan"] for case in reading.record["cases"]] == [3_200_000, 3_200_000]


def test_a_spreadsheet_shows_percents_and_days_as_people_see_them():
    record = {**FILLED_RECORD, "adoption_share": 0.5}
    record["cases"] = [{**record["cases"][0], "commissioned_on": "2022-11-15"}]
    parts = _parts(write_form_xlsx(record))
    sheet = parts[SHEET].decode()
    assert "<v>50</v>" in sheet
    parts[SHEET] = re.sub(r's="3"><v>50</v>', 's="6"><v>0.065</v>', sheet).encode()
    styles = parts["xl/styles.xml"].decode()
    parts["xl/styles.xml"] = styles.replace("</cellXfs>", '<xf numFmtId="10"/></cellXfs>').encode()

    reading = read_form(packed(parts), file_name="申报表.xlsx")

    assert reading.record["adoption_share"] == Decimal("0.065")


def test_text_that_looks_like_a_formula_or_an_escape_comes_back_from_a_workbook():
    record = {**FILLED_RECORD, "process_flow": "'=1+1", "key_technology": "_x0041_ =2",
              "typical_users": "@a", "applicability": "-5 ℃"}  # fmt: skip

    content = write_form_xlsx(record)

    assert read_form(content, file_name="x.xlsx").record == record
    sheet = _parts(content)[SHEET].decode()
    assert not re.search(r'preserve">[ ]*[=+@-]', sheet)


def test_a_box_that_stands_twice_keeps_its_first_answer_and_tells_the_other():
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    row = f"<w:tr>{cell.format('技术名称')}{cell.format('另一名称')}</w:tr>"

    twice = _changed(("<w:sectPr>", f"<w:tbl>{row}</w:tbl><w:sectPr>"))

    assert twice.record == FILLED_RECORD
    assert [one.values["text"] for one in twice.warnings if one.code == "box_twice"] == ["另一名称"]
