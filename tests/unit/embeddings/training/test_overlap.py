"""Faults of authored pairs are found, and the shipped ones have none."""

import pytest

from embeddings.training.authored import Authored, read_authored
from embeddings.training.overlap import near_copies, problems, shortfalls, voices


def test_the_shipped_pairs_have_no_fault_and_are_enough():
    authored = read_authored()
    assert list(problems(authored)) == []
    assert list(shortfalls(authored)) == []


@pytest.mark.parametrize(
    ("first", "second", "is_copy"),
    [
        ("余热回收用于宿舍供暖", "余热回收用于宿舍供热", True),
        ("余热回收用于宿舍供暖", "厂房屋顶光伏发电自发自用", False),
        ("Waste heat  FROM the kiln", "waste heat from the kiln", True),
        ("短文", "短文", True),
    ],
)
def test_texts_that_share_more_than_half_are_near_copies(first, second, is_copy):
    assert (list(near_copies([first, second])) == [(first, second)]) == is_copy


def test_every_kind_of_fault_is_named():
    authored = Authored(
        needs=[
            ("锅炉排烟温度高得很", "烟气余热深度回收装置"),
            ("屋顶空着", "烟气余热深度回收装备"),
        ],
        topics=["2.1.02", "2.1.02"],
        synonyms=[("供暖", "采暖"), ("采暖", "供暖"), ("ORC", "orc")],
        hard_negatives=[("屋顶空着", "烟气余热深度回收装备"), ("甲", "乙"), ("甲", "乙")],
    )
    found = list(problems(authored))
    assert len(found) == 5
    for beginning in (
        "two pairs share",
        "synonym stands",
        "synonym of itself",
        "hard negative",
        "answer",
    ):
        assert any(line.startswith(beginning) for line in found)


def test_shortfalls_name_what_is_missing():
    assert len(list(shortfalls(Authored()))) == 4


def test_voices_are_counted_by_language_and_length():
    needs = [
        ("太费电", ""),
        ("The chiller trips every afternoon in August", ""),
        ("MVR蒸汽再压缩" * 3, ""),
    ]
    assert voices(Authored(needs=needs)) == {
        "Chinese, short": 1,
        "English, short": 1,
        "mixed, medium": 1,
    }
