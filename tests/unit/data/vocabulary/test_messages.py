"""Every message reads as a complete sentence in both languages, with its values and units."""

from string import Formatter

import pytest

from data.vocabulary.message_values import written_number, written_values
from data.vocabulary.messages import (
    ADJUSTMENT_CODES,
    EXCLUSION_CODES,
    NOTE_CODES,
    REASON_CODES,
    TEMPLATES,
    UNKNOWN_CODES,
    WARNING_CODES,
    message_text,
)

SENTENCES = {code for code in TEMPLATES if not code.startswith("cost_")}


def value_names(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_no_code_is_used_for_two_messages():
    lists = (
        REASON_CODES,
        UNKNOWN_CODES,
        WARNING_CODES,
        EXCLUSION_CODES,
        ADJUSTMENT_CODES,
        NOTE_CODES,
    )

    assert len(TEMPLATES) == sum(len(codes) for codes in lists)


@pytest.mark.parametrize("code", sorted(TEMPLATES))
def test_both_languages_say_the_same_values(code):
    template = TEMPLATES[code]

    assert template.zh.strip()
    assert template.en.strip()
    assert value_names(template.zh) == value_names(template.en)


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_sentences_end_as_sentences_of_their_language_do(code):
    assert TEMPLATES[code].zh.endswith("。")
    assert TEMPLATES[code].en.endswith(".")
    assert not any("\u4e00" <= character <= "\u9fff" for character in TEMPLATES[code].en)


def test_the_temperature_sentence_reads_as_a_park_manager_would_say_it():
    values = {"demand_temperature_celsius": (120.0, 120.0), "band_celsius": (80.0, 200.0)}

    assert message_text("temperature_in_band", values, "zh-CN") == (
        "温度 120 ℃ 在适用范围 80–200 ℃ 内。"
    )
    assert message_text("temperature_in_band", values, "en") == (
        "The need's 120 °C is within its range of 80–200 °C."
    )


def test_the_nearest_case_sentence_names_distance_and_case():
    values = {"distance_km": 46.2, "case_name": "示例焦化厂"}

    assert message_text("reference_case_near", values, "zh") == "最近案例 46.2 km：示例焦化厂。"


def test_a_value_read_from_the_text_is_marked_before_the_full_stop():
    values = {"least_yuan": 7.5e6, "limit_yuan": 8e6, "from_text": True}

    assert message_text("investment_within_limit", values, "zh") == (
        "案例投资 750 万元，不超过上限 800 万元（需求值读自文本）。"
    )
    assert message_text("investment_within_limit", values, "en").endswith(
        "within the limit of 8 million yuan (the need's value was read from its text)."
    )


@pytest.mark.parametrize(
    ("name", "value", "zh", "en"),
    [
        ("limit_yuan", 8e6, "800 万元", "8 million yuan"),
        ("limit_yuan", 1.25e8, "1.25 亿元", "125 million yuan"),
        ("limit_yuan", 900.0, "900 元", "900 yuan"),
        ("cost_yuan_per_tco2", -20.0, "-20 元/tCO₂", "-20 yuan/tCO2"),
        ("target_tco2_per_year", 5000.0, "5,000 tCO₂/年", "5,000 tCO2/year"),
        ("band_celsius", (None, 90.0), "90 ℃ 以下", "up to 90 °C"),
        ("band_celsius", (80.0, None), "80 ℃ 以上", "80 °C and more"),
        ("band_celsius", (None, None), "不限", "any"),
        ("least_years", 1.0, "1 年", "1 year"),
        ("least_years", float("inf"), "无法回收", "forever"),
        ("limit_months", 18.0, "18 个月", "18 months"),
        ("limit_months", 48.0, "4 年", "4 years"),
        ("covered_share", 0.856, "86%", "86%"),
        ("sectors", ["C25", "C30"], "C25、C30", "C25, C30"),
        ("project_type", "new_build", "新建", "new build"),
        ("climate_zone", "cold", "寒冷地区", "cold"),
        ("part", "abatement_cost", "减排成本", "abatement cost"),
        ("case_number", 2, "2", "2"),
    ],
)
def test_values_are_written_with_their_unit(name, value, zh, en):
    assert written_values({name: value}, "zh") == {name: zh}
    assert written_values({name: value}, "en") == {name: en}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0001, "0"),
        (0.133, "0.13"),
        (46.0, "46"),
        (46.26, "46.3"),
        (1e6, "1,000,000"),
    ],
)
def test_numbers_keep_three_figures(value, text):
    assert written_number(value) == text
