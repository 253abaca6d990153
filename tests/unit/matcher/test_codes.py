"""Codes and masks hold code-list values and are stable once given."""

import pytest

from data.vocabulary import ProjectType, TechnologyStage
from matcher.codes import PROJECT_TYPES, STAGES, Codebook, code_of, mask_of, type_code


@pytest.mark.parametrize(
    ("code", "number"),
    [("2.1", 21), ("2.1.03", 21), ("5.4", 54), (None, -1), ("", -1), ("2", -1), ("x.y", -1)],
)
def test_a_type_is_category_times_ten_plus_type(code, number):
    assert type_code(code) == number


def test_unknown_is_minus_one_and_a_value_its_position():
    assert code_of(None, STAGES) == -1
    assert STAGES[code_of(TechnologyStage.PROMOTION, STAGES)] is TechnologyStage.PROMOTION


def test_a_mask_has_one_bit_for_each_value_however_often_it_is_given():
    assert mask_of((), PROJECT_TYPES) == 0
    assert mask_of([ProjectType.RETROFIT] * 2, PROJECT_TYPES) == 1
    assert mask_of(ProjectType, PROJECT_TYPES) == 3


def test_a_number_once_given_stays():
    book = Codebook(["a", "b"])

    assert [book.code(value) for value in ("c", "a", "c", "b")] == [2, 0, 2, 1]
    assert book.values() == ("a", "b", "c")
