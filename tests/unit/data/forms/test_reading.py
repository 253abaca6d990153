"""Both sample forms read without loss, and what is doubtful about them is said."""

import pytest

from data.forms import FormReading, FormRefusedError, read_form, read_form_safely
from data.importers import read_technology
from tests.unit.data.forms.samples import BLANK, FILLED, FILLED_RECORD


def test_the_filled_sample_reads_without_loss():
    reading = read_form(FILLED, file_name="申报表.docx")

    assert reading.record == FILLED_RECORD
    assert {(one.field, one.code) for one in reading.warnings} == {
        ("technology_category", "category_contradicts_type"),
        ("owner.name", "owner_from_source"),
    }
    assert reading.images == ()


def test_the_filled_sample_is_accepted_as_an_import_row():
    reading = read_form(FILLED, file_name="申报表.docx")

    row, problems = read_technology({**reading.record, "external_id": "F1"})

    assert problems == []
    assert row is not None
    assert row.incomplete_fields == ()


def test_the_blank_sample_gives_warnings_only():
    reading = read_form(BLANK, file_name="申报表.docx")

    assert reading.record == {}
    assert {one.code for one in reading.warnings} == {"missing", "none_ticked"}
    assert all(one.text("zh") and one.text("en") for one in reading.warnings)


@pytest.mark.parametrize("content", [FILLED, BLANK], ids=["filled", "blank"])
def test_a_child_process_reads_the_same(content):
    reading = read_form_safely(content, file_name="申报表.docx")

    assert isinstance(reading, FormReading)
    assert reading == read_form(content, file_name="申报表.docx")


def test_a_child_that_may_not_live_long_gives_a_clear_refusal():
    with pytest.raises(FormRefusedError) as refusal:
        read_form_safely(FILLED, file_name="申报表.docx", memory_mb=24)

    assert refusal.value.code in {"too_heavy", "reader_failed"}
    assert refusal.value.text("zh")
