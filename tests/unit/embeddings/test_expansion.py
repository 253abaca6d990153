"""Multi-granular input."""

from hypothesis import given
from hypothesis import strategies as st

from embeddings.expansion import expand, remove_invisible


def test_a_han_run_is_followed_by_its_bigrams_and_characters():
    assert expand("余热A供暖").split() == ["余热A供暖", "余热", "余", "热", "供暖", "供", "暖"]


def test_text_without_han_stays_as_it_is():
    assert expand("ORC 85 °C") == "ORC 85 °C"


def test_invisible_characters_do_not_split_a_run():
    assert expand("余\u200b热\ufeff回") == expand("余热回")


def test_half_a_surrogate_pair_is_dropped():
    assert remove_invisible("热\ud83d水") == "热水"


@given(st.text(max_size=60))
def test_the_text_itself_comes_first(text):
    assert expand(text).startswith(remove_invisible(text))
