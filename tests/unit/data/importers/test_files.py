"""Files to rows: .jsonl and .xlsx, templates, hostile workbooks, formula cells."""

import io
import json
import subprocess
import sys
import tracemalloc
import zipfile
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from data.importers import (
    AcceptedRow,
    FileFormat,
    ImportKind,
    RejectedRow,
    UnreadableFileError,
    count_lines,
    format_of,
    is_unified_social_credit_code,
    neutralise_cell,
    read_file,
    read_rows,
    restore_cell,
    template,
)
from data.importers.limits import LINE_BYTES
from data.importers.outcomes import FILE_TEXTS
from data.importers.workbook_layout import sheets_of
from data.reference.labels import fold


def jsonl(text, kind=ImportKind.TECHNOLOGIES):
    content = text if isinstance(text, bytes) else text.encode("utf-8")
    return list(read_rows(kind, io.BytesIO(content), FileFormat.JSONL))


def workbook(sheets, kind=ImportKind.TECHNOLOGIES):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return xlsx(buffer.getvalue(), kind)


def xlsx(content, kind=ImportKind.TECHNOLOGIES):
    return list(read_rows(kind, io.BytesIO(content), FileFormat.XLSX))


def rules(outcome):
    return [problem.rule for problem in outcome.problems]


GOOD = '{"external_id": "T1", "name": "示例"}'


def test_each_line_gives_one_outcome_with_its_line_number():
    outcomes = jsonl(f'{GOOD}\n\n{{"external_id": "T2"}}\r\n  \n{GOOD.replace("T1", "T3")}')

    assert [(type(o).__name__, o.line) for o in outcomes] == [
        ("AcceptedRow", 1),
        ("RejectedRow", 3),
        ("AcceptedRow", 5),
    ]
    assert outcomes[1].external_id == "T2"
    assert outcomes[1].text("zh") == "第 3 行（T2）：“技术名称”必填"
    assert outcomes[1].text("en") == "line 3 (T2): “Technology name” is required"


def test_a_repeated_number_is_refused_with_the_line_of_the_first():
    outcomes = jsonl(f"{GOOD}\n{GOOD}\n")

    assert rules(outcomes[1]) == ["duplicate_external_id"]
    assert "第 1 行" in outcomes[1].text("zh")


def test_an_enterprise_number_may_not_repeat_across_parks():
    enterprise = '"enterprises": [{"external_id": "E1", "name": "x"}]'
    lines = "\n".join(f'{{"external_id": "P{n}", "name": "x", {enterprise}}}' for n in (1, 2))

    assert rules(jsonl(lines, ImportKind.PARKS)[1]) == ["duplicate_external_id"]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("{", "invalid_json"),
        ("[]", "not_an_object"),
        ("null", "not_an_object"),
        ('{"external_id": "T1", "name": "x", "adoption_share": NaN}', "invalid_json"),
        ('{"external_id": "T1", "name": "x", "adoption_share": -Infinity}', "invalid_json"),
        ('{"external_id": "T1", "name": "x", "adoption_share": 1e999}', "not_finite"),
        (
            '{"external_id": "T1", "name": "x", "adoption_share": ' + "9" * 5000 + "}",
            "invalid_json",
        ),
        ('{"name": "x", "name": "y"}', "duplicate_key"),
        ("[" * 100_000, "invalid_json"),
        (b'{"name": "\xff"}', "not_utf8"),
        ('{"external_id": "T1", "name": "' + "x" * LINE_BYTES + '"}', "line_too_long"),
    ],
)
def test_a_line_that_holds_no_record_is_refused_and_the_next_is_read(line, rule):
    line = line if isinstance(line, bytes) else line.encode()

    outcomes = jsonl(line + b"\n" + GOOD.encode())

    assert rules(outcomes[0]) == [rule]
    assert (type(outcomes[1]), outcomes[1].line) == (AcceptedRow, 2)


def test_a_byte_order_mark_is_passed_over():
    assert isinstance(jsonl(b"\xef\xbb\xbf" + GOOD.encode())[0], AcceptedRow)


def test_money_stays_exact():
    line = '{"external_id":"T1","name":"x","investment_2030_yuan":1234567890123.45}'

    assert jsonl(line)[0].row.investment_2030_yuan == Decimal("1234567890123.45")


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading_of_lines(content):
    assert all(isinstance(o, RejectedRow | AcceptedRow) for o in jsonl(content))


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading_of_workbooks(content):
    with pytest.raises(UnreadableFileError):
        xlsx(content)
    with pytest.raises(UnreadableFileError):
        xlsx(b"PK\x03\x04" + content)


@pytest.mark.parametrize(
    ("name", "expected"), [("a.jsonl", FileFormat.JSONL), ("示例.XLSX", FileFormat.XLSX)]
)
def test_the_name_tells_the_format(name, expected):
    assert format_of(name) is expected


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("a.xlsm", "macros"),
        ("a.xls", "old_workbook"),
        ("a.csv", "unknown_format"),
        ("a", "unknown_format"),
    ],
)
def test_other_formats_are_refused_with_advice(name, code):
    with pytest.raises(UnreadableFileError) as caught:
        format_of(name)
    assert caught.value.code == code
    assert caught.value.text("zh") != caught.value.text("en")


@pytest.mark.parametrize("code", FILE_TEXTS)
def test_every_reason_to_refuse_a_file_has_texts_in_both_languages(code):
    assert len(set(FILE_TEXTS[code])) == 2


DAY = datetime.fromisoformat("2022-11-15")  # a spreadsheet's dates know no zone
TECHNOLOGY_SHEET = [
    [
        "技术编号",
        "技术名称",
        "技术类型",
        "所属领域",
        "目前已推广比例（%）",
        "2030年该技术预计总投资额（亿元）",
        "2030年预计可形成的年碳减排潜力（万tCO2/a）",
        "技术所有方名称",
        "适用行业",
        "适用温度下限（℃）",
        "适用温度上限（℃）",
    ],
    [
        "T1",
        "示例技术",
        2.1,
        "钢铁、化工",
        5,
        2.5,
        12,
        "示例公司",
        "C25；石油、煤炭及其他燃料加工业",
        80,
        None,
    ],
]
CASE_SHEET = [
    [
        "技术编号",
        "项目名称",
        "项目类型",
        "项目投资额（万元）",
        "传统技术投资额（元）",
        "项目建设期（年）",
        "项目投资回收期（月）",
        "投运日期",
        "二氧化硫减排量（t/a）",
    ],
    ["T1", "示例项目", "新建类", 1000.5, 4_000_000, 1.5, 30, DAY, 3],
    ["T1", "示例项目二", "技改", "1,200", None, None, None, "2023年5月1日", None],
]


def test_a_workbook_is_read_with_its_units_converted_at_the_door():
    (outcome,) = workbook({"技术": TECHNOLOGY_SHEET, "案例": CASE_SHEET})

    row = outcome.row
    assert outcome.line == 2
    assert (row.technology_type, row.fields) == ("2.1", ("钢铁", "化工"))
    assert row.adoption_share == 0.05
    assert row.investment_2030_yuan == Decimal(250_000_000)
    assert row.abatement_potential_2030_tco2_per_year == 120_000.0
    assert row.owner.name == "示例公司"
    assert row.applicability_rules == {"sectors": ["C25"], "temperature_celsius": [80.0, None]}
    first, second = row.cases
    assert first.investment_yuan == Decimal(10_005_000)
    assert first.conventional_investment_yuan == Decimal(4_000_000)
    assert (first.construction_months, first.payback_years) == (18.0, 2.5)
    assert first.commissioned_on.isoformat() == "2022-11-15"
    assert first.co_benefits == {"so2_t_per_year": 3.0}
    assert (second.investment_yuan, second.commissioned_on.isoformat()) == (
        Decimal(12_000_000),
        "2023-05-01",
    )


def test_shares_may_be_typed_with_a_percent_sign_or_shown_as_percent():
    book = Workbook()
    page = book.active
    page.title = "技术"
    page.append(["技术编号", "技术名称", "目前已推广比例（%）", "2030年预期推广比例（%）"])
    page.append(["T1", "示例", "5%", 0.3])
    page["D2"].number_format = "0%"
    buffer = io.BytesIO()
    book.save(buffer)

    (outcome,) = xlsx(buffer.getvalue())

    assert (outcome.row.adoption_share, outcome.row.adoption_share_2030) == (0.05, 0.3)


def test_parks_enterprises_and_energy_use_come_from_linked_sheets():
    (outcome,) = workbook(
        {
            "园区": [
                ["园区编号", "园区名称", "园区行政区划代码", "年产值（亿元）"],
                ["P1", "示例园区", 141000, 120],
            ],
            "企业": [["园区编号", "企业编号", "企业名称"], ["P1", "E1", "示例企业"]],
            "园区能源消费": [
                ["园区编号", "能源品种", "年份", "消费量", "计量单位"],
                ["P1", "电力", 2024, 5, "MWh"],
            ],
            "企业能源消费": [
                ["企业编号", "能源品种", "年份", "消费量", "计量单位"],
                ["E1", "煤炭", 2024, 7, "t"],
            ],
        },
        ImportKind.PARKS,
    )

    park = outcome.row
    assert (park.region_code, park.annual_output_yuan) == ("141000", Decimal(12_000_000_000))
    assert [(u.carrier.value, u.amount) for u in park.energy_use] == [("electricity", 5.0)]
    assert [(u.carrier.value, u.amount) for u in park.enterprises[0].energy_use] == [("coal", 7.0)]


def test_demands_come_from_one_sheet():
    (outcome,) = workbook(
        {
            "需求": [
                [
                    "需求编号",
                    "需求描述",
                    "投资上限（万元）",
                    "接受示范类技术",
                    "项目地点地址",
                    "适配度权重",
                ],
                ["D1", "想用余热", 800, "否", "山西省临汾市", 0.5],
            ]
        },
        ImportKind.DEMANDS,
    )

    demand = outcome.row
    assert (demand.max_investment_yuan, demand.accepts_demonstration) == (Decimal(8_000_000), False)
    assert (demand.site.address, demand.weights) == ("山西省临汾市", {"fit": 0.5})


def test_faults_in_cells_are_reported_with_sheet_and_row():
    head = ["技术编号", "技术名称", "目前已推广比例（%）"]
    outcomes = workbook(
        {"技术": [head, ["T1", "甲", 500], ["T2", "=1+1", 5], ["T3", "丙", "很多"]]}
    )

    assert [(o.sheet, o.line, rules(o)) for o in outcomes] == [
        ("技术", 2, ["out_of_range"]),
        ("技术", 3, ["formula"]),
        ("技术", 4, ["wrong_type"]),
    ]
    assert outcomes[1].text("zh") == "“技术”第 3 行（T2）：“技术名称”是公式，请改为数值或文字"


def test_a_case_of_no_technology_is_reported_on_its_own_sheet():
    outcomes = workbook(
        {
            "技术": [["技术编号", "技术名称"], ["T1", "甲"]],
            "案例": [["技术编号", "项目名称"], ["T9", "x"]],
        }
    )

    assert isinstance(outcomes[0], AcceptedRow)
    assert (outcomes[1].sheet, outcomes[1].line, rules(outcomes[1])) == ("案例", 2, ["orphan_row"])


@pytest.mark.parametrize(
    ("sheets", "code", "said"),
    [
        ({"别的": [["a"]]}, "unknown_sheet", "别的"),
        ({"说明": [["a"]]}, "missing_sheet", "技术"),
        ({"技术": [["技术编号", "颜色"]]}, "unknown_header", "颜色"),
        ({"技术": [["技术编号", "目前已推广比例"]]}, "unknown_header", "目前已推广比例（%）"),
        ({"技术": [["技术编号", "2030年该技术预计总投资额"]]}, "unknown_header", "亿元"),
        ({"技术": [["技术编号", "技术名称", "技术名称"]]}, "duplicate_header", "技术名称"),
        ({"技术": [["技术名称"]]}, "missing_header", "技术编号"),
        ({"技术": []}, "missing_header", "技术编号"),
    ],
)
def test_a_workbook_of_another_layout_is_refused_saying_what_is_wrong(sheets, code, said):
    with pytest.raises(UnreadableFileError) as caught:
        workbook(sheets)
    assert caught.value.code == code
    assert said in caught.value.text("zh")


@pytest.mark.parametrize("kind", list(ImportKind))
def test_an_unchanged_template_accepts_and_rejects_nothing(kind):
    assert xlsx(template(kind), kind) == []


@pytest.mark.parametrize("kind", list(ImportKind))
def test_the_example_row_of_a_template_would_be_accepted_under_another_number(kind):
    book = load_workbook(io.BytesIO(template(kind)))
    for page in book.worksheets[:-1]:
        for index, cell in enumerate(page[1]):
            if cell.value.endswith("编号") and page.cell(2, index + 1).value == "示例":
                page.cell(2, index + 1).value = "X1"
    buffer = io.BytesIO()
    book.save(buffer)

    (outcome,) = xlsx(buffer.getvalue(), kind)

    assert isinstance(outcome, AcceptedRow), outcome.text("zh")


@pytest.mark.parametrize("kind", list(ImportKind))
def test_headers_of_a_sheet_are_unambiguous_and_the_template_has_notes(kind):
    book = load_workbook(io.BytesIO(template(kind)))

    assert book.sheetnames[-1] == "说明"
    for sheet in sheets_of(kind):
        headers = [fold(column.header) for column in sheet.columns]
        assert len(set(headers)) == len(headers)
        assert len(sheet.by_header()) >= len(headers)
        assert all(isinstance(cell.value, str) for cell in book[sheet.name][1])


def repacked(changes=None, *, drop=(), content=None):
    """Return a template with some parts of the archive added, replaced or dropped."""
    source = zipfile.ZipFile(io.BytesIO(content or template(ImportKind.TECHNOLOGIES)))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            if part.filename not in drop and part.filename not in (changes or {}):
                target.writestr(part.filename, source.read(part.filename))
        for name, data in (changes or {}).items():
            target.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_a_workbook"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "old_workbook"),
        (template(ImportKind.TECHNOLOGIES)[:5000], "not_a_workbook"),
        (repacked(drop=("xl/workbook.xml",)), "not_a_workbook"),
        (repacked({"xl/vbaProject.bin": b"x"}), "macros"),
        (repacked({"xl/embeddings/oleObject1.bin": b"x"}), "macros"),
        (repacked({"xl/externalLinks/externalLink1.xml": b"<a/>"}), "external_links"),
        (repacked({"../evil.xml": b"<a/>"}), "unsafe_part"),
        (repacked({"xl/Workbook.xml": b"<a/>"}), "unsafe_part"),
        (repacked({"xl/x.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "document_type"),
        (repacked({"xl/x.xml": "<!DOCTYPE a []><a/>".encode("utf-16")}), "document_type"),
        (repacked({"xl/big.xml": b" " * 30_000_000}), "suspicious_ratio"),
        (repacked({f"xl/p{n}.xml": b"<a/>" for n in range(401)}), "too_many_parts"),
        (repacked({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"}), "not_a_workbook"),
        (repacked({"xl/workbook.xml": b"<workbook/>"}), "missing_sheet"),
        (repacked({"[Content_Types].xml": b"<Types>macroEnabled</Types>"}), "macros"),
    ],
)
def test_a_hostile_or_damaged_workbook_is_refused_with_its_reason(content, code):
    with pytest.raises(UnreadableFileError) as caught:
        xlsx(content)
    assert caught.value.code == code


def test_an_archive_whose_directory_lies_about_sizes_is_counted_by_what_comes_out():
    random = bytes(range(256)) * 300_000
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as target:
        source = zipfile.ZipFile(io.BytesIO(template(ImportKind.TECHNOLOGIES)))
        for part in source.infolist():
            target.writestr(part.filename, source.read(part.filename))
        target.writestr("xl/media/image1.bin", random)

    with pytest.raises(UnreadableFileError) as caught:
        xlsx(buffer.getvalue())
    assert caught.value.code == "unpacked_too_large"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-5℃", "@cmd", "\tx", "\rx", "  =1"])
def test_text_that_begins_like_a_formula_is_guarded_in_exports_and_restored_on_import(text):
    assert neutralise_cell(text) == "'" + text
    assert restore_cell(neutralise_cell(text)) == text


@given(st.text(max_size=20))
def test_no_guarded_text_begins_like_a_formula_and_none_is_changed_by_a_round_trip(text):
    guarded = neutralise_cell(text)

    assert not guarded.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert restore_cell(guarded) == text or text.startswith("'")


@pytest.mark.parametrize("value", [5, -5, 1.5, None, True, "文字", ""])
def test_numbers_and_plain_text_are_exported_as_they_are(value):
    assert neutralise_cell(value) is value


def test_a_guarded_cell_is_read_back_as_it_was():
    (outcome,) = workbook({"技术": [["技术编号", "技术名称"], ["T1", "'-40℃冷库技术"]]})

    assert outcome.row.name == "-40℃冷库技术"


def test_the_standards_example_of_a_credit_code_passes():
    assert is_unified_social_credit_code("91350100M000100Y43")


@given(st.integers(0, 16), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_a_credit_code_with_one_wrong_character_fails(position, letter):
    good = "91350100M000100Y43"
    changed = good[:position] + letter + good[position + 1 :]

    assert is_unified_social_credit_code(changed) == (changed == good)


@pytest.mark.parametrize(
    "code", ["", "91350100M000100Y4", "91350100m000100y43", "91350100I000100Y43"]
)
def test_what_has_not_the_form_of_a_credit_code_fails(code):
    assert not is_unified_social_credit_code(code)


def test_a_file_is_read_by_its_path(tmp_path):
    path = tmp_path / "technologies.jsonl"
    path.write_text(GOOD + "\n", "utf-8")

    assert [o.row.external_id for o in read_file(ImportKind.TECHNOLOGIES, path)] == ["T1"]


@pytest.mark.parametrize(("text", "lines"), [("", 0), ("a", 1), ("a\n", 1), ("a\n\nb", 3)])
def test_lines_are_counted_for_the_progress_bar(tmp_path, text, lines):
    path = tmp_path / "rows.jsonl"
    path.write_text(text, "utf-8")

    assert count_lines(path) == lines
    assert count_lines(tmp_path / "rows.xlsx") is None


def test_rows_are_read_one_at_a_time_in_little_memory():
    filler = "示" * 2_000
    lines = "\n".join(
        json.dumps({"external_id": f"T{n}", "name": "x", "key_technology": filler})
        for n in range(1_000)
    )
    stream = io.BytesIO(lines.encode())

    tracemalloc.start()
    count = sum(1 for _ in read_rows(ImportKind.TECHNOLOGIES, stream, FileFormat.JSONL))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 1_000
    assert peak < 2_000_000


def test_heavy_libraries_are_imported_only_when_needed():
    program = (
        "import sys, data.importers, data.geocoding, data.reference\n"
        "print([name for name in ('geopy', 'openpyxl', 'lxml') if name in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert result.stdout.strip() == "[]"


def test_a_row_in_jsonl_and_in_a_workbook_means_the_same():
    line = json.dumps(
        {
            "external_id": "T1",
            "name": "示例技术",
            "adoption_share": 0.05,
            "cases": [
                {"name": "示例项目", "investment_yuan": 10_005_000, "construction_months": 18}
            ],
        }
    )
    book = workbook(
        {
            "技术": [["技术编号", "技术名称", "目前已推广比例（%）"], ["T1", "示例技术", 5]],
            "案例": [
                ["技术编号", "项目名称", "项目投资额（万元）", "项目建设期（月）"],
                ["T1", "示例项目", 1000.5, 18],
            ],
        }
    )

    assert jsonl(line)[0].row == book[0].row
