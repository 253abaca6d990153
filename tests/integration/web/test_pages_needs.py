"""Posting a need step by step, changing it, closing it; what others may see of it."""

import pytest
from sqlalchemy import func, select

from data.models import Demand
from data.session import reading, unit_of_work
from data.vocabulary import DemandStatus, DemandVisibility, Role
from tests.factories.catalogue import make_demand, make_park, make_technology
from tests.factories.need_pages import NEED, NeedForm, matching_browser
from tests.factories.people import make_person

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""The SQL below these pages is tried on both databases by the tests of services and API."""


@pytest.fixture
def owner(sessions, now):
    with unit_of_work(sessions) as session:
        return make_person(session, now, Role.TECHNOLOGY_OWNER)


@pytest.fixture
def technology(sessions, now, owner):
    with unit_of_work(sessions) as session:
        return make_technology(session, now, owner=owner).id


@pytest.fixture
def poster(sessions, now):
    with unit_of_work(sessions) as session:
        return make_person(session, now)


@pytest.fixture
def browser(sessions, clock, tmp_path, technology, poster):
    return matching_browser(sessions, clock, tmp_path, poster)


@pytest.fixture
def form(browser):
    return NeedForm(browser, "/needs/new?lang=en")


def _stored(sessions) -> Demand:
    with reading(sessions) as session:
        return session.scalars(select(Demand).order_by(Demand.id.desc())).first()


def _count(sessions) -> int:
    with reading(sessions) as session:
        return session.scalar(select(func.count()).select_from(Demand))


def _filled(form, **fields):
    """Walk to the last page."""
    form.send(text=NEED)
    form.send(**{k: v for k, v in fields.items() if k in {"sectors", "address"}})
    limits = {name: form.value(name) for name in ("max_investment", "max_payback")}
    form.send(**(limits | {k: v for k, v in fields.items() if k not in {"sectors", "address"}}))
    return form.send(visibility="matched_owners", priority="saving")


def test_a_need_is_posted_after_checking_the_answers(form, sessions):
    _filled(form, sectors=["C31"], address="江苏省苏州市吴江区")
    assert "Check your answers" in form.page
    assert _count(sessions) == 0

    form.send("post")
    stored = _stored(sessions)

    assert form.response.status_code == 303
    assert form.response.location == f"/needs/{stored.id}/matches"
    assert (stored.sectors, stored.region_code) == (["C31"], "320509")
    assert (float(stored.max_investment_yuan), stored.max_payback_years) == (8_000_000, 3.0)
    assert stored.weights == {"fit": 40, "location": 10, "abatement_cost": 50}
    assert stored.title == "轧钢加热炉烟气余热回收，希望产生蒸汽自用"


def test_what_was_read_from_the_text_stands_in_the_boxes(form):
    form.send(text=NEED).send()

    assert form.value("max_investment") == "800"
    assert form.value("max_payback") == "3"
    assert "Read from your text" in form.page


def test_an_emptied_reading_is_no_limit_and_is_not_read_again(form, sessions):
    form.send(text=NEED).send()
    form.send(max_investment="", max_payback="3", max_payback_unknown="1")
    form.send().send("post")
    stored = _stored(sessions)

    assert stored.max_investment_yuan is None
    assert stored.max_payback_years is None
    assert set(stored.ignore_understood) == {"max_investment", "max_payback"}


def test_a_new_text_fills_in_what_was_not_changed_by_hand(form):
    form.send(text=NEED).send()
    form.send(max_investment="500", max_payback=form.value("max_payback"))
    form.send("back:text")
    form.send(text="余热回收，投资不超过900万元，五年内回本。").send()

    assert form.value("max_payback") == "5"
    assert form.value("max_investment") == "500"


def test_a_figure_changed_by_hand_stays_when_the_text_says_the_same(form):
    form.send(text=NEED).send()
    form.send(max_investment="500", max_payback="3")
    form.send("back:text")
    form.send(text=f"{NEED}越快越好。").send()

    assert form.value("max_investment") == "500"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Your need: Please fill in this field."),
        ("热", "at least two letters"),
        ("😀😀😀", "at least two letters"),
        ("\u200b\u202e", "Please fill in this field."),
        ("余" * 50_000, "Please use at most 20000 characters."),
    ],
)
def test_a_text_that_says_nothing_is_refused_and_kept(form, sessions, text, message):
    form.send(text=text)

    assert form.response.status_code == 422
    assert message in form.page
    assert 'href="#text"' in form.page
    assert "<title>Error:" in form.page
    assert _count(sessions) == 0


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script> 余热", "'; DROP TABLE demand; -- 余热", "\u202e余热回收\u202c"],
)
def test_hostile_texts_are_kept_as_text(form, sessions, text):
    form.send(text=text).send().send().send().send("post")

    assert form.response.status_code == 303
    page = form.browser.get(f"/needs/{_stored(sessions).id}").get_data(as_text=True)
    assert "<script>alert" not in page
    assert "余热" in page


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("max_investment", "a lot", "Investment at most: This must be a number."),
        ("max_investment", "-5", "Investment at most: The value must be greater than zero."),
        ("max_investment", "1e400", "This must be a number."),
        ("max_payback", "101", "Payback at most: The value must be at most 100."),
        ("needed_by", "2026-02-30", "In operation by: This must be a date"),
        ("needed_by", "2020-01-01", "In operation by: This date has passed."),
    ],
)
def test_a_wrong_limit_is_named_with_its_rule(form, sessions, field, typed, message):
    form.send(text=NEED).send()
    form.send(**{field: typed})

    assert form.response.status_code == 422
    assert message in form.page
    assert f'href="#{field}"' in form.page
    assert _count(sessions) == 0


def test_full_width_digits_and_commas_are_numbers(form, sessions):
    _filled(form, max_investment="１，２００")
    form.send("post")

    assert float(_stored(sessions).max_investment_yuan) == 12_000_000


def test_an_ambiguous_address_asks_which_place_is_meant(form, sessions):
    form.send(text=NEED).send(address="朝阳区")
    assert form.response.status_code == 422
    assert "北京市朝阳区" in form.page or "朝阳区, Beijing" in form.page

    form.send(address="朝阳区", region_code="110105")
    form.send().send().send("post")

    assert _stored(sessions).region_code == "110105"


def test_an_unknown_address_is_named(form):
    form.send(text=NEED).send(address="qwertz 123")

    assert form.response.status_code == 422
    assert "Address of the site: This address was not recognized" in form.page


def test_the_park_gives_the_place(browser, sessions, poster):
    with unit_of_work(sessions) as session:
        park = make_park(session, poster, region_code="320500").id
    form = NeedForm(browser)
    form.send(text=NEED).send(park_id=str(park)).send().send().send("post")

    assert (_stored(sessions).park_id, _stored(sessions).region_code) == (park, "320500")


def test_a_park_of_somebody_else_is_refused(form, sessions, owner):
    with unit_of_work(sessions) as session:
        park = make_park(session, owner).id
    form.send(text=NEED).send(park_id=str(park)).send().send().send("post")

    assert form.response.status_code == 422
    assert "Park: This record does not belong to your organization." in form.page
    assert _count(sessions) == 0


def test_tampered_hidden_fields_do_no_harm(form, sessions):
    form.send(text=NEED)
    fields = {
        "sectors": ["ZZ", "C31"],
        "park_id": "x" * 50,
        "latitude_deg": "abc",
        "priority": "custom:0:0:0",
        "read_max_investment": "<b>",
        "visibility": "everyone",
        "address": "江苏省苏州市",
    }
    form.send(**fields).send().send(visibility="everyone", priority="custom:0:0:0").send("post")

    assert form.response.status_code == 422
    assert "At least one weight must be greater than zero." in form.page
    assert _count(sessions) == 0


def test_an_unknown_step_is_a_bad_request(browser):
    assert browser.post("/needs/new", {"step": "x"}).status_code == 400
    assert browser.post("/needs/new", {"step": "text", "go": "edit:x"}).status_code == 400


def test_a_need_is_changed_from_its_answers(browser, sessions, now, poster):
    with unit_of_work(sessions) as session:
        number = make_demand(session, now, poster, max_payback_years=4.0).id
    form = NeedForm(browser, f"/needs/{number}/edit")
    form.send("edit:limits").send(max_payback="6").send("post")

    assert form.response.location == f"/needs/{number}/matches"
    assert _stored(sessions).max_payback_years == 6.0
    assert _stored(sessions).latitude_deg == pytest.approx(31.3, abs=0.5)


def test_a_change_meanwhile_shows_both_versions_and_loses_none(browser, sessions, now, poster):
    with unit_of_work(sessions) as session:
        number = make_demand(session, now, poster).id
    mine = NeedForm(browser, f"/needs/{number}/edit?lang=en")
    theirs = NeedForm(browser, f"/needs/{number}/edit")
    theirs.send("edit:text").send(text=NEED, title="示例：他们的标题").send("post")
    mine.send("edit:text").send(text=NEED, title="示例：我的标题").send("post")

    assert mine.response.status_code == 409
    assert "示例：他们的标题" in mine.page
    assert "示例：我的标题" in mine.page
    assert _stored(sessions).title == "示例：他们的标题"


def test_closing_and_opening_again(browser, sessions, now, poster):
    with unit_of_work(sessions) as session:
        number = make_demand(session, now, poster).id

    assert browser.post(f"/needs/{number}/close").location == "/needs"
    assert _stored(sessions).status is DemandStatus.CLOSED
    assert "示例需求：加热炉余热" not in browser.get("/needs").get_data(as_text=True)
    assert browser.post(f"/needs/{number}/reopen").location == f"/needs/{number}"
    assert _stored(sessions).status is DemandStatus.OPEN


def test_an_empty_list_has_one_action(browser):
    page = browser.get("/needs?lang=en").get_data(as_text=True)

    assert "No open need yet" in page
    assert page.partition('class="card empty"')[2].count('href="/needs/new"') == 1


def test_an_owner_sees_a_matched_need_without_its_poster(
    browser, sessions, now, clock, tmp_path, poster, owner
):
    with unit_of_work(sessions) as session:
        number = make_demand(
            session,
            now,
            poster,
            address="某某大街1号",
            visibility=DemandVisibility.MATCHED_OWNERS,
        ).id
    other = matching_browser(sessions, clock, tmp_path / "other", owner)
    assert other.get(f"/needs/{number}").status_code == 404

    browser.get(f"/needs/{number}/matches")
    for path in ("/needs?lang=en", f"/needs/{number}?lang=en"):
        page = other.get(path).get_data(as_text=True)
        assert "示例需求：加热炉余热" in page
        assert poster.organization.name not in page
        assert "某某大街1号" not in page


def test_an_owner_finds_the_needs_one_technology_fits(
    browser, sessions, now, clock, tmp_path, poster, owner, technology
):
    with unit_of_work(sessions) as session:
        number = make_demand(session, now, poster, visibility=DemandVisibility.PUBLIC).id
    page = (
        matching_browser(sessions, clock, tmp_path / "other", owner)
        .get(f"/needs?technology={technology}&lang=en")
        .get_data(as_text=True)
    )

    assert f'href="/needs/{number}"' in page
    assert "Match score" in page


def test_an_owner_may_offer_its_own_technologies_for_a_visible_need(
    browser, sessions, now, clock, tmp_path, poster, owner, technology
):
    with unit_of_work(sessions) as session:
        number = make_demand(session, now, poster, visibility=DemandVisibility.PUBLIC).id
    other = matching_browser(sessions, clock, tmp_path / "other", owner)
    page = other.get(f"/needs/{number}?lang=en").get_data(as_text=True)

    assert f"demand_id={number}&amp;technology_id={technology}" in page


def test_the_only_park_is_chosen_from_the_start(browser, sessions, poster):
    with unit_of_work(sessions) as session:
        park = make_park(session, poster).id
    form = NeedForm(browser, "/needs/new?lang=en").send(text=NEED)

    assert f'<option value="{park}" selected>' in form.page
