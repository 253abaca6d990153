import io
import re
from datetime import timedelta

import openpyxl
import pytest
from docx import Document
from sqlalchemy import select

from data.models import Application, CatalogueBatch, Technology
from data.session import reading, unit_of_work
from data.vocabulary import JurisdictionKind, ReviewState
from tests.factories.applications import (
    hand_in,
    make_batch,
    make_contact,
    make_desk,
    make_form,
    make_unit,
    step,
    take_to,
)
from tests.factories.form_pages import upload
from tests.factories.runtime import make_runtime
from tests.factories.web import Browser, make_test_app
from web.security.headers import SANDBOX_POLICY

S = ReviewState
PDF = b"%PDF-1.7 example"


@pytest.fixture
def app(sessions, clock, tmp_path):
    runtime = make_runtime(sessions, tmp_path)
    return make_test_app(sessions, clock, runtime=runtime, var=tmp_path / "var")


@pytest.fixture
def be(app, sessions, clock):
    return lambda person: Browser(app, sessions, clock).be(person)


@pytest.fixture
def desk(sessions, now):
    with unit_of_work(sessions) as session:
        return make_desk(session, now)


def _form(sessions, desk, now, **fields):
    with unit_of_work(sessions) as session:
        return make_form(session, desk.owner, now, **fields)


def _application(sessions, desk, now, state=S.SUBMITTED, **fields):
    with unit_of_work(sessions) as session:
        made = hand_in(session, desk, make_form(session, desk.owner, now, **fields), now)
        return made if state is S.SUBMITTED else take_to(session, desk, made, state, now)


def _get(sessions, application):
    with reading(sessions) as session:
        return session.get_one(Application, application.id)


def _text(response):
    return response.get_data(as_text=True)


def _move(browser, application, to, version=None, **fields):
    form = {"version": str(version or application.version)} | fields
    path = f"/applications/{application.id}/moves/{to}"
    content = "multipart/form-data" if "stamp" in fields else None
    return browser.post(path, form, form=path, content_type=content)


def _check(browser, technology_id):
    """The page where a draft is handed in: the check of its form."""
    path = f"/applications/new?technology_id={technology_id}"
    checked = browser.get(path)
    assert checked.status_code == 303
    return browser.get(f"{checked.location}?lang=en")


def _rows(response, sheet=0):
    book = openpyxl.load_workbook(io.BytesIO(response.get_data()))
    return [list(row) for row in book.worksheets[sheet].iter_rows(values_only=True)]


def test_an_owner_hands_in_a_draft_and_follows_it(be, sessions, desk, now):
    form = _form(sessions, desk, now)
    browser = be(desk.owner)

    asked = _text(_check(browser, form.id))
    done = browser.post(
        "/applications",
        {
            "technology_id": form.id,
            "batch_id": desk.batch.id,
            "recommending_organization_id": desk.unit.organization.id,
        },
        form="/account",
    )
    shown = _text(browser.get(f"{done.location}?lang=en"))
    listed = _text(browser.get("/applications?lang=en"))

    assert desk.batch.name in asked
    assert desk.unit.organization.name in asked
    assert done.status_code == 303
    assert "The recommending unit gives its opinion." in shown
    assert "13800000000" not in shown
    assert form.name in listed
    assert "Submitted" in listed


def test_an_incomplete_draft_is_told_what_is_missing(be, sessions, desk, now):
    form = _form(sessions, desk, now, typical_users=None)
    browser = be(desk.owner)

    asked = _text(_check(browser, form.id))
    refused = browser.post("/applications?lang=en", {"technology_id": form.id}, form="/account")

    assert "still empty; the application cannot be submitted yet" in asked
    assert "Typical users" in asked
    assert refused.status_code == 422
    assert "Typical users" in _text(refused)
    assert "Which unit is to recommend it?" not in _text(refused)


@pytest.mark.parametrize("gap", ["email", "scale"])
def test_no_way_to_hand_in_leads_around_the_blocking_rules(be, sessions, desk, now, gap):
    form = _form(sessions, desk, now)
    with unit_of_work(sessions) as session:
        if gap == "email":
            session.get_one(Technology, form.id).applicant_contact = make_contact(email="")
        else:
            session.get_one(type(form.cases[1]), form.cases[1].id).scale = None
    fields = {
        "technology_id": form.id,
        "batch_id": desk.batch.id,
        "recommending_organization_id": desk.unit.organization.id,
        "confirmed": "1",
    }
    browser = be(desk.owner)

    short = browser.post("/applications", fields, form="/account")
    long = browser.post(f"/technologies/{form.id}/form/submission", fields, form="/account")

    assert (short.status_code, long.status_code) == (422, 422)
    with reading(sessions) as session:
        assert session.scalars(select(Application)).all() == []


def test_reviewers_download_the_attachments_of_an_application(be, sessions, desk, now):
    form = _form(sessions, desk, now)
    base = f"/technologies/{form.id}/form/files"
    upload(be(desk.owner), base, PDF, "鉴定证书.pdf", kind="appraisal")
    with unit_of_work(sessions) as session:
        made = hand_in(session, desk, session.get_one(Technology, form.id), now)
    unit = be(desk.unit)

    page = _text(unit.get(f"/applications/{made.id}"))
    address = re.search(rf'href="(/applications/{made.id}/files/\d+)"', page).group(1)
    got = unit.get(address)

    assert "鉴定证书.pdf" in page
    assert got.get_data() == PDF
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["Content-Security-Policy"] == SANDBOX_POLICY


def test_a_unit_recommends_with_a_scan_that_reviewers_may_open(be, sessions, desk, now):
    made = _application(sessions, desk, now)
    unit = be(desk.unit)

    refused = _move(unit, made, "recommended", opinion="")
    done = _move(unit, made, "recommended", opinion="同意", stamp=(io.BytesIO(PDF), "意见.pdf"))
    scan = be(desk.officer).get(f"/applications/{made.id}/stamp")

    assert refused.status_code == 422
    assert done.status_code == 303
    assert _get(sessions, made).state is S.RECOMMENDED
    assert scan.get_data() == PDF
    assert scan.headers["Content-Disposition"].startswith("attachment")


def test_a_scan_of_another_kind_is_refused_and_nothing_moves(be, sessions, desk, now):
    made = _application(sessions, desk, now)
    stamp = (io.BytesIO(b"MZ"), "意见.pdf")

    response = _move(be(desk.unit), made, "recommended", opinion="同意", stamp=stamp)

    assert response.status_code == 422
    assert "stamp-error" in _text(response)
    assert _get(sessions, made).state is S.SUBMITTED


def test_the_bureau_reviews_announces_and_publishes(be, sessions, desk, now, clock):
    made = _application(sessions, desk, now, S.RECOMMENDED)
    officer = be(desk.officer)
    for to, fields in (
        ("first_review", {}),
        ("second_review", {"is_complete": "1"}),
        ("public_notice", {"note": "符合要求", "notice_closes_on": "2026-06-11"}),
    ):
        assert _move(officer, _get(sessions, made), to, **fields).status_code == 303
    early = _move(officer, _get(sessions, made), "published")
    clock.advance(days=11)
    published = _move(be(desk.officer), _get(sessions, made), "published")

    assert early.status_code == 409
    assert "公示尚未结束" in _text(early)
    assert published.status_code == 303
    with reading(sessions) as session:
        assert session.get_one(Application, made.id).number_in_batch == 1


@pytest.mark.parametrize(
    ("state", "to", "fields", "field"),
    [
        (S.FIRST_REVIEW, "second_review", {}, "is_complete"),
        (S.FIRST_REVIEW, "returned", {}, "note"),
        (S.SECOND_REVIEW, "public_notice", {"note": "x"}, "notice_closes_on"),
        (
            S.SECOND_REVIEW,
            "public_notice",
            {"note": "x", "notice_closes_on": "2026-06-02"},
            "notice_closes_on",
        ),
        (S.SECOND_REVIEW, "public_notice", {"notice_closes_on": "nie"}, "notice_closes_on"),
        (S.PUBLISHED, "withdrawn", {}, "withdrawal_reason"),
        (S.PUBLISHED, "withdrawn", {"withdrawal_reason": "nope"}, "withdrawal_reason"),
    ],
)
def test_what_a_move_needs_is_asked_for_beside_its_field(
    be, sessions, desk, now, state, to, fields, field
):
    made = _application(sessions, desk, now, state)

    response = _move(be(desk.officer), made, to, **fields)

    assert response.status_code == 422
    assert f'id="{field}-error"' in _text(response)
    assert _get(sessions, made).state is state


def test_the_second_of_two_reviewers_gets_a_page_that_says_so(be, sessions, desk, now):
    made = _application(sessions, desk, now, S.SECOND_REVIEW)
    first, second = be(desk.officer), be(desk.officer)
    seen = made.version

    won = _move(first, made, "rejected", seen, note="依据不足")
    lost = _move(second, made, "returned", seen, note="请补充")

    assert won.status_code == 303
    assert lost.status_code == 409
    page = _text(lost)
    assert "您的操作未保存" in page
    assert "依据不足" in page
    assert _get(sessions, made).state is S.REJECTED


def test_a_corrected_form_shows_what_was_corrected(be, sessions, desk, now):
    made = _application(sessions, desk, now, S.FIRST_REVIEW)
    with unit_of_work(sessions) as session:
        step(session, desk, made, S.RETURNED, now, note="请更正典型用户")
        session.get_one(Technology, made.technology_id).typical_users = "更正后的用户"
    reviewer_before = _text(be(desk.officer).get(f"/applications/{made.id}"))
    owner = be(desk.owner)
    asked = _text(_check(owner, made.technology_id))
    done = owner.post("/applications", {"technology_id": made.technology_id}, form="/account")
    reviewer = _text(be(desk.officer).get(f"/applications/{made.id}"))

    assert "更正后的用户" not in reviewer_before, "the owner is still writing"
    assert "请更正典型用户" in asked
    assert done.status_code == 303
    assert "<del>示例内容</del>" in reviewer
    assert "<ins>更正后的用户</ins>" in reviewer


def test_an_owner_starts_an_update_and_the_bureau_sees_the_difference(be, sessions, desk, now):
    made = _application(sessions, desk, now, S.PUBLISHED)
    owner = be(desk.owner)
    started = owner.post(
        "/applications/updates", {"technology_id": made.technology_id}, form="/account"
    )
    with unit_of_work(sessions) as session:
        draft = session.scalars(
            select(Technology).where(Technology.supersedes_id == made.technology_id)
        ).one()
        draft.adoption_share_2030 = 0.3
    with unit_of_work(sessions) as session:
        update = hand_in(session, desk, session.get_one(Technology, draft.id), now)
    page = _text(be(desk.officer).get(f"/applications/{update.id}?lang=en"))

    assert started.status_code == 303
    assert f"/technologies/{draft.id}/form" in started.location
    assert "What the update changes" in page
    assert "<ins>30%</ins>" in page


def test_lists_add_up_to_the_roll_up(be, sessions, desk, now):
    with unit_of_work(sessions) as session:
        association = make_unit(session, now, kind=JurisdictionKind.ASSOCIATION)
    bureau = desk.unit
    for unit, code in ((bureau, "2.1"), (bureau, "1.2"), (bureau, "1.2"), (association, "5.1")):
        with unit_of_work(sessions) as session:
            desk.unit = unit
            made = hand_in(
                session, desk, make_form(session, desk.owner, now, technology_type=code), now
            )
            step(session, desk, made, S.RECOMMENDED, now)
    _application(sessions, desk, now)  # handed in, not recommended: in no list
    officer = be(desk.officer)
    query = f"batch_id={desk.batch.id}"

    roll_up = officer.get(f"/application-lists/roll-up.xlsx?{query}")
    *units, total = _rows(roll_up)[2:]
    everything = _rows(roll_up, sheet=1)[2:]
    lists = [
        _rows(officer.get(f"/application-lists/unit.xlsx?{query}&unit_id={unit.organization.id}"))
        for unit in (bureau, association)
    ]
    page = _text(officer.get(f"/application-lists?{query}"))

    assert [sum(column) for column in zip(*(row[1:] for row in units), strict=True)] == total[1:]
    assert sum(total[1:6]) == sum(total[6:8]) == total[8] == len(everything) == 4
    assert [len(one) - 2 for one in lists] == [3, 1]
    assert sorted(row[1] for one in lists for row in one[2:]) == sorted(r[1] for r in everything)
    assert {row[9] for row in everything} == {2}, "the head and the contact person are counted"
    assert "示例联系人甲" not in str(everything), "and not named"
    assert '<td class="number">4</td>' in page


def test_an_officer_of_a_unit_exports_only_its_own_list(be, sessions, desk, now):
    made = _application(sessions, desk, now, S.RECOMMENDED)
    with unit_of_work(sessions) as session:
        far = make_unit(session, now, region_code="440000")
    own = _rows(be(desk.unit).get("/application-lists/unit.xlsx"))
    path = f"/application-lists/unit.xlsx?unit_id={desk.unit.organization.id}"
    foreign = _rows(be(far).get(path))

    assert [row[0] for row in own[2:]] == [1]
    assert foreign[2:] == []
    assert desk.unit.organization.name not in str(foreign)
    assert made.id


def test_the_board_counts_and_every_count_opens_its_list(be, sessions, desk, now):
    for state in (S.SUBMITTED, S.SUBMITTED, S.FIRST_REVIEW):
        _application(sessions, desk, now, state)
    officer = be(desk.officer)
    board = _text(officer.get(f"/batches/{desk.batch.id}/board?lang=en"))
    listed = _text(officer.get(f"/applications?batch_id={desk.batch.id}&state=submitted&lang=en"))

    assert 'aria-label="Submitted: 2"' in board
    assert 'aria-label="First review: 1"' in board
    assert listed.count('<th scope="row">') == 2


def test_the_publication_list_is_public_and_guards_formulas(be, app, sessions, desk, now):
    made = _application(sessions, desk, now, S.PUBLISHED, name="=HYPERLINK(1)")
    _application(sessions, desk, now, S.PUBLISHED, name="示例二")
    anybody = app.test_client()
    base = f"/batches/{desk.batch.id}"

    rows = _rows(anybody.get(f"{base}/publication.xlsx"))
    document = Document(io.BytesIO(anybody.get(f"{base}/publication.docx").get_data()))
    page = _text(anybody.get(base))

    assert rows[1][:2] == ["序号", "技术名称"]
    assert [row[0] for row in rows[2:]] == [1, 2]
    assert rows[2][1] == "'=HYPERLINK(1)"
    table = document.tables[0]
    assert table.rows[0].cells[0].text == "序号"
    assert [row.cells[1].text for row in table.rows[1:]] == ["=HYPERLINK(1)", "示例二"]
    assert "=HYPERLINK(1)" in page
    assert _get(sessions, made).published_on == (now + timedelta(days=11)).date()


def test_a_batch_without_published_entries_has_no_list(app, sessions, now):
    with unit_of_work(sessions) as session:
        batch = make_batch(session, now)

    assert app.test_client().get(f"/batches/{batch.id}/publication.xlsx").status_code == 404


def test_an_officer_makes_changes_and_closes_a_batch(be, sessions, desk):
    officer = be(desk.officer)
    form = {
        "code": "7",
        "name": "第七批（示例）",
        "call_text": "征集通知",
        "opens_on": "2026-06-01",
        "closes_on": "2026-07-01",
    }
    refused = officer.post("/batches", form | {"closes_on": "nie"}, form="/batches/new")
    made = officer.post("/batches", form, form="/batches/new")
    path = made.location
    changed = officer.post(
        f"{path}/edit", form | {"name": "第七批", "version": "1"}, form=f"{path}/edit"
    )
    stale = officer.post(f"{path}/edit", form | {"version": "1"}, form=f"{path}/edit")
    closed = officer.post(f"{path}/close", {"version": "2"}, form="/account")

    assert refused.status_code == 422
    assert (made.status_code, changed.status_code, closed.status_code) == (303, 303, 303)
    assert stale.status_code == 409
    with reading(sessions) as session:
        batch = session.scalars(select(CatalogueBatch).where(CatalogueBatch.code == "7")).one()
    assert (batch.name, batch.closed_at is not None) == ("第七批", True)


def test_an_entry_that_was_imported_gets_its_application_when_it_is_managed(
    be, sessions, desk, now
):
    form = _form(sessions, desk, now, catalogue_status="published")
    opened = be(desk.officer).post(
        "/applications/listings", {"technology_id": form.id}, form="/account"
    )
    again = be(desk.owner).post(
        "/applications/listings", {"technology_id": form.id}, form="/account"
    )

    assert opened.location == again.location
    assert "退出目录" in _text(be(desk.officer).get(opened.location))


def test_a_list_of_applications_is_exported_as_filtered(be, sessions, desk, now):
    _application(sessions, desk, now, S.FIRST_REVIEW)
    _application(sessions, desk, now)
    owner = be(desk.owner)

    everything = _rows(owner.get("/applications/export.xlsx"))
    reviewed = _rows(owner.get("/applications/export.xlsx?state=first_review"))

    assert (len(everything), len(reviewed)) == (3, 2)
    assert reviewed[1][12] == "初审"
