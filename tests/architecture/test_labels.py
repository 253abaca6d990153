"""Every code that users may meet has a Chinese and an English name."""

import re

import pytest

from data.reference import fields, sectors, taxonomy, technology_types, topics
from data.reference.files import read_rows
from data.vocabulary.message_findings import FINDINGS
from data.vocabulary.messages import TEMPLATES
from web.cli.reference.codes import code_lists

HAN = re.compile(r"[\u4e00-\u9fff]")
LISTS = sorted(code_lists(), key=lambda terms: terms.__name__)


@pytest.mark.parametrize("terms", LISTS, ids=lambda terms: terms.__name__)
def test_every_code_has_a_label_in_each_language(terms):
    assert len(terms) > 0
    assert [term.value for term in terms if not _is_chinese(term.label_zh)] == []
    assert [term.value for term in terms if not _is_english(term.label_en)] == []


@pytest.mark.parametrize("terms", LISTS, ids=lambda terms: terms.__name__)
def test_no_two_codes_of_a_list_read_alike(terms):
    for language in ("zh", "en"):
        labels = [term.label(language) for term in terms]
        assert len(labels) == len(set(labels))


def test_every_code_list_of_the_service_is_found():
    names = {terms.__name__ for terms in LISTS}

    assert names >= {"Role", "LeadStage", "TechnologyStage", "ClimateZone", "Barrier", "ScoreTerm"}


def test_every_entry_of_the_reference_lists_has_a_label_in_each_language():
    categories = taxonomy()
    entries = [*categories, *technology_types().values(), *topics().values()]
    entries += [*sectors().values(), *fields().values()]

    assert (len(categories), len(technology_types()), len(topics())) == (5, 16, 97)
    assert [entry.code for entry in entries if not _is_chinese(entry.label_zh)] == []
    assert [entry.code for entry in entries if not _is_english(entry.label_en)] == []


def test_every_designation_of_a_park_has_a_label_in_each_language():
    rows = read_rows("park_designations.csv")

    assert [row["code"] for row in rows if not _is_chinese(row["name_zh"])] == []
    assert [row["code"] for row in rows if not _is_english(row["name_en"])] == []


def test_every_message_stands_in_both_languages_with_the_same_values():
    braces = re.compile(r"{(\w+)}")
    wrong = [
        code
        for code, text in {**TEMPLATES, **FINDINGS}.items()
        if not _is_chinese(text.zh)
        or not _is_english(text.en)
        or set(braces.findall(text.zh)) != set(braces.findall(text.en))
    ]

    assert len(TEMPLATES) > 0
    assert wrong == []


def _is_chinese(text: str) -> bool:
    return bool(HAN.search(text)) or text in {"WGS-84", "GCJ-02", "BD-09", "CGCS2000"}


def _is_english(text: str) -> bool:
    return bool(re.search(r"[A-Za-z]", text)) and not HAN.search(text)
