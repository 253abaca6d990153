"""The match page and the comparison: weights, filters, readings, past runs, loading."""

import re

import pytest
from sqlalchemy import func, select

from data.models import Demand, MatchRun
from data.session import reading, unit_of_work
from data.vocabulary import DemandVisibility, Role, TechnologyStage
from tests.factories.catalogue import TOPICS, make_case, make_demand, make_technology
from tests.factories.need_pages import NEED, matching_browser
from tests.factories.people import make_person
from tests.factories.web import Browser, make_test_app
from tests.security.world import LoadingRuntime

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""The SQL below these pages is tried on both databases by the tests of services and API."""


@pytest.fixture
def owner(sessions, now):
    with unit_of_work(sessions) as session:
        return make_person(session, now, Role.TECHNOLOGY_OWNER)


@pytest.fixture
def technologies(sessions, now, owner):
    stages = (TechnologyStage.PROMOTION, TechnologyStage.DEMONSTRATION)
    with unit_of_work(sessions) as session:
        return [
            make_technology(
                session,
                now,
                owner=owner,
                name=f"示例技术 {number}",
                technical_principle=text,
                stage=stages[number % 2],
                technology_type=("2.1", "1.1")[number % 2],
            ).id
            for number, text in enumerate(TOPICS)
        ]


@pytest.fixture
def poster(sessions, now):
    with unit_of_work(sessions) as session:
        return make_person(session, now)


@pytest.fixture
def need(sessions, now, poster):
    with unit_of_work(sessions) as session:
        text = NEED.replace("800万元", "5000万元").replace("三年", "八年")
        return make_demand(session, now, poster, text=text).id


@pytest.fixture
def browser(sessions, clock, tmp_path, technologies, poster):
    return matching_browser(sessions, clock, tmp_path, poster)


def _page(browser, path, status=200):
    separator = "&" if "?" in path else "?"
    response = browser.get(f"{path}{separator}lang=en")
    assert response.status_code == status
    return response.get_data(as_text=True)


def _names(page):
    return re.findall(r'class="match-name">.*?<a href="[^"]+">([^<]+)</a>', page)


def _weights(page):
    return [int(w) for w in re.findall(r'type="range"[^>]* value="(\d+)"', page)]


def test_the_best_fitting_technology_stands_first_with_its_reasons(browser, need):
    page = _page(browser, f"/needs/{need}/matches")

    assert _names(page)[0] == "示例技术 0"
    assert "Figures stated by the technology owner, not yet verified." in page
    assert 'aria-label="Composition' in page or "Composition of the score" in page


def test_moved_weights_are_kept_by_form_links_and_run(browser, need, sessions):
    page = _page(
        browser, f"/needs/{need}/matches?weight_fit=20&weight_location=20&weight_abatement_cost=60"
    )

    assert _weights(page) == [20, 20, 60]
    assert "weight_abatement_cost=60" in page.partition('class="order')[2]
    with reading(sessions) as session:
        stored = session.scalars(select(MatchRun)).one().weights
    assert stored["abatement_cost"] == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("preset", "weights", "order"),
    [
        ("saving", [40, 10, 50], ""),
        ("abatement", [60, 15, 25], "abatement"),
        ("safe", [65, 25, 10], ""),
    ],
)
def test_a_preset_sets_weights_and_order(browser, need, preset, weights, order):
    page = _page(browser, f"/needs/{need}/matches?preset={preset}")

    assert _weights(page) == weights
    assert re.search(rf'value="{preset}"[^>]*aria-pressed="true"', page)
    assert (f'name="sort" value="{order}"' in page) == bool(order)


@pytest.mark.parametrize("weights", ["0", "abc", "-5", "1e400", "500"])
def test_weights_that_are_no_shares_never_break_the_page(browser, need, weights):
    query = "&".join(f"weight_{n}={weights}" for n in ("fit", "location", "abatement_cost"))
    response = browser.get(f"/needs/{need}/matches?{query}")

    assert response.status_code == (422 if weights == "0" else 200)


def test_filters_narrow_the_list_and_offer_to_show_all(browser, need):
    page = _page(browser, f"/needs/{need}/matches?stage=demonstration")

    assert set(_names(page)) == {"示例技术 1", "示例技术 3"}
    assert "Filters hide 3 technologies." in page
    assert re.search(r'value="demonstration" checked', page)
    assert "The filters hide every match" in _page(
        browser, f"/needs/{need}/matches?stage=demonstration&type=2.1"
    )


def test_the_same_page_twice_keeps_one_run(browser, need, sessions):
    for _ in range(2):
        _page(browser, f"/needs/{need}/matches")
    with reading(sessions) as session:
        assert session.scalar(select(func.count()).select_from(MatchRun)) == 1


def test_a_past_run_is_listed_and_shown_unchanged(browser, need, sessions, now, owner):
    before = _names(_page(browser, f"/needs/{need}/matches"))
    with unit_of_work(sessions) as session:
        make_technology(session, now, owner=owner, name="示例新技术", technical_principle=NEED)
    page = _page(browser, f"/needs/{need}/matches")
    past = re.search(rf'href="(/needs/{need}/matches\?run=\d+)"', page).group(1)

    assert "示例新技术" in _names(page)
    shown = _page(browser, past)
    assert _names(shown) == before
    assert "This is a past run" in shown


@pytest.mark.parametrize("run", ["0", "999999", "x", "-1", "99999999999"])
def test_a_run_of_nobody_is_not_found(browser, need, run):
    _page(browser, f"/needs/{need}/matches?run={run}", status=404)


def test_a_reading_is_switched_off_and_on_again(browser, need, sessions):
    assert "Do not use: Investment at most" in _page(browser, f"/needs/{need}/matches")

    path = f"/needs/{need}/understood"
    assert browser.post(path, {"code": "max_investment", "use": "0"}).status_code == 303
    assert "Use again: Investment at most" in _page(browser, f"/needs/{need}/matches")
    with reading(sessions) as session:
        assert session.get(Demand, need).ignore_understood == ["max_investment"]

    browser.post(path, {"code": "max_investment", "use": "1"})
    with reading(sessions) as session:
        assert session.get(Demand, need).ignore_understood == []


def test_nothing_that_is_never_read_can_be_switched(browser, need):
    response = browser.post(f"/needs/{need}/understood", {"code": "sectors", "use": "0"})

    assert response.status_code == 400


def test_what_was_left_out_stands_there_with_the_reason(browser, sessions, now, poster):
    with unit_of_work(sessions) as session:
        number = make_demand(session, now, poster, max_payback_years=1.0).id
    page = _page(browser, f"/needs/{number}/matches")

    assert "No technology fits yet" in page
    assert "Not selected, and why (5)" in page
    assert "Payback over the limit <b>5</b>" in page


def test_while_the_encoder_loads_the_page_tries_again_by_itself(sessions, clock, need, poster):
    app = make_test_app(sessions, clock, runtime=LoadingRuntime())
    response = Browser(app, sessions, clock).be(poster).get(f"/needs/{need}/matches?lang=en")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "3"
    page = response.get_data(as_text=True)
    assert '<meta http-equiv="refresh" content="3">' in page
    assert "Try again now" in page


def test_a_bureau_reads_matches_and_changes_nothing(browser, need, sessions, now, clock, tmp_path):
    with unit_of_work(sessions) as session:
        officer = make_person(session, now, Role.BUREAU_OFFICER, region_code="320000")
    page = _page(
        matching_browser(sessions, clock, tmp_path / "b", officer), f"/needs/{need}/matches"
    )

    assert _names(page)
    assert "/understood" not in page
    assert "/edit" not in page


def test_the_comparison_marks_the_best_value_and_names_what_is_missing(
    browser, need, sessions, now, owner
):
    with unit_of_work(sessions) as session:
        cheap = make_technology(session, now, owner=owner, name="示例便宜", cases=0)
        cheap.cases = [make_case(investment_yuan=5_000_000, annual_benefit_yuan=None)]
        number = cheap.id
    page = _page(browser, f"/needs/{need}/matches")
    ids = re.findall(r'name="technology" value="(\d+)"', page)[:2]
    query = "&".join(f"technology={one}" for one in dict.fromkeys([*ids, str(number)]))
    page = _page(browser, f"/needs/{need}/compare?{query}")

    investment = page.partition('<th scope="row">Investment</th>')[2].partition("</tr>")[0]
    assert investment.count('class="best"') == 1
    assert "5 <small>million CNY" in investment.partition('class="best"')[2]
    assert "Missing: Net cost (after savings)" in page


def test_equal_values_are_no_best_ones(browser, need, technologies):
    query = "&".join(f"technology={one}" for one in technologies[:2])
    page = _page(browser, f"/needs/{need}/compare?{query}&rows=all")

    row = page.partition('<th scope="row">Investment</th>')[2].partition("</tr>")[0]
    assert 'class="best"' not in row
    assert "Investment</th>" not in _page(
        browser, f"/needs/{need}/compare?{query}&rows=differences"
    )


@pytest.mark.parametrize("query", ["", "technology=abc", "technology=1", "technology=99999999999"])
def test_fewer_than_two_ask_to_choose_more(browser, need, query):
    page = _page(browser, f"/needs/{need}/compare?{query}")

    assert "Choose at least two technologies" in page


def test_at_most_four_stand_side_by_side(browser, need, technologies):
    query = "&".join(f"technology={one}" for one in technologies)
    page = _page(browser, f"/needs/{need}/compare?{query}")

    assert page.count('<th scope="col">') == 4


def test_the_demand_of_somebody_else_is_not_found(browser, sessions, now):
    with unit_of_work(sessions) as session:
        other = make_person(session, now)
        number = make_demand(session, now, other, visibility=DemandVisibility.PUBLIC).id

    for path in ("matches", "compare", "edit"):
        _page(browser, f"/needs/{number}/{path}", status=404)
