"""Words of needs say their subjects, in Chinese and in English."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reference.word_groups import media, purposes
from matcher.inference.words import finders, subjects_of

SAYINGS = [
    ("轧钢加热炉烟气余热想用来供暖", "medium", "flue_gas"),
    ("凉水塔天天冒热气", "medium", "cooling_water"),
    ("煤矿乏风里的甲烷浓度太低", "medium", "methane"),
    ("空压站散掉的热想烧洗澡水", "medium", "compressed_air"),
    ("Waste heat of our flue gases is lost", "medium", "flue_gas"),
    ("We replace the refrigerants of two cold stores", "medium", "refrigerant"),
    ("轧钢加热炉烟气余热想用来供暖", "purpose", "heating"),
    ("想把这部分热发电自用", "purpose", "power_generation"),
    ("开关柜的SF6要回收", "medium", "fluorinated_gas"),
    ("水泥窑尾想捕集二氧化碳", "purpose", "carbon_capture"),
    ("Monitoring of carbon sinks in wetlands", "purpose", "monitoring"),
    ("厂房屋顶想自建光伏", "purpose", "power_generation"),
    ("煤层气井别再点火炬", "medium", "methane"),
    ("发电机组旁的水泵电机太老", "medium", "motor_drive"),
]

OTHER_SENSES = [
    ("燃煤热电机组烟气", "medium", "motor_drive"),
    ("a heat pump for hot water", "medium", "motor_drive"),
    ("蓄热式燃烧的熔炼炉", "purpose", "storage"),
    ("干燥空气绝缘的环网柜", "purpose", "drying"),
    ("Capture the methane of our lagoon", "purpose", "carbon_capture"),
    ("聚合物装置的蒸汽", "purpose", "trading"),
]


@pytest.mark.parametrize(("text", "kind", "code"), SAYINGS)
def test_a_need_says_what_it_is_about(text, kind, code):
    assert code in subjects_of(text)[kind]


@pytest.mark.parametrize(("text", "kind", "code"), OTHER_SENSES)
def test_a_word_inside_a_phrase_of_another_sense_does_not_count(text, kind, code):
    assert code not in subjects_of(text)[kind]


@pytest.mark.parametrize("text", ["", "招聘会计一名", "good morning", "123 456"])
def test_other_texts_say_nothing(text):
    assert not any(subjects_of(text).values())


def test_english_words_are_found_whole():
    assert "coal" in subjects_of("two coals")["medium"]
    assert not subjects_of("charcoaly protocol")["medium"]


@given(st.text(max_size=80), st.text(max_size=20), st.text(max_size=20))
def test_more_words_never_hide_a_subject(text, before, behind):
    words = subjects_of(text)["medium"].keys()

    assert words <= subjects_of(f"{before}。{text}。{behind}")["medium"].keys()


@pytest.mark.parametrize("kind", ["medium", "purpose"])
def test_masks_and_codes_are_one_another(kind):
    finder = finders()[kind]

    assert finder.codes_of(finder.mask(finder.codes)) == finder.codes
    assert finder.mask(()) == 0


@pytest.mark.parametrize("groups", [media(), purposes()])
def test_a_word_stands_for_one_subject_of_a_kind(groups):
    words = [word.lower() for group in groups.values() for word in set(group.words_en)]

    assert len(words) == len(set(words))


def test_a_long_text_is_read_in_a_moment():
    begin = time.perf_counter()
    subjects_of("蒸汽和烟气 steam and flue gas " * 700)

    assert time.perf_counter() - begin < 0.5
