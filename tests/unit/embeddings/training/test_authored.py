"""The project's own pairs: readable, complete, kept apart from the development set."""

import json

import pytest

from embeddings.training.authored import Authored, read_authored
from embeddings.training.leakage import held_out_texts, without_leaks

TOPICS = 97


def write(folder, *rows):
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (folder / "00-x.jsonl").write_text(text + "\n\n", encoding="utf-8")


def test_the_shipped_pairs_cover_all_topics_and_no_text_is_empty():
    authored = read_authored()
    assert len({topic for topic in authored.topics if topic}) == TOPICS
    assert len(authored.needs) >= 300
    assert len(authored.synonyms) >= 200
    assert all(text.strip() for text in authored.texts())


def test_no_shipped_pair_stands_twice():
    needs = read_authored().needs
    assert len(set(needs)) == len(needs)


def test_each_kind_goes_to_its_list(tmp_path):
    write(
        tmp_path,
        {"kind": "pair", "demand": "甲", "technology": "乙", "topic": "2.1.02"},
        {"kind": "synonym", "a": "供暖", "b": "采暖"},
        {"kind": "hard_negative", "demand": "甲", "technology": "丙"},
    )
    found = read_authored(tmp_path)
    assert (found.needs, found.topics) == ([("甲", "乙")], ["2.1.02"])
    assert found.synonyms == [("供暖", "采暖")]
    assert found.hard_negatives == [("甲", "丙")]


@pytest.mark.parametrize("row", [{"kind": "poem"}, {"kind": "pair", "demand": "甲"}, {}])
def test_a_wrong_row_is_named_by_file_and_line(tmp_path, row):
    write(tmp_path, {"kind": "synonym", "a": "x", "b": "y"}, row)
    with pytest.raises(ValueError, match=r"00-x\.jsonl:2"):
        read_authored(tmp_path)


def test_a_need_near_to_a_held_out_one_is_left_out():
    authored = Authored(
        needs=[
            ("连锁超市冷柜漏冷媒很厉害怎么办", "跨临界二氧化碳制冷"),
            ("冷库压缩机夏天跳闸", "氨二氧化碳复叠"),
            ("窑尾废气温度高", "低温余热发电技术利用窑头窑尾废气"),
        ],
        topics=["5.2.02", "5.2.02", "2.1.02"],
        hard_negatives=[("连锁超市冷柜漏冷媒", "冷柜门加热")],
    )
    clean = without_leaks(
        authored, ["连锁超市冷柜漏冷媒严重"], ["低温余热发电技术利用窑头窑尾废气发电"]
    )
    assert clean.needs == [("冷库压缩机夏天跳闸", "氨二氧化碳复叠")]
    assert clean.topics == ["5.2.02"]
    assert clean.hard_negatives == []


def test_without_a_development_set_nothing_is_left_out(tmp_path):
    assert held_out_texts(tmp_path) == ([], [])
    authored = Authored(needs=[("甲", "乙")], topics=["1"])
    assert without_leaks(authored, [], []).needs == [("甲", "乙")]
