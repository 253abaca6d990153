import io
import re
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import select

from data.models import Attachment, Demand, Lead, LeadEvent, OutboxMessage, Technology
from data.session import reading, unit_of_work
from data.vocabulary import Barrier, DemandVisibility, LeadStage, Role
from matcher.services import follow_ups, leads
from matcher.services.attachments import clean_name
from matcher.services.follow_ups import Answer
from matcher.services.leads import Move
from tests.factories.people import make_person
from tests.factories.records import make_lead, make_pair, make_stand_in_runtime
from tests.factories.web import Browser, make_test_app

PDF = b"%PDF-1.7 example"


@pytest.fixture
def runtime(sessions, tmp_path):
    return make_stand_in_runtime(sessions, tmp_path)


@pytest.fixture
def app(sessions, clock, runtime, tmp_path):
    return make_test_app(sessions, clock, runtime=runtime, var=tmp_path / "var")


@pytest.fixture
def made(sessions, runtime, now):
    with unit_of_work(sessions) as session:
        return make_lead(session, runtime, now, accepted=False)


@pytest.fixture
def be(app, sessions, clock):
    return lambda person: Browser(app, sessions, clock).be(person)


def _officer(sessions, now, region_code="320000"):
    with unit_of_work(sessions) as session:
        return make_person(session, now, Role.BUREAU_OFFICER, region_code=region_code)


def _text(response):
    return response.get_data(as_text=True)


def _lead(sessions, lead_id):
    with reading(sessions) as session:
        return session.get(Lead, lead_id)


def _move(browser, lead, to, **more):
    form = {"to": to, "version": str(lead.version)} | more
    return browser.post(f"/leads/{lead.id}/moves", form, form="/account")


def test_a_park_requests_an_introduction_and_learns_what_comes_next(be, sessions, now):
    with unit_of_work(sessions) as session:
        park, owner, demand, technology = make_pair(session, now)
    browser = be(park)
    pair = f"demand_id={demand.id}&technology_id={technology.id}"

    asked = browser.get(f"/leads/new?{pair}&lang=en")
    opened = browser.post(
        "/leads",
        {"demand_id": demand.id, "technology_id": technology.id, "message": "请联系"},
        form=f"/leads/new?{pair}",
    )
    result = _text(browser.get(opened.location))

    assert owner.organization.name in _text(asked)
    assert "What the other side is told" in _text(asked)
    assert opened.status_code == 303
    assert "two working days" in result
    with reading(sessions) as session:
        lead = session.scalars(select(Lead)).one()
        assert (lead.stage, lead.message) == (LeadStage.INTRODUCED, "请联系")
        assert session.scalars(select(OutboxMessage)).one().recipient_user_id == owner.user.id


def test_the_same_pair_leads_to_the_introduction_that_is_open(be, made):
    response = be(made.park).get(
        f"/leads/new?demand_id={made.demand.id}&technology_id={made.technology.id}"
    )

    assert response.status_code == 303
    assert response.location == f"/leads/{made.lead.id}"


def test_too_long_a_message_is_shown_again_with_its_fault(be, sessions, now):
    with unit_of_work(sessions) as session:
        park, _owner, demand, technology = make_pair(session, now)

    response = be(park).post(
        "/leads",
        {"demand_id": demand.id, "technology_id": technology.id, "message": "长" * 2001},
        form="/account",
    )

    assert response.status_code == 422
    assert 'href="#message"' in _text(response)
    with reading(sessions) as session:
        assert session.scalars(select(Lead)).all() == []


def test_only_legal_moves_are_offered(be, made, sessions):
    park, owner = be(made.park), be(made.owner)

    assert 'value="accepted"' not in _text(park.get(f"/leads/{made.lead.id}"))
    page = _text(owner.get(f"/leads/{made.lead.id}"))
    offered = re.findall(r'name="to" value="(\w+)"', page)
    assert offered == ["accepted", "in_talks", "site_survey", "contracted", "under_construction",
                       "commissioned", "declined"]  # fmt: skip
    assert "verified" not in offered


def test_an_owner_accepts_on_the_board_with_one_button(be, made, sessions):
    owner = be(made.owner)
    board = _text(owner.get("/leads"))

    response = _move(owner, made.lead, "accepted", **{"from": "board"})

    assert f'action="/leads/{made.lead.id}/moves"' in board
    assert response.location == "/leads"
    assert _lead(sessions, made.lead.id).stage is LeadStage.ACCEPTED


def test_declining_needs_a_reason(be, made, sessions):
    owner = be(made.owner)

    without = _move(owner, made.lead, "declined")
    unknown = _move(owner, made.lead, "declined", barrier="bad luck")
    withal = _move(owner, made.lead, "declined", barrier="immature", note="先做中试")

    assert without.status_code == unknown.status_code == 422
    assert 'href="#barrier"' in _text(without)
    assert withal.status_code == 303
    lead = _lead(sessions, made.lead.id)
    assert (lead.stage, lead.barrier) == (LeadStage.DECLINED, Barrier.IMMATURE)
    assert "先做中试" in _text(be(made.park).get(f"/leads/{made.lead.id}"))


def test_a_move_from_an_old_page_meets_the_conflict_page(be, made, sessions):
    owner = be(made.owner)
    _move(owner, made.lead, "accepted")

    late = _move(be(made.park), made.lead, "in_talks")

    assert late.status_code == 409
    assert f'href="/leads/{made.lead.id}"' in _text(late)
    assert _lead(sessions, made.lead.id).stage is LeadStage.ACCEPTED


def test_an_illegal_move_meets_the_conflict_page_and_changes_nothing(be, made, sessions):
    jumped = _move(be(made.park), made.lead, "verified")

    assert jumped.status_code == 409
    assert _lead(sessions, made.lead.id).stage is LeadStage.INTRODUCED


def test_a_reported_stage_is_confirmed_or_not_by_the_other_side(be, made, sessions):
    owner, park = be(made.owner), be(made.park)
    _move(owner, made.lead, "contracted")
    lead = _lead(sessions, made.lead.id)
    page = _text(park.get(f"/leads/{lead.id}", query_string={"lang": "en"}))
    rejected = park.post(
        f"/leads/{lead.id}/proposed-stage/reject", {"version": lead.version}, form="/account"
    )
    after = _lead(sessions, lead.id)
    _move(owner, after, "contracted")
    again = _lead(sessions, lead.id)
    confirmed = _move(park, again, "contracted")

    assert "counts as confirmed from Jun 8, 2026" in page
    assert rejected.status_code == confirmed.status_code == 303
    assert after.proposed_stage is None
    assert _lead(sessions, lead.id).stage is LeadStage.CONTRACTED


def test_rejecting_with_an_old_version_changes_nothing(be, made, sessions):
    _move(be(made.owner), made.lead, "contracted")

    late = be(made.park).post(
        f"/leads/{made.lead.id}/proposed-stage/reject", {"version": "1"}, form="/account"
    )

    assert late.status_code == 409
    assert _lead(sessions, made.lead.id).proposed_stage is LeadStage.CONTRACTED


def test_an_owner_who_proposes_does_not_learn_who_posts(be, sessions, now, runtime):
    with unit_of_work(sessions) as session:
        park, owner, demand, technology = make_pair(session, now)
        session.get_one(Demand, demand.id).visibility = DemandVisibility.PUBLIC
        lead = leads.open_lead(
            session, runtime, actor=owner.actor, demand_id=demand.id,
            technology_id=technology.id, message=None, now=now,
        )  # fmt: skip
        session.get_one(Demand, demand.id).visibility = DemandVisibility.MATCHED_OWNERS
    browser = be(owner)

    before = _text(browser.get(f"/leads/{lead.id}")) + _text(browser.get("/leads"))
    _move(be(park), lead, "accepted")
    after = _text(browser.get(f"/leads/{lead.id}"))

    assert park.organization.name not in before
    assert park.organization.name in after


def test_evidence_goes_to_the_bureau_as_a_download_and_not_to_the_other_side(
    be, made, sessions, now, app
):
    owner, park, officer = be(made.owner), be(made.park), be(_officer(sessions, now))
    path = f"/leads/{made.lead.id}/evidence"

    added = owner.post(
        path,
        {"file": (io.BytesIO(PDF), "..\\..\\验收 报告.pdf")},
        form="/account",
        content_type="multipart/form-data",
    )
    with reading(sessions) as session:
        row = session.scalars(select(Attachment)).one()
    got = officer.get(f"{path}/{row.id}")

    assert added.status_code == 303
    assert row.file_name == "验收 报告.pdf"
    assert not row.stored_name.endswith("pdf")
    assert got.data == PDF
    assert got.headers["Content-Disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''%E9%AA%8C" in got.headers["Content-Disposition"]
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert park.get(f"{path}/{row.id}").status_code == 404
    assert row.file_name not in _text(park.get(f"/leads/{made.lead.id}"))
    assert officer.get(f"/leads/{made.lead.id + 1}/evidence/{row.id}").status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.pdf", b""),
        ("report.pdf", b"<html>"),
        ("report.html", b"<html>"),
        ("report.docm", b"PK\x03\x04"),
        ("report", PDF),
    ],
)
def test_other_files_are_refused_with_a_reason(be, made, sessions, name, content):
    response = be(made.owner).post(
        f"/leads/{made.lead.id}/evidence",
        {"file": (io.BytesIO(content), name)},
        form="/account",
        content_type="multipart/form-data",
    )

    assert response.status_code == 422
    assert 'href="#file"' in _text(response)
    with reading(sessions) as session:
        assert session.scalars(select(Attachment)).all() == []


def test_the_bureau_verifies_only_with_evidence(be, made, sessions, now, runtime):
    with unit_of_work(sessions) as session:
        for actor in (made.owner.actor, made.park.actor):
            move = Move(to=LeadStage.COMMISSIONED)
            leads.move_lead(session, actor=actor, lead_id=made.lead.id, move=move, now=now)
    officer = be(_officer(sessions, now))

    without = _move(officer, _lead(sessions, made.lead.id), "verified")
    be(made.park).post(
        f"/leads/{made.lead.id}/evidence",
        {"file": (io.BytesIO(PDF), "report.pdf")},
        form="/account",
        content_type="multipart/form-data",
    )
    withal = _move(officer, _lead(sessions, made.lead.id), "verified")

    assert without.status_code == 422
    assert withal.status_code == 303
    assert _lead(sessions, made.lead.id).stage is LeadStage.VERIFIED


def test_each_side_sees_its_own_answers_and_the_bureau_sees_both(be, made, sessions, now):
    _move(be(made.owner), made.lead, "accepted")
    with unit_of_work(sessions) as session:
        from data.queries.follow_ups import of_lead

        for question in of_lead(session, made.lead.id):
            given = Answer(comment=f"答复 {question.side.value}")
            follow_ups.answer(session, follow_up_id=question.id, given=given, now=now)
    path = f"/leads/{made.lead.id}"

    park, owner = _text(be(made.park).get(path)), _text(be(made.owner).get(path))
    officer = _text(be(_officer(sessions, now)).get(path))

    assert "答复 demand" in park
    assert "答复 owner" not in park
    assert "答复 owner" in owner
    assert "答复 demand" not in owner
    assert "答复 demand" in officer
    assert "答复 owner" in officer


def test_filters_and_pages_of_the_list(be, sessions, now, runtime, clock):
    with unit_of_work(sessions) as session:
        first = make_lead(session, runtime, now)
        for _ in range(31):
            other = make_lead(session, runtime, now)
            row = session.get_one(Lead, other.lead.id)
            row.demand_organization_id = first.park.organization.id
    browser = be(first.park)

    everything = _text(browser.get("/leads?view=list"))
    rest = re.search(r'href="(/leads\?[^"]*cursor=[^"]+)"', everything)
    second = _text(browser.get(rest.group(1).replace("&amp;", "&")))
    named = _text(browser.get(f"/leads?view=list&query={first.technology.name}"))
    none = _text(browser.get("/leads?view=list&stage=declined&lang=en"))
    strange = browser.get("/leads?view=list&stage=x&type=9.9&region=1&from=0000-00-00&reached=y")

    assert everything.count('<th scope="row">') == 30
    assert second.count('<th scope="row">') == 2
    assert first.demand.title in named
    assert "No introduction fits these filters" in none
    assert strange.status_code == 200
    assert browser.get("/leads?view=list&cursor=nonsense").status_code == 422


def test_the_age_of_a_card_says_when_it_is_overdue(be, made, clock):
    clock.now += timedelta(days=6)

    page = _text(be(made.owner).get("/leads?lang=en"))

    assert "6 days in this stage" in page
    assert "Overdue" in page


def test_another_tenant_gets_a_page_that_does_not_exist(be, made, sessions, now):
    with unit_of_work(sessions) as session:
        stranger = make_person(session, now, Role.PARK_MANAGER)
    far = _officer(sessions, now, region_code="110000")

    for person in (stranger, far):
        browser = be(person)
        assert browser.get(f"/leads/{made.lead.id}").status_code == 404
        assert _move(browser, made.lead, "declined", barrier="other").status_code == 404
    with reading(sessions) as session:
        assert len(session.scalars(select(LeadEvent)).all()) == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\r\nb.pdf", "ab.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\报告.PDF", "报告.PDF"),
        ("..", "file"),
        ("\u202egpj.exe", "gpj.exe"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
    ],
)
def test_names_of_files_keep_their_last_part_without_control_characters(given, kept):
    assert clean_name(given) == kept


def test_the_spreadsheet_holds_what_the_list_shows_and_no_formula(be, sessions, now, runtime):
    with unit_of_work(sessions) as session:
        made = make_lead(session, runtime, now)
        session.get_one(Demand, made.demand.id).title = "=HYPERLINK(1)"
        make_lead(session, runtime, now)

    response = be(made.park).get("/leads/export.xlsx?stage=accepted&lang=en")

    rows = list(openpyxl.load_workbook(io.BytesIO(response.data)).active.values)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert rows[0][:3] == ("Number", "Technology", "Need")
    assert [row[:3] for row in rows[1:]] == [(made.lead.id, made.technology.name, "'=HYPERLINK(1)")]


def test_markup_in_names_and_messages_stays_text(be, sessions, now, runtime):
    evil = "<img src=x onerror=alert(1)>"
    with unit_of_work(sessions) as session:
        made = make_lead(session, runtime, now)
        session.get_one(Demand, made.demand.id).title = evil
        session.get_one(Technology, made.technology.id).name = evil
        session.get_one(Lead, made.lead.id).message = evil
    browser = be(made.park)

    for path in ("", "?view=list", f"/{made.lead.id}", f"/{made.lead.id}/evidence"):
        page = _text(browser.get(f"/leads{path}"))
        assert "&lt;img src=x" in page, path
        assert "<img src=x" not in page, path
