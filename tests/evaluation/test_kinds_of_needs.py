"""Short, long, English, mixed and figure-laden needs find what they should."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.inference.topics import shipped_topic_model
from matcher.services.encoder_evaluation import JudgedDemand
from matcher.services.judged_folder import (
    DEMO_TECHNOLOGIES,
    DEVELOPMENT_SET,
    JudgedFolder,
    read_judged_folder,
    read_technologies,
)
from matcher.services.ranking_evaluation import ranked_needs
from matcher.texts import demand_text

SHORT = [
    ("余热", "DEMO-2.1"),
    ("瓦斯发电", "DEMO-5.1-02"),
    ("冷库制冷", "DEMO-5.2-02"),
    ("SF6", "DEMO-5.4"),
    ("碳捕集", "DEMO-3.1"),
    ("红树林", "DEMO-3.2"),
    ("methane", "DEMO-5.1"),
    ("heat pump", None),
]
MIXED = [
    ("ORC余热发电", "DEMO-2.1-03"),
    ("VAM乏风氧化 steam 发电", "DEMO-5.1-02"),
    ("氨法MVR热泵精馏, 丙烯tower节能", "DEMO-2.1-14"),
    ("SF6-free switchgear 环网柜替代", "DEMO-5.4-01"),
    ("We vent N2O from adipic acid, 笑气想提纯", "DEMO-5.3-02"),
]
FILLER = (
    "本函由园区管委会发出，请各有关单位于规定时间内报送材料，逾期不予受理，联系人及电话见附件。"
    "我单位成立多年，职工若干，历年安全生产形势平稳，特此说明。"
)
FIGURES = (
    "年用电12000万kWh，厂区占地35万㎡，总投资不超过8000万元，3年内回本，2027年底前建成，压力0.6MPa"
)


@pytest.fixture(scope="session")
def first_of(encoder):
    catalogue = read_technologies(DEMO_TECHNOLOGIES)

    def ranked(*texts):
        demands = tuple(
            JudgedDemand(text=demand_text(text=one), language="zh", relevant=frozenset())
            for one in texts
        )
        folder = JudgedFolder(catalogue.technologies, demands, catalogue.types)
        return [n.order()[:3] for n in ranked_needs(encoder, folder, model=shipped_topic_model())]

    return ranked


@pytest.mark.parametrize(("text", "wanted"), [case for case in SHORT if case[1]])
def test_a_need_of_a_word_or_two_finds_its_topic(first_of, text, wanted):
    assert any(name.startswith(wanted) for name in first_of(text)[0])


@pytest.mark.parametrize(("text", "wanted"), MIXED)
def test_a_need_in_two_languages_finds_its_technology(first_of, text, wanted):
    assert wanted in first_of(text)[0]


@pytest.fixture(scope="session")
def hits(encoder):
    """Share of the Chinese development needs whose first match is right, each text changed."""
    folder = read_judged_folder(DEVELOPMENT_SET)
    chinese = [demand for demand in folder.demands if demand.language == "zh"][::2]

    def share(change):
        demands = tuple(
            JudgedDemand(
                text=demand_text(text=change(one.text)),
                language="zh",
                relevant=one.relevant,
                excluded=one.excluded,
            )
            for one in chinese
        )
        changed = JudgedFolder(folder.technologies, demands, folder.types)
        ranked = ranked_needs(encoder, changed, model=shipped_topic_model())
        return float(np.mean([need.order()[0] in need.demand.relevant for need in ranked]))

    return share


def test_figures_do_not_drown_words(hits):
    assert hits(lambda text: f"{text}。{FIGURES}") >= hits(lambda text: text) - 0.12


def test_a_long_letter_around_a_need_costs_little(hits):
    assert hits(lambda text: f"{FILLER}{text}。{FILLER}") >= hits(lambda text: text) - 0.06


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 99_999), st.sampled_from(["万元", "℃", " m³/h", "MPa", "kWh", "吨", "%"]))
def test_one_figure_more_changes_no_word_that_is_compared(figure, unit):
    text = "轧钢加热炉烟气余热想用来供暖"

    assert demand_text(text=f"{text}，{figure}{unit}") == demand_text(text=text)
