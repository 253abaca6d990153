"""Encoded texts keep the words, drop the figures, and stay short."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.texts import DEMAND_CHARACTERS, demand_text, technology_text, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("80℃冷却水 500 m³/h", "冷却水"),
        ("投资不超过800万元", "投资不超过"),
        ("0.4~1.0MPa饱和蒸汽", "饱和蒸汽"),
        ("年产 30 万吨甲醇", "年产 甲醇"),
        ("cooling water at 30-40 °C", "cooling water at"),
        ("R1233zd(E)工质，CO2回收", "R1233zd(E)工质，CO2回收"),
        ("三效蒸发", "三效蒸发"),
        ("示例：印染园区（示例）", "印染园区"),
    ],
)
def test_figures_and_demo_marks_go_and_words_stay(text, words):
    assert words_of(text) == words


def test_a_technology_is_its_name_fields_principle_key_technology_and_applicability():
    text = technology_text(
        name="高温热泵技术",
        technology_type="2.1",
        fields=["纺织", "食品"],
        technical_principle="以65～85℃工艺废热水为低温热源，经两级压缩提升，供给工艺蒸汽，替代燃煤锅炉。",
        key_technology="离心压缩机与闪蒸罐耦合。",
        process_flow="取热→压缩→供汽",
        applicability="适用于印染企业。",
    )

    assert text == (
        "高温热泵技术。纺织、食品。"
        "以 工艺废热水为低温热源，经两级压缩提升，供给工艺蒸汽，替代燃煤锅炉。"
        "离心压缩机与闪蒸罐耦合。适用于印染企业"
    )


def test_the_taxonomy_speaks_where_the_form_says_little():
    assert technology_text(name="某技术", technology_type="1.1") == (
        "某技术。可再生能源开发应用技术"
    )
    assert (
        technology_text(name="某技术", technology_type="9.9", technology_topics=["x"]) == "某技术"
    )


def test_a_name_of_figures_only_is_kept():
    assert technology_text(name="2024") == "2024"


def test_a_long_form_is_cut():
    many = "余热回收" * 2000

    assert len(technology_text(name="名", technical_principle=many, key_technology=many)) < 500


def test_a_title_that_the_text_repeats_is_not_said_twice():
    assert demand_text(title="余热", text="余热利用") == "余热利用"
    assert demand_text(title="供暖", text="余热利用") == "供暖。余热利用"


@given(st.text(max_size=5000))
def test_a_demand_of_any_characters_has_a_bounded_text(text):
    result = demand_text(text=text)

    assert len(result) <= DEMAND_CHARACTERS
    assert bool(result) == bool(text)


@pytest.mark.parametrize(
    "clause",
    [
        "总投资不超过800万元",
        "三年内回本",
        "2027年底前建成",
        "预算上限4500万元",
        "budget 8 million yuan",
    ],
)
def test_a_clause_that_states_a_limit_is_no_word_of_a_need(clause):
    need = "加热炉烟气余热想用来供暖"

    assert demand_text(text=f"{need}，{clause}。") == demand_text(text=need)


def test_a_clause_without_a_figure_stays():
    assert "投资太高" in demand_text(text="老设备投资太高，想换电炉")


def test_a_need_of_limits_only_keeps_its_words():
    assert demand_text(text="预算800万元") == "预算"
