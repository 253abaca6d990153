"""Attachments, audit, import, check and submission of the application form."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from data.forms import FormImage, read_form, write_form_docx
from data.models import Application, Attachment, Technology, TechnologyEdit
from data.session import reading, unit_of_work
from data.vocabulary import CatalogueStatus, EditCause, ReviewState, TechnologyStage
from matcher.services import applications
from matcher.services.applications import ReviewMove
from tests.factories.applications import hand_in, make_desk, make_form
from tests.factories.form_pages import PNG, controls_of, text_of, upload
from tests.factories.records import make_stand_in_runtime
from tests.factories.web import Browser, make_test_app

SAMPLES = Path(__file__).parents[2] / "unit" / "data" / "forms" / "files"

# Both databases are tried by the tests of the use cases; here the pages are.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def app(sessions, clock, tmp_path):
    runtime = make_stand_in_runtime(sessions, tmp_path / "var")
    return make_test_app(sessions, clock, runtime=runtime, var=tmp_path / "var", max_upload_mb=1)


@pytest.fixture
def desk(sessions, now):
    with unit_of_work(sessions) as session:
        return make_desk(session, now)


@pytest.fixture
def browser(app, sessions, clock, desk):
    return Browser(app, sessions, clock).be(desk.owner)


@pytest.fixture
def technology(sessions, now, desk):
    with unit_of_work(sessions) as session:
        return make_form(session, desk.owner, now)


@pytest.fixture
def draft(technology):
    return f"/technologies/{technology.id}/form"


def _all(sessions, model):
    with reading(sessions) as session:
        return session.scalars(select(model).order_by(model.id)).all()


def test_a_file_is_added_handed_back_and_removed_with_its_bytes(browser, draft, sessions, tmp_path):
    content = b"%PDF-1.4 example"
    added = upload(browser, f"{draft}/files", content, "专利证书.pdf", kind="patent")
    row = _all(sessions, Attachment)[0]
    page = text_of(browser.get(f"{draft}/files"))
    got = browser.get(f"{draft}/files/{row.id}")

    assert added.status_code == 303, text_of(added)
    assert (row.field, row.subject_kind) == ("patent", "technology")
    assert "专利证书.pdf" in page
    assert got.data == content
    assert got.headers["Content-Disposition"].startswith("attachment")
    removed = browser.post(f"{draft}/files/{row.id}/remove", form="/account")
    assert removed.status_code == 303
    assert _all(sessions, Attachment) == []
    assert [one for one in (tmp_path / "var" / "uploads").rglob("*") if one.is_file()] == []


@pytest.mark.parametrize(
    ("name", "content", "kind", "said"),
    [
        ("a.exe", b"MZ", "other", "不接受"),
        ("a.pdf", b"no pdf", "patent", "内容"),
        ("a.pdf", b"%PDF-1.4", "process_flow", "须为图片"),
        ("a.pdf", b"%PDF-1.4", "original", "请选择"),
        ("", b"", "patent", "请填写"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_the_reason(
    browser, draft, name, content, kind, said
):
    answer = upload(browser, f"{draft}/files", content, name, kind=kind)

    assert answer.status_code == 422
    assert said[:2] in text_of(answer)


def test_a_calculation_may_belong_to_a_case(browser, draft, technology, sessions):
    case = technology.cases[1].id
    upload(browser, f"{draft}/files", b"%PDF-1.4", "a.pdf", kind="calculation", case=str(case))

    assert _all(sessions, Attachment)[0].field == f"cases.{case}.calculation"
    assert "案例2" in text_of(browser.get(f"{draft}/files"))


def _slip(sessions, technology):
    """The investment of a case in yuan where 万元 were meant."""
    with unit_of_work(sessions) as session:
        case = session.get(type(technology.cases[0]), technology.cases[0].id)
        case.investment_yuan = Decimal(100_000_000_000)


def test_a_finding_stands_beside_its_field_and_is_taken_with_one_click_and_undone(
    browser, draft, technology, sessions
):
    _slip(sessions, technology)
    case = technology.cases[0].id
    path = f"cases.{case}.investment_yuan"
    page = text_of(browser.get(f"{draft}/cases/{case}"))
    notes = page.partition(f'id="notes-{path}"')[2].partition("form-row")[0]
    key = re.search(r'name="adopt" value="([^"]+)"', notes).group(1)

    taken = browser.post(
        f"{draft}/suggestions",
        {"adopt": key, "asked": path, path: "10000000", f"{path}.unit": "万元"},
        form="/account",
    )

    assert taken.status_code == 303
    assert f"/cases/{case}?undo=" in taken.location
    with reading(sessions) as session:
        stored = session.get(type(technology.cases[0]), case)
        assert stored.investment_yuan == Decimal(10_000_000)
    assert _all(sessions, TechnologyEdit)[-1].cause is EditCause.SUGGESTION
    after = text_of(browser.get(taken.location))
    edit = re.search(r'name="edit" value="(\d+)"', after).group(1)
    browser.post(f"{draft}/undo", {"edit": edit, "case": str(case)}, form="/account")
    with reading(sessions) as session:
        stored = session.get(type(technology.cases[0]), case)
        assert stored.investment_yuan == Decimal(100_000_000_000)


def test_the_audit_answers_as_json(browser, draft, technology, sessions):
    _slip(sessions, technology)
    body = json.loads(browser.get(f"{draft}/audit.json").data)

    paths = {one["path"] for one in body["findings"]}
    assert f"cases.{technology.cases[0].id}.investment_yuan" in paths
    assert len(body["costs"]) == 2
    assert body["costs"][1]["abatement_cost_yuan_per_tco2"] == pytest.approx(133.33, abs=0.01)


def test_a_suggestion_that_no_longer_fits_changes_nothing(browser, draft, sessions):
    answer = browser.post(f"{draft}/suggestions", {"adopt": "investment_unit|x|0"}, form="/account")

    assert answer.status_code == 303
    assert _all(sessions, TechnologyEdit) == []


def _submit(browser, draft, desk, **fields):
    values = {
        "batch_id": desk.batch.id,
        "recommending_organization_id": desk.unit.organization.id,
        "confirmed": "1",
    }
    return browser.post(f"{draft}/submission", values | fields, form="/account")


def test_the_check_shows_everything_and_the_form_is_handed_in(
    browser, draft, desk, technology, sessions
):
    page = text_of(browser.get(f"{draft}/check"))
    assert "必填项已全部填写" in page
    assert all(part in page for part in (technology.name, "1,000 万元 ÷", desk.batch.name))

    answer = _submit(browser, draft, desk, note="请审阅")

    assert answer.status_code == 303, text_of(answer)
    assert answer.location.startswith("/applications/")
    stored = _all(sessions, Technology)[0]
    assert stored.catalogue_status is CatalogueStatus.SUBMITTED
    assert _all(sessions, Application)[0].recommending_organization_id == desk.unit.organization.id
    assert "已申报" in text_of(browser.get("/technologies/mine"))
    assert browser.post(f"{draft}/basics", {"asked": "name", "name": "x"}).status_code in {403, 409}


def test_missing_fields_block_and_are_listed(browser, draft, desk, technology, sessions):
    with unit_of_work(sessions) as session:
        stored = session.get(Technology, technology.id)
        stored.typical_users = None
        stored.applicant_contact = stored.applicant_contact | {"email": ""}

    answer = _submit(browser, draft, desk)
    page = text_of(answer)

    assert answer.status_code == 422
    assert 'href="/technologies/' in page
    assert "#typical_users" in page
    assert "#applicant_contact.email" in page
    assert _all(sessions, Application) == []


def test_findings_and_open_supplements_are_to_be_confirmed(
    browser, draft, desk, technology, sessions
):
    with unit_of_work(sessions) as session:
        session.get(type(technology.cases[0]), technology.cases[0].id).service_life_years = None

    refused = _submit(browser, draft, desk, confirmed="")
    taken = _submit(browser, draft, desk)

    assert refused.status_code == 422
    assert "请勾选" in text_of(refused)
    assert taken.status_code == 303


def test_batch_and_unit_must_be_chosen(browser, draft, desk, sessions):
    answer = _submit(browser, draft, desk, batch_id="", recommending_organization_id="999")

    assert answer.status_code == 422
    assert _all(sessions, Application) == []


def test_a_published_entry_is_taken_up_as_an_update(
    browser, draft, desk, technology, sessions, now
):
    with unit_of_work(sessions) as session:
        stored = session.get(Technology, technology.id)
        stored.catalogue_status = CatalogueStatus.PUBLISHED

    assert "开始更新" in text_of(browser.get("/technologies/mine"))
    begun = browser.post(
        "/applications/updates", {"technology_id": str(technology.id)}, form="/account"
    )

    assert begun.location.endswith("/form")
    assert _all(sessions, Technology)[1].supersedes_id == technology.id


def test_a_returned_application_says_why(browser, draft, desk, technology, sessions, now):
    with unit_of_work(sessions) as session:
        stored = session.get(Technology, technology.id)
        application = hand_in(session, desk, stored, now)
        applications.move(
            session,
            actor=desk.unit.actor,
            application_id=application.id,
            move=ReviewMove(to=ReviewState.RETURNED, note="请补充检测报告"),
            now=now,
        )

    page = text_of(browser.get(f"{draft}/check"))
    assert "请补充检测报告" in page
    assert "请补充检测报告" in text_of(browser.get(f"{draft}/basics"))
    assert (
        _submit(browser, draft, desk, batch_id="", recommending_organization_id="").status_code
        == 303
    )


def test_the_form_is_printed_in_the_wording_of_the_notice(browser, draft, technology):
    page = text_of(browser.get(f"{draft}/print"))

    assert all(
        part in page
        for part in (
            "国家重点推广的低碳技术申报表",
            "☑ 重点领域降碳类",
            "☑ 推广类技术",
            "该技术应用现状及产业化情况",
            "项目投资额（万元）",
            technology.name,
        )
    )


def test_the_print_shows_the_pictures_in_their_boxes_and_the_supplement(browser, draft, desk):
    upload(browser, f"{draft}/files", PNG, "流程图.png", kind="process_flow")
    page = browser.get(f"{draft}/print")

    [row] = [one for one in page.text.split("<tr") if ">工艺流程<" in one]
    [address] = re.findall(r'<img class="official-picture" src="([^"]+)" alt="流程图.png"', row)
    assert browser.get(address).data == PNG
    assert "补充信息页（不属于国家申报表）" in page.text
    assert "项目使用期（年）" in page.text
    assert browser.get(f"{draft}/print?case=9").status_code == 404


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_what_is_exported_says_what_the_draft_says_with_its_pictures(
    browser, draft, technology, suffix
):
    upload(browser, f"{draft}/files", PNG, "流程图.png", kind="process_flow")
    answer = browser.get(f"{draft}/export.{suffix}")

    assert answer.status_code == 200
    read = read_form(answer.data, file_name=f"a.{suffix}")
    assert read.record["name"] == technology.name
    assert read.record["investment_2030_yuan"] == technology.investment_2030_yuan
    assert len(read.record["cases"]) == 2
    assert read.record["cases"][0]["service_life_years"] == 15
    assert [image.field for image in read.images] == ["process_flow"]


def _import(browser, content, name="申报表.docx"):
    return upload(browser, "/technologies/import", content, name)


def _boxes(browser, uploaded):
    """Every box of the confirmation page with what stands in it, as a browser posts it."""
    return controls_of(browser.get(uploaded.location), "form-imported")


def test_the_filled_sample_becomes_a_draft_after_it_was_looked_through(browser, sessions):
    content = (SAMPLES / "filled.docx").read_bytes()
    uploaded = _import(browser, content)
    assert uploaded.status_code == 303, text_of(uploaded)
    page = text_of(browser.get(uploaded.location))
    assert "form-doubts" in page
    before = len(_all(sessions, Technology))

    answer = browser.post(uploaded.location, _boxes(browser, uploaded), form="/account")

    assert answer.status_code == 303, text_of(answer)
    assert before == 0
    expected = read_form(content, file_name="a.docx").record
    with reading(sessions) as session:
        made = session.scalars(select(Technology).options(selectinload(Technology.cases))).one()
        assert made.name == expected["name"]
        assert made.technical_principle == expected["technical_principle"]
        assert made.investment_2030_yuan == expected["investment_2030_yuan"]
        assert made.applicant_contact["mobile"] == expected["applicant_contact"]["mobile"]
        assert [case.name for case in made.cases] == [c["name"] for c in expected["cases"]]
        assert made.cases[0].investment_yuan == expected["cases"][0]["investment_yuan"]
    kept = _all(sessions, Attachment)[0]
    assert (kept.subject_kind, kept.field, kept.subject_id) == ("technology", "original", made.id)
    assert browser.get(uploaded.location).status_code == 404


def test_pictures_of_the_form_become_attachments_of_their_boxes_and_come_back(browser, sessions):
    record = read_form((SAMPLES / "filled.docx").read_bytes(), file_name="a.docx").record
    images = [
        FormImage(field="process_flow", file_name="a.png", media_type="image/png", content=PNG),
        FormImage(
            field="cases.1.environmental_benefit",
            file_name="b.png",
            media_type="image/png",
            content=PNG + b"1",
        ),
    ]
    uploaded = _import(browser, write_form_docx(record, images=images))
    answer = browser.post(uploaded.location, _boxes(browser, uploaded), form="/account")
    assert answer.status_code == 303, text_of(answer)
    base = answer.location.removesuffix("/basics")

    exported = read_form(browser.get(f"{base}/export.docx").data, file_name="a.docx")

    fields = {image.field: image.content for image in exported.images}
    assert fields == {"process_flow": PNG, "cases.1.environmental_benefit": PNG + b"1"}
    assert "环境效益" in text_of(browser.get(f"{base}/files"))


def test_a_box_that_cannot_be_kept_is_shown_again_and_nothing_is_kept(browser, sessions):
    uploaded = _import(browser, (SAMPLES / "filled.docx").read_bytes())
    boxes = _boxes(browser, uploaded)
    name = boxes["name"]
    changes = {"name": [""], "adoption_share": ["650"], "investment_2030_yuan": ["约三亿"]}
    refused = browser.post(uploaded.location, boxes | changes, form="/account")
    page = text_of(refused)

    assert refused.status_code == 422
    assert 'value="约三亿"' in page
    assert _all(sessions, Technology) == []
    boxes |= {"name": name, "adoption_share": ["6.5"], "investment_2030_yuan": ["3"]}
    assert browser.post(uploaded.location, boxes, form="/account").status_code == 303


def test_into_a_draft_only_what_is_filled_in_goes(browser, draft, technology, sessions):
    uploaded = _import(browser, (SAMPLES / "filled.docx").read_bytes())
    boxes = _boxes(browser, uploaded) | {"target": [str(technology.id)]}
    boxes["comparison_technology"] = [""]
    answer = browser.post(uploaded.location, boxes, form="/account")

    assert answer.status_code == 303, text_of(answer)
    stored = _all(sessions, Technology)[0]
    assert stored.comparison_technology == "示例内容"
    assert stored.name != technology.name


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "docx"),
        ("a.pdf", b"%PDF-1.4", "PDF"),
        ("a.docx", b"PK\x03\x04 broken", "损坏"),
        ("a.docx", b"", "空"),
    ],
)
def test_what_is_no_form_is_refused_with_its_own_sentence(browser, sessions, name, content, said):
    answer = _import(browser, content, name)

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert _all(sessions, Attachment) == []


def test_the_two_ways_to_import_lead_to_each_other(browser):
    assert "/technologies/import" in text_of(browser.get("/imports"))
    assert '"/imports"' in text_of(browser.get("/technologies/import"))


def test_a_demonstration_shows_the_case_that_was_chosen(browser, draft, technology, sessions):
    with unit_of_work(sessions) as session:
        session.get(Technology, technology.id).stage = TechnologyStage.DEMONSTRATION

    page = text_of(browser.get(f"{draft}/check"))
    chosen = read_form(browser.get(f"{draft}/export.docx?case=2").data, file_name="a.docx")

    assert "export.xlsx?case=2" in page
    assert [case["name"] for case in chosen.record["cases"]] == ["示例项目 2"]
    assert browser.get(f"{draft}/export.docx?case=3").status_code == 404


def test_a_deleted_draft_takes_its_files_with_it(browser, draft, sessions, tmp_path):
    upload(browser, f"{draft}/files", b"%PDF-1.4", "a.pdf", kind="patent")
    browser.post(f"{draft}/delete", form="/account")

    assert _all(sessions, Attachment) == []
    assert [one for one in (tmp_path / "var" / "uploads").rglob("*") if one.is_file()] == []
