"""Sentences that are of no field leave the text that is compared; short needs stay whole."""

from math import nan

import numpy as np
import pytest

from matcher.inference.topics import TopicModel
from matcher.profiles import DemandProfile
from matcher.services.demand_profiles import UnderstoodRequest
from matcher.services.need_focus import focused

NEED = "加热炉烟气余热想用来供暖。"
LETTER = (
    "本函由管委会发出请各有关单位按时报送材料逾期不予受理联系人及电话见附件特此说明并致谢意。" * 2
)


class TwoWords:
    """Encodes what speaks of heat as one axis, anything else as the other."""

    encoder_id = "two words"
    dimension = 2

    def encode(self, texts):
        return np.array([[1, 0] if "余热" in t else [0, 1] for t in texts], dtype=np.float32)


def model(encoder_id="two words", codes=("", "2.1.02")):
    weights = np.array([[-4.0, 4.0], [4.0, -4.0]])
    return TopicModel(
        encoder_id=encoder_id, codes=codes, weights=weights, bias=np.zeros(2), sharpness=1.0
    )


def text_of(text, found):
    request = UnderstoodRequest(DemandProfile(text=text), text, {}, in_field_probability=nan)
    return focused(request, TwoWords(), found).text


def test_the_letter_around_a_need_is_left_out():
    assert text_of(f"{LETTER}{NEED}{LETTER}", model()) == NEED


def test_where_no_sentence_is_of_the_field_the_text_stays_whole():
    assert text_of(LETTER, model()) == LETTER


@pytest.mark.parametrize("text", [NEED, f"{NEED}谢谢。"])
def test_short_needs_stay_whole(text):
    assert text_of(text, model()) == text


@pytest.mark.parametrize("found", [None, model("another"), model(codes=("1.1.01", "2.1.02"))])
def test_without_a_model_of_this_encoder_that_knows_other_texts_nothing_is_left_out(found):
    whole = f"{LETTER}{NEED}"

    assert text_of(whole, found) == whole
