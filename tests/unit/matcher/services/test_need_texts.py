import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.services.errors import InvalidError
from matcher.services.match_requests import MAX_TEXT_CHARACTERS, MatchRequest
from matcher.services.need_texts import checked_request, cleaned_text

LETTERS = st.text(alphabet="余热回收蒸汽ABCñäш", min_size=2, max_size=20)
UNSEEN = st.text(alphabet="\u200b\u200d\u202e\ufeff\u0007", max_size=5)


def rule_of(text):
    with pytest.raises(InvalidError) as caught:
        checked_request(MatchRequest(text=text))
    [problem] = caught.value.problems
    assert problem.field == "text"
    return problem.rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "required"),
        (" \n\t", "required"),
        ("\u200b\ufeff\u202e", "required"),
        ("热", "text_without_words"),
        ("😀🎉👍🏽", "text_without_words"),
        ("12 % 345.6", "text_without_words"),
        ("热" * (MAX_TEXT_CHARACTERS + 1), "too_long"),
    ],
)
def test_a_text_without_words_is_refused_by_its_rule(text, rule):
    assert rule_of(text) == rule


def test_lines_are_kept_and_unseen_characters_are_not():
    assert cleaned_text(" 余\u200b热\n回收\u202e ") == "余热\n回收"


def test_the_longest_text_is_taken():
    text = "热" * MAX_TEXT_CHARACTERS

    assert checked_request(MatchRequest(text=text)).text == text


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    assert cleaned_text(cleaned_text(text)) == cleaned_text(text)


@given(LETTERS, UNSEEN)
def test_unseen_characters_never_make_a_need_of_nothing_nor_hide_one(letters, unseen):
    assert checked_request(MatchRequest(text=letters + unseen)).text == letters
