from hypothesis import given
from hypothesis import strategies as st

from matcher.form_diff import WORDS, differences, is_minor

CASE = {"name": "示例项目", "investment_yuan": "100"}
FORM = {
    "name": "示例技术",
    "typical_users": "甲",
    "adoption_share": 0.1,
    "fields": ["钢铁"],
    "cases": [CASE, CASE | {"name": "示例项目二"}],
}


def fields(found):
    return [(one.field, one.case, one.before, one.after) for one in found]


def test_the_same_form_differs_in_nothing():
    assert differences(FORM, dict(FORM)) == ()
    assert is_minor(())


def test_each_changed_field_is_named_with_both_values():
    new = FORM | {"typical_users": "乙", "adoption_share": 0.2}

    assert fields(differences(FORM, new)) == [
        ("typical_users", None, "甲", "乙"),
        ("adoption_share", None, 0.1, 0.2),
    ]


def test_empty_and_absent_are_both_not_stated():
    assert differences({"a": "", "b": []}, {"b": None, "c": {}}) == ()
    assert fields(differences({"a": None}, {"a": 0.0})) == [("a", None, None, 0.0)]


def test_cases_are_compared_by_their_place():
    changed = FORM | {"cases": [CASE | {"investment_yuan": "120"}]}

    assert fields(differences(FORM, changed)) == [
        ("investment_yuan", 1, "100", "120"),
        ("cases", 2, "示例项目二", None),
    ]


def test_only_words_that_say_nothing_of_the_technology_are_minor():
    for name in (*FORM, "technical_principle", "technical_indicators"):
        new = FORM | {name: [CASE] if name == "cases" else "另一"}
        assert is_minor(differences(FORM, new)) == (name in WORDS), name


@given(
    st.dictionaries(st.sampled_from("abcd"), st.none() | st.integers(0, 3) | st.just("")),
    st.dictionaries(st.sampled_from("abcd"), st.none() | st.integers(0, 3) | st.just("")),
)
def test_turning_the_comparison_round_swaps_before_and_after(before, after):
    there = {(one.field, one.before, one.after) for one in differences(before, after)}
    back = {(one.field, one.after, one.before) for one in differences(after, before)}

    assert there == back
