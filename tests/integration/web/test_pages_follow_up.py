import re
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from data.models import FollowUp, FollowUpToken, Lead, LeadEvent, Outcome
from data.queries.follow_ups import of_lead
from data.session import reading, unit_of_work
from data.vocabulary import FollowUpStatus, LeadSide, LeadStage, MeasurementMethod
from matcher.services import follow_ups
from tests.factories.records import make_lead, make_stand_in_runtime
from tests.factories.web import Browser, make_test_app

DAY = timedelta(days=1)

# Both databases are tried by the tests of the use cases; here every fault of a form is.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def runtime(sessions, tmp_path):
    return make_stand_in_runtime(sessions, tmp_path)


@pytest.fixture
def app(sessions, clock, runtime, tmp_path):
    return make_test_app(sessions, clock, runtime=runtime, var=tmp_path / "var")


@pytest.fixture
def asked(sessions, runtime, now, clock):
    """A question to the demand side of an accepted lead, asked now, and its link."""
    with unit_of_work(sessions) as session:
        made = make_lead(session, runtime, now)
    at = clock.advance(days=31)
    with unit_of_work(sessions) as session:
        [row] = [q for q in of_lead(session, made.lead.id) if q.side is LeadSide.DEMAND]
        assert follow_ups.send_due_message(session, runtime, follow_up_id=row.id, now=at)
        return made, row, f"/f/{follow_ups.link_token(runtime, row, 0)}"


def _text(response):
    return response.get_data(as_text=True)


def _open(browser, link):
    opened = browser.get(link)
    assert opened.status_code == 303
    return opened.location


def _counts(sessions):
    with reading(sessions) as session:
        return [
            session.scalar(select(func.count()).select_from(model))
            for model in (FollowUp, FollowUpToken, Lead, LeadEvent, Outcome)
        ] + [list(session.execute(select(FollowUp.status, FollowUp.version)))]


def _outcome(sessions):
    with reading(sessions) as session:
        return session.scalars(select(Outcome)).one()


def test_a_link_leads_to_a_form_without_the_token_in_its_address(browser, asked):
    made, row, link = asked

    opened = browser.get(link)
    form = browser.get(opened.location)
    page = _text(form)

    assert opened.location == f"/follow-up/{row.id}"
    assert opened.headers["Cache-Control"] == form.headers["Cache-Control"] == "no-store"
    cookie = opened.headers["Set-Cookie"]
    assert f"Path=/follow-up/{row.id}" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age=1800" in cookie
    assert link.removeprefix("/f/") not in cookie + page
    assert made.technology.name in page
    assert made.park.user.email not in page
    assert made.park.organization.name not in page
    assert made.owner.organization.name not in page


def test_scanners_may_open_a_link_as_often_as_they_like(browser, asked, sessions):
    _made, _row, link = asked
    before = _counts(sessions)

    for method in ("GET", "HEAD", "GET"):
        assert browser.client.open(link, method=method).status_code == 303
    browser.get(_open(browser, link))

    assert _counts(sessions) == before


def test_an_answer_is_saved_moves_the_lead_and_gives_a_receipt(browser, asked, sessions):
    made, row, link = asked
    form = _open(browser, link)

    saved = browser.post(
        form,
        {
            "stage": "in_talks",
            "actual_investment": "1,250.5",
            "actual_abatement": "２１５０",
            "measurement_method": "calculated",
            "satisfaction": "4",
            "comment": "=1+1 <b>顺利</b>",
        },
        form=form,
    )
    receipt = _text(browser.get(saved.location))
    outcome = _outcome(sessions)

    assert saved.location == f"/follow-up/{row.id}/receipt"
    assert outcome.receipt_number in receipt
    assert "<b>顺利" not in receipt
    assert outcome.actual_investment_yuan == Decimal("12505000")
    assert outcome.actual_abatement_tco2_per_year == pytest.approx(2150)
    assert outcome.satisfaction == 4
    with reading(sessions) as session:
        assert session.get(Lead, made.lead.id).stage is LeadStage.IN_TALKS
        assert session.get(FollowUp, row.id).status is FollowUpStatus.ANSWERED


def test_an_answer_can_be_changed_while_the_link_works(browser, asked, sessions):
    _made, _row, link = asked
    form = _open(browser, link)
    browser.post(form, {"actual_investment": "480", "satisfaction": "2"}, form=form)
    number = _outcome(sessions).receipt_number

    again = _text(browser.get(_open(browser, link)))
    browser.post(form, {"actual_investment_unknown": "1", "actual_investment": "7"}, form=form)
    outcome = _outcome(sessions)

    assert 'value="480"' in again
    assert number in again
    assert outcome.receipt_number == number
    assert outcome.actual_investment_yuan is None
    assert outcome.satisfaction is None


def test_not_sure_is_always_allowed_and_never_zero(browser, asked, sessions):
    _made, _row, link = asked
    form = _open(browser, link)

    saved = browser.post(form, {"stage": "unknown", "satisfaction": "unknown"}, form=form)

    assert saved.status_code == 303
    outcome = _outcome(sessions)
    assert outcome.stage is None
    assert outcome.actual_investment_yuan is None
    assert outcome.actual_abatement_tco2_per_year is None


def test_meter_readings_give_the_reduction_with_the_notices_factor(browser, asked, sessions):
    _made, _row, link = asked
    form = _open(browser, link)
    readings = {"meter_before": "2,000,000", "meter_after": "1 000 000"}

    shown = _text(browser.post(form, readings | {"action": "compute"}, form=form))
    with reading(sessions) as session:
        assert session.scalars(select(Outcome)).all() == []
    browser.post(form, readings, form=form)
    outcome = _outcome(sessions)

    assert "0.5703" in shown
    assert re.search(r'id="computed"[^>]*>[^<]*570', shown)
    assert outcome.actual_abatement_tco2_per_year == pytest.approx(570.3)
    assert outcome.measurement_method is MeasurementMethod.METERED


def test_a_stated_reduction_goes_before_the_readings(browser, asked, sessions):
    _made, _row, link = asked
    form = _open(browser, link)

    browser.post(
        form,
        {"actual_abatement": "500", "meter_before": "2000000", "meter_after": "1000000"},
        form=form,
    )

    outcome = _outcome(sessions)
    assert outcome.actual_abatement_tco2_per_year == pytest.approx(500)
    assert outcome.measurement_method is None


@pytest.mark.parametrize(
    ("fields", "faulty"),
    [
        ({"stage": "verified"}, "stage"),
        ({"stage": "nonsense"}, "stage"),
        ({"stage": "stalled"}, "barrier"),
        ({"stage": "declined", "barrier": "x"}, "barrier"),
        ({"actual_investment": "viel"}, "actual_investment"),
        ({"actual_investment": "-1"}, "actual_investment"),
        ({"actual_investment": "1e400"}, "actual_investment"),
        ({"actual_investment": "NaN"}, "actual_investment"),
        ({"actual_abatement": "Infinity"}, "actual_abatement"),
        ({"meter_before": "5"}, "meter_after"),
        ({"meter_before": "x", "meter_after": "5"}, "meter_before"),
        ({"measurement_method": "guess"}, "measurement_method"),
        ({"satisfaction": "6"}, "satisfaction"),
        ({"comment": "长" * 2001}, "comment"),
    ],
)
def test_each_fault_is_named_by_its_field_and_nothing_is_saved(
    browser, asked, sessions, fields, faulty
):
    _made, _row, link = asked
    form = _open(browser, link)

    response = browser.post(form, fields, form=form)

    page = _text(response)
    assert response.status_code == 422
    assert f'href="#{faulty}"' in page
    assert page.count('class="errors-list"') == 1
    with reading(sessions) as session:
        assert session.scalars(select(Outcome)).all() == []


def test_an_open_form_is_closed_after_half_an_hour_and_opens_again_by_the_link(
    browser, asked, clock
):
    _made, _row, link = asked
    form = _open(browser, link)
    clock.advance(minutes=29)
    assert browser.get(form).status_code == 200

    clock.advance(minutes=2)

    assert browser.get(form).status_code == 404
    assert browser.get(_open(browser, link)).status_code == 200


def test_unknown_expired_and_revoked_links_say_what_helps(browser, asked, sessions, clock):
    _made, _row, link = asked
    form = _open(browser, link)
    with unit_of_work(sessions) as session:
        token = session.scalars(select(FollowUpToken)).one()
        token.revoked_at = clock()

    revoked, posted = browser.get(link), browser.post(form, {"satisfaction": "5"})
    with unit_of_work(sessions) as session:
        session.get_one(FollowUpToken, token.id).revoked_at = None
    clock.advance(days=22)
    expired = browser.get(link, query_string={"lang": "en"})

    assert revoked.status_code == posted.status_code == expired.status_code == 404
    assert "30 minutes" in _text(expired)
    assert browser.get("/f/" + "x" * 5000).status_code == 404
    assert browser.get("/f/unknown").status_code == 404
    with reading(sessions) as session:
        assert session.scalars(select(Outcome)).all() == []


def test_the_cookie_of_one_form_opens_no_other(app, browser, asked, sessions, clock):
    _made, row, link = asked
    opened = browser.get(link)
    value = re.search(r"answer=([^;]+)", opened.headers["Set-Cookie"]).group(1)
    stranger = Browser(app, sessions, clock)

    for path, cookie in (
        (f"/follow-up/{row.id + 1}", value),
        (f"/follow-up/{row.id}", value[:-1] + ("0" if value[-1] != "0" else "1")),
        (f"/follow-up/{row.id}", "a.b"),
        (f"/follow-up/{row.id}", ""),
    ):
        stranger.client.set_cookie("answer", cookie, path=path)
        assert stranger.get(path).status_code == 404, path
    stranger.client.set_cookie("answer", value, path=f"/follow-up/{row.id}")
    assert stranger.get(f"/follow-up/{row.id}").status_code == 200


def test_a_post_without_the_forms_token_is_refused(browser, asked, sessions):
    _made, _row, link = asked
    form = _open(browser, link)
    browser.get(form)

    refused = browser.client.post(form, data={"satisfaction": "5"})

    assert refused.status_code == 403
    with reading(sessions) as session:
        assert session.scalars(select(Outcome)).all() == []


def test_with_https_the_cookie_is_secure(sessions, clock, runtime, tmp_path, asked):
    _made, _row, link = asked
    app = make_test_app(
        sessions, clock, runtime=runtime, var=tmp_path, public_url="https://tanqiao.example"
    )

    cookie = Browser(app, sessions, clock).get(link).headers["Set-Cookie"]

    assert cookie.startswith("__Secure-answer=")
    assert "Secure" in cookie.split("; ")


def test_many_tries_from_one_address_are_slowed_down(sessions, clock, runtime, tmp_path):
    app = make_test_app(sessions, clock, runtime=runtime, var=tmp_path, rate_limit_per_minute=5)
    browser = Browser(app, sessions, clock)

    codes = [browser.get(f"/f/{number}").status_code for number in range(7)]

    assert codes == [404] * 5 + [429] * 2
