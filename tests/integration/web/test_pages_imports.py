import io
import json

import openpyxl
import pytest
from sqlalchemy import func, select

from data.importers import ImportKind, template
from data.models import Attachment, AuditEvent, Demand, Park, Technology
from data.session import reading, unit_of_work
from data.vocabulary import CatalogueStatus, Role
from matcher.services import upload_imports
from tests.factories.people import make_person
from tests.factories.runtime import make_runtime
from tests.factories.web import Browser, make_test_app

TECHNOLOGY = {
    "external_id": "T-1",
    "name": "示例余热技术",
    "technology_type": "2.1",
    "stage": "promotion",
    "catalogue_status": "published",
}
DEMAND = {"external_id": "D-1", "title": "示例需求", "text": "冷却水的热量白白散掉，想用起来。"}
PARK = {"external_id": "P-1", "name": "示例园区", "region_code": "320500"}

# Both databases are tried by the tests of the use cases; here every fault of a form is.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def runtime(sessions, tmp_path):
    return make_runtime(sessions, tmp_path / "var")


@pytest.fixture
def app(sessions, clock, runtime, tmp_path):
    return make_test_app(sessions, clock, runtime=runtime, var=tmp_path / "var", max_upload_mb=1)


@pytest.fixture
def be(app, sessions, clock, now):
    def as_role(role, **fields):
        with unit_of_work(sessions) as session:
            person = make_person(session, now, role, **fields)
        browser = Browser(app, sessions, clock).be(person)
        browser.person = person
        return browser

    return as_role


def _lines(*rows):
    return "\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows).encode()


def _upload(browser, kind, content, name="rows.jsonl"):
    """Post by hand: the test client would spool a large body into a file it never closes."""
    token = browser.token("/imports")
    head = "".join(
        f'--cut\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in (("csrf_token", token), ("kind", kind))
    )
    file = f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return browser.client.post(
        "/imports",
        data=(head + file).encode() + content + b"\r\n--cut--\r\n",
        content_type="multipart/form-data; boundary=cut",
    )


def _run(browser, uploaded, mode="all"):
    return browser.post(f"{uploaded.location}/run", {"mode": mode}, form=uploaded.location)


def _text(response):
    return response.get_data(as_text=True)


def _count(sessions, model):
    with reading(sessions) as session:
        return session.scalar(select(func.count()).select_from(model))


def test_an_owner_imports_own_technologies_as_drafts(be, sessions):
    owner = be(Role.TECHNOLOGY_OWNER)

    uploaded = _upload(owner, "technologies", _lines(TECHNOLOGY))
    checked = _text(owner.get(uploaded.location, query_string={"lang": "en"}))
    before = _count(sessions, Technology)
    done = _run(owner, uploaded)

    assert "1 row will be imported" in checked
    assert before == 0
    assert done.status_code == 200, _text(done)
    with reading(sessions) as session:
        made = session.scalars(select(Technology)).one()
        assert made.catalogue_status is CatalogueStatus.DRAFT
        assert made.organization_id == owner.person.organization.id
        assert made.source == str(owner.person.organization.id)
        event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert event.actor_id == owner.person.user.id


def test_a_bureau_publishes_technologies_and_imports_parks(be, sessions):
    officer = be(Role.BUREAU_OFFICER)

    _run(officer, _upload(officer, "technologies", _lines(TECHNOLOGY)))
    _run(officer, _upload(officer, "parks", _lines(PARK)))

    with reading(sessions) as session:
        made = session.scalars(select(Technology)).one()
        assert made.catalogue_status is CatalogueStatus.PUBLISHED
        assert session.scalars(select(Park)).one().name == "示例园区"


def test_a_park_imports_needs_and_again_without_doubling_them(be, sessions):
    park = be(Role.PARK_MANAGER)

    _run(park, _upload(park, "demands", _lines(DEMAND)))
    again = _run(park, _upload(park, "demands", _lines(DEMAND | {"title": "示例新标题"})))

    with reading(sessions) as session:
        made = session.scalars(select(Demand)).one()
        assert (made.title, made.organization_id) == ("示例新标题", park.person.organization.id)
    assert again.status_code == 200


def test_every_rejected_row_is_reported_with_line_field_and_reason(be, sessions):
    park = be(Role.PARK_MANAGER)
    rows = (DEMAND, "{broken", {"external_id": "D-3"}, DEMAND | {"external_id": "D-4", "park": "?"})

    uploaded = _upload(park, "demands", _lines(*rows))
    page = _text(park.get(uploaded.location, query_string={"lang": "en"}))
    text = _text(park.get(f"{uploaded.location}/rejected.txt"))
    refused = _run(park, uploaded)
    after_all = _count(sessions, Demand)
    skipped = _run(park, uploaded, "skip")

    assert [line.partition(":")[0] for line in text.lstrip("\ufeff").split("\r\n") if line] == [
        "line 2",
        "line 3 (D-3)",
        "line 4 (D-4)",
    ]
    assert "no valid JSON" in page
    assert "is required" in page
    assert refused.status_code == 422
    assert after_all == 0
    assert skipped.status_code == 200
    assert _count(sessions, Demand) == 1


def test_the_template_comes_back_empty_and_filled_in_it_imports(be, sessions):
    park = be(Role.PARK_MANAGER)
    got = park.get("/imports/templates/demands.xlsx")
    empty = _upload(park, "demands", got.data, "needs.xlsx")
    page = _text(park.get(empty.location, query_string={"lang": "en"}))

    book = openpyxl.load_workbook(io.BytesIO(template(ImportKind.DEMANDS)))
    sheet = book.worksheets[0]
    example = [cell.value for cell in sheet[2]]
    sheet.append(["D-9", *example[1:]])
    stream = io.BytesIO()
    book.save(stream)
    filled = _upload(park, "demands", stream.getvalue(), "needs.xlsx")
    done = _run(park, filled)

    assert got.headers["Content-Disposition"].startswith("attachment")
    assert "The file holds no rows" in page
    assert done.status_code == 200, _text(park.get(filled.location))
    assert _count(sessions, Demand) == 1


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("rows.csv", b"a,b", "not supported"),
        ("rows.xls", b"x", "old .xls"),
        ("rows.xlsm", b"x", "macros"),
        ("rows.jsonl", b"", "empty"),
        ("rows.jsonl", b"{}\n" * 400_000, "larger than 1 MB"),
    ],
)
def test_other_files_are_refused_at_the_door(be, sessions, name, content, reason):
    park = be(Role.PARK_MANAGER)
    park.get("/imports?lang=en")

    response = _upload(park, "demands", content, name)

    assert response.status_code == 422
    assert reason in _text(response)
    assert _count(sessions, Attachment) == 0


def test_a_damaged_workbook_is_kept_and_its_reason_shown(be):
    park = be(Role.PARK_MANAGER)

    uploaded = _upload(park, "demands", b"PK\x03\x04 not really", "needs.xlsx")
    page = park.get(uploaded.location, query_string={"lang": "en"})

    assert page.status_code == 200
    assert "The file cannot be read: The file is damaged" in _text(page)
    assert "Nothing has been written yet" not in _text(page)


def test_a_reader_that_takes_too_long_is_stopped(be, monkeypatch):
    park = be(Role.PARK_MANAGER)
    uploaded = _upload(park, "demands", _lines(DEMAND))
    monkeypatch.setattr(upload_imports, "WALL_SECONDS", 0.001)

    page = _text(park.get(uploaded.location, query_string={"lang": "en"}))

    assert "took too long or too much memory" in page


def test_a_reader_that_dies_says_so(be, monkeypatch):
    park = be(Role.PARK_MANAGER)
    uploaded = _upload(park, "demands", _lines(DEMAND))
    monkeypatch.setattr(upload_imports.sys, "executable", "/bin/false")

    page = _text(park.get(uploaded.location, query_string={"lang": "en"}))

    assert "took too long or too much memory" in page


def test_results_of_the_reader_may_hold_rows_and_plain_values_only(engine):
    import pickle

    class Evil:
        def __reduce__(self):
            return (print, ("called",))

    with pytest.raises(pickle.UnpicklingError):
        upload_imports._Results(io.BytesIO(pickle.dumps(Evil()))).load()


def test_nobody_imports_for_others_or_sees_their_files(be, sessions):
    owner, stranger, park = (
        be(Role.TECHNOLOGY_OWNER),
        be(Role.TECHNOLOGY_OWNER),
        be(Role.PARK_MANAGER),
    )
    uploaded = _upload(owner, "technologies", _lines(TECHNOLOGY))

    wrong_kind = _upload(park, "technologies", _lines(TECHNOLOGY))

    assert wrong_kind.status_code == 422
    for other in (stranger, park):
        assert other.get(uploaded.location).status_code == 404
        assert other.post(f"{uploaded.location}/run", {"mode": "all"}).status_code == 404
    assert _count(sessions, Technology) == 0


def test_a_file_changed_on_disk_is_not_imported(be, sessions, tmp_path):
    owner = be(Role.TECHNOLOGY_OWNER)
    uploaded = _upload(owner, "technologies", _lines(TECHNOLOGY))
    with reading(sessions) as session:
        stored = session.scalars(select(Attachment)).one().stored_name
    (tmp_path / "var" / "uploads" / stored[:2] / stored).write_bytes(_lines(TECHNOLOGY) + b"\n")

    response = owner.post(f"{uploaded.location}/run", {"mode": "all"}, form="/imports")

    assert response.status_code == 409
    assert _count(sessions, Technology) == 0
