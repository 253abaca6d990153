"""What is written reads back the same, to the last digit and letter."""

from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings

from data.forms import FormImage, read_form, write_form_docx, write_form_xlsx
from data.importers import read_technology
from data.vocabulary import UNKNOWABLE
from tests.unit.data.forms.records import full_records
from tests.unit.data.forms.samples import FILLED_RECORD

WRITERS = {"docx": write_form_docx, "xlsx": write_form_xlsx}
FEW = settings(
    max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None
)


@pytest.mark.parametrize("ending", WRITERS)
@given(record=full_records())
@FEW
def test_every_full_record_comes_back(ending, record):
    content = WRITERS[ending](record)

    reading = read_form(content, file_name=f"申报表.{ending}")

    assert reading.record == record
    assert {one.code for one in reading.warnings} <= {"text_beside_number"}


@pytest.mark.parametrize("ending", WRITERS)
@given(record=full_records())
@settings(FEW, max_examples=5)
def test_an_import_row_comes_back(ending, record):
    row, problems = read_technology({**record, "external_id": "F1"})
    assert problems == []
    assert row is not None

    reading = read_form(WRITERS[ending](row), file_name=f"申报表.{ending}")

    assert read_technology({**reading.record, "external_id": "F1"}) == (row, [])


@pytest.mark.parametrize("ending", WRITERS)
def test_equal_content_gives_equal_bytes(ending):
    assert WRITERS[ending](FILLED_RECORD) == WRITERS[ending](dict(FILLED_RECORD))


@pytest.mark.parametrize("ending", WRITERS)
def test_the_filled_sample_comes_back_without_a_warning(ending):
    reading = read_form(WRITERS[ending](FILLED_RECORD), file_name=f"x.{ending}")

    assert reading.record == FILLED_RECORD
    assert reading.warnings == ()


@pytest.mark.parametrize("ending", WRITERS)
def test_an_empty_form_states_nothing(ending):
    reading = read_form(WRITERS[ending]({}, has_hints=True), file_name=f"x.{ending}")

    assert reading.record == {}
    assert {one.code for one in reading.warnings} == {"missing", "none_ticked"}


@pytest.mark.parametrize("ending", WRITERS)
def test_a_demonstration_shows_its_first_case_or_the_chosen_one(ending):
    record = {**FILLED_RECORD, "stage": "demonstration"}
    write = WRITERS[ending]

    first = read_form(write(record), file_name=f"x.{ending}")
    chosen = read_form(write(record, selected_case=1), file_name=f"x.{ending}")

    assert [case["name"] for case in first.record["cases"]] == ["示例项目一"]
    assert [case["name"] for case in chosen.record["cases"]] == ["示例项目二"]
    with pytest.raises(IndexError):
        write(record, selected_case=2)


@pytest.mark.parametrize("ending", WRITERS)
def test_pictures_come_back_at_their_field(ending):
    images = (
        _image("process_flow", 40, 1),
        _image("process_flow", 3000, 2),
        _image("cases.1.content", 10, 1),
        _image("recommendation_opinion", 10, 1),
        _image("", 12, 1, stem="form"),
    )

    reading = read_form(WRITERS[ending](FILLED_RECORD, images=images), file_name=f"x.{ending}")

    assert sorted(reading.images, key=str) == sorted(images, key=str)
    assert reading.record == FILLED_RECORD


@pytest.mark.parametrize("ending", WRITERS)
def test_long_numbers_keep_every_digit(ending):
    record = {
        **FILLED_RECORD,
        "investment_2030_yuan": Decimal("9999999999999.99"),
        "adoption_share": Decimal("0.0012345678901234"),
        "abatement_potential_2030_tco2_per_year": Decimal("123456789012345.67"),
    }

    assert read_form(WRITERS[ending](record), file_name=f"x.{ending}").record == record


def _image(field: str, width: int, number: int, stem: str = "") -> FormImage:
    head = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
    content = head + width.to_bytes(4, "big") + (20).to_bytes(4, "big") + field.encode()
    name = f"{stem or field.replace('.', '-')}-{number}.png"
    return FormImage(field=field, file_name=name, media_type="image/png", content=content)


def test_the_document_opens_in_another_library_as_the_official_table():
    from docx import Document

    document = Document(BytesIO(write_form_docx(FILLED_RECORD)))
    first, second = document.tables[0], document.tables[1]

    assert (len(first.columns), len(first.rows)) == (5, 18)
    assert [row.cells[0].text for row in first.rows][:3] == ["技术名称", "技术类别", "技术类型"]
    assert first.rows[5].cells[0].text == first.rows[7].cells[0].text == "技术内容"
    assert second.rows[1].cells[-1].text == "示例项目一"


def test_the_workbook_opens_in_another_library():
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(write_form_xlsx(FILLED_RECORD)))

    assert book.sheetnames == ["申报表", "补充信息"]
    assert book["申报表"]["C3"].value == FILLED_RECORD["name"]
    assert "A3:B3" in {str(merge) for merge in book["申报表"].merged_cells.ranges}


@pytest.mark.parametrize("ending", WRITERS)
def test_supplements_answered_unknown_come_back(ending):
    unknown = dict.fromkeys(UNKNOWABLE, True)
    record = {"name": "示例技术", "cases": [{"name": "示例项目", "unknown_fields": unknown}]}

    reading = read_form(WRITERS[ending](record), file_name=f"x.{ending}")

    assert reading.record["cases"] == record["cases"]
    assert [one.field for one in reading.warnings if one.field.startswith("cases.")] == []


@pytest.mark.parametrize("ending", WRITERS)
def test_a_value_beside_the_answer_unknown_counts(ending):
    case = {"name": "示例项目", "service_life_years": Decimal(15)}
    stated = {**case, "unknown_fields": {"service_life_years": True}}

    reading = read_form(WRITERS[ending]({"name": "a", "cases": [stated]}), file_name=f"x.{ending}")

    assert reading.record["cases"] == [case]
