"""Ticks in every way that people and programs set them."""

import pytest

from data.forms.ticks import read_ticks

STAGES = {"demonstration": "示范类", "promotion": "推广类"}


@pytest.mark.parametrize(
    "text",
    [
        "☐ 示范类技术　☑ 推广类技术",
        "□示范类技术 ■推广类技术",
        "□示范类技术√推广类技术",
        "☐示范类技术 ☒推广类技术",
        "○示范类 ●推广类",
        "[ ]示范类技术 [√]推广类技术",
        "（ ）示范类技术（√）推广类技术",
        "示范类技术□ 推广类技术☑",
        "示范类技术（ ） 推广类技术（√）",
        "\uf0a3示范类技术 \uf052推广类技术",
        "☐ 示 范 类 技 术 ☑ 推广\n类技术",
    ],
)
def test_the_ticked_option_is_found(text):
    ticks = read_ticks(text, STAGES)

    assert ticks.on == ("promotion",)
    assert ticks.without_box == ()


def test_both_ticked_are_both_told():
    assert read_ticks("☑示范类技术 ☑推广类技术", STAGES).on == ("demonstration", "promotion")


@pytest.mark.parametrize("text", ["√示范类技术 推广类技术", "√示范类技术\n推广类技术"])
def test_an_option_whose_box_was_deleted_is_told(text):
    ticks = read_ticks(text, STAGES)

    assert ticks.on == ("demonstration",)
    assert ticks.without_box == ("推广类",)


def test_a_tick_between_two_options_belongs_to_none():
    ticks = read_ticks("示范类技术√推广类技术", STAGES)

    assert ticks.on == ()
    assert ticks.without_box == ("示范类", "推广类")


def test_spaces_tell_to_which_option_a_tick_belongs():
    assert read_ticks("示范类技术 √推广类技术", STAGES).on == ("promotion",)
    assert read_ticks("示范类技术√ 推广类技术", STAGES).on == ("demonstration",)


def test_the_only_option_left_counts_and_is_told():
    ticks = read_ticks("推广类技术", STAGES)

    assert ticks.on == ("promotion",)
    assert ticks.is_alone
