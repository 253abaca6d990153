import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.credit_codes import ALPHABET, check_character, is_valid, normalized

bodies = st.text(ALPHABET, min_size=17, max_size=17)


def test_the_check_character_by_hand():
    # Weights 3^0, 3^1 ... mod 31: only the first character counts here, 9 * 1 -> 31 - 9 = 22.
    assert check_character("9" + "0" * 16) == ALPHABET[22] == "N"
    # 9 * 1 + 1 * 3 -> 31 - 12 = 19.
    assert check_character("91" + "0" * 15) == ALPHABET[19] == "K"


@given(bodies)
def test_a_made_code_is_valid_and_has_zero_as_weighted_sum(body):
    code = body + check_character(body)
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(code[:-1]))

    assert is_valid(code)
    assert (total + ALPHABET.index(code[-1])) % 31 == 0


@given(bodies, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(body, place, wrong):
    code = body + check_character(body)
    broken = code[:place] + wrong + code[place + 1 :]

    assert is_valid(broken) == (broken == code)


@given(bodies, st.integers(0, 15))
def test_two_neighbors_changed_over_are_found(body, place):
    code = body + check_character(body)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert is_valid(swapped) == (swapped == code)


@pytest.mark.parametrize("code", ["", "9", "91000000000000000", "91000000000000000I", "9" * 19])
def test_other_shapes_are_not_valid(code):
    assert not is_valid(code)


def test_spaces_and_small_letters_are_forgiven():
    assert normalized(" 9100 0000 0000 0000 0k ") == "91000000000000000K"


def test_a_body_of_another_length_has_no_check_character():
    with pytest.raises(ValueError, match="17"):
        check_character("9")
