import copy

import pytest

from data.geocoding.place import PlaceWarning
from data.vocabulary.messages import TEMPLATES
from web.presenters.match import presented, warning_texts

MATCH = {
    "rank": 1,
    "adjustments": [
        {"code": "evidence", "contribution": -0.1, "values": {"part": "fit", "counted_share": 0.2}}
    ],
    "cost": {"basis": {"code": "cost_owner_figure", "values": {"case_number": 2}}},
    "reasons": [{"code": "meaning_close", "values": {"closeness_share": 0.93}}],
    "unknowns": [{"code": "site_unknown", "values": {}}],
    "warnings": [{"code": "demonstration_stage", "values": {}}],
}
RESPONSE = {
    "matches": [MATCH],
    "excluded": [
        {
            "technology": {"id": "7"},
            "reasons": [
                {
                    "code": "investment_over_limit",
                    "values": {"limit_yuan": 8e6, "least_yuan": 1e7, "from_text": True},
                }
            ],
        }
    ],
    "warnings": [{"code": "outside_china", "values": {}}],
    "empty_reason": None,
}


@pytest.mark.parametrize(
    ("language", "reason", "basis"),
    [("zh", "接近程度为最相近者的 93%", "案例 2 的技术方申报值"), ("en", "93%", "case 2, owner")],
)
def test_every_code_gets_its_sentence(language, reason, basis):
    shown = presented(RESPONSE, language)
    [match], [excluded] = shown["matches"], shown["excluded"]

    assert reason in match["reasons"][0]["text"]
    assert basis in match["cost"]["basis"]
    assert match["cost"]["basis_code"] == "cost_owner_figure"
    for part in ("adjustments", "unknowns", "warnings"):
        assert match[part][0]["text"]
    assert excluded["reasons"][0]["text"]
    assert shown["warnings"][0]["text"] == PlaceWarning.OUTSIDE_CHINA.label(language)
    assert shown["empty_reason"] is None


def test_the_stored_answer_is_left_as_it_is():
    before = copy.deepcopy(RESPONSE)

    presented(RESPONSE, "en")

    assert before == RESPONSE


def test_an_answer_without_matches_says_why_and_one_without_a_cost_is_shown():
    reason = {"code": "nothing_similar", "values": {}}
    shown = presented({**RESPONSE, "matches": [], "empty_reason": reason}, "en")
    costless = presented({**RESPONSE, "matches": [{**MATCH, "cost": None}]}, "en")

    assert shown["empty_reason"]["text"] == TEMPLATES["nothing_similar"].en
    assert costless["matches"][0]["cost"] is None


def test_every_warning_about_a_place_has_its_sentence():
    codes = [warning.value for warning in PlaceWarning]

    assert [one["code"] for one in warning_texts(codes, "zh")] == codes
    assert all(one["text"] for one in warning_texts(codes, "en"))
