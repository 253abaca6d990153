import json
import re
from decimal import Decimal

import pytest
from sqlalchemy import select

from data.models import Technology, TechnologyCase
from data.session import reading, unit_of_work
from data.vocabulary import CatalogueStatus, Role
from matcher.services import technology_drafts
from matcher.services.technology_drafts import FieldChange
from tests.factories.form_pages import marks_of, save_page, text_of
from tests.factories.people import make_person
from tests.factories.records import make_stand_in_runtime
from tests.factories.web import Browser, make_test_app

# Both databases are tried by the tests of the use cases; here the pages are.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def app(sessions, clock, tmp_path):
    runtime = make_stand_in_runtime(sessions, tmp_path / "var")
    return make_test_app(sessions, clock, runtime=runtime, var=tmp_path / "var")


@pytest.fixture
def owner(sessions, now):
    with unit_of_work(sessions) as session:
        return make_person(session, now, Role.TECHNOLOGY_OWNER)


@pytest.fixture
def browser(app, sessions, clock, owner):
    return Browser(app, sessions, clock).be(owner)


@pytest.fixture
def other(app, sessions, clock, now, owner):
    with unit_of_work(sessions) as session:
        colleague = make_person(
            session,
            now,
            Role.TECHNOLOGY_OWNER,
            organization=owner.organization,
            name="同事甲",
        )
    return Browser(app, sessions, clock).be(colleague)


@pytest.fixture
def draft(browser):
    begun = browser.post("/technologies/new", {"name": "示例技术"}, form="/account")
    assert begun.status_code == 303
    return begun.location.removesuffix("/basics")


def _stored(sessions):
    with reading(sessions) as session:
        return session.scalars(select(Technology)).one()


def test_a_page_is_saved_without_scripts_and_leads_to_the_next(browser, draft, sessions):
    answer = save_page(
        browser,
        f"{draft}/potential",
        go="next",
        adoption_share="7",
        adoption_share_2030="３０％",
        investment_2030_yuan="2.5",
        abatement_potential_2030_tco2_per_year="12.5",
        comparison_technology="燃煤锅炉",
    )

    assert answer.status_code == 303, text_of(answer)
    assert answer.location.endswith("/form/cases")
    stored = _stored(sessions)
    assert (stored.adoption_share, stored.adoption_share_2030) == (0.07, 0.3)
    assert stored.investment_2030_yuan == Decimal(250_000_000)
    assert stored.abatement_potential_2030_tco2_per_year == 125_000.0
    page = text_of(browser.get(f"{draft}/potential"))
    assert 'name="investment_2030_yuan" type="text" inputmode="decimal" value="2.5"' in page
    assert "万tCO₂/a" in page


def test_what_is_wrong_is_shown_as_typed_and_the_rest_is_saved(browser, draft, sessions):
    answer = save_page(
        browser,
        f"{draft}/potential",
        adoption_share="750",
        investment_2030_yuan="约两亿",
        comparison_technology="燃煤锅炉",
    )
    page = text_of(answer)

    assert answer.status_code == 422
    assert 'value="750"' in page
    assert 'value="约两亿"' in page
    assert "在 0 % 到 100 % 之间" in page
    assert 'href="#adoption_share"' in page
    stored = _stored(sessions)
    assert (stored.adoption_share, stored.investment_2030_yuan) == (None, None)
    assert stored.comparison_technology == "燃煤锅炉"


def _script(browser, path, **data):
    fields = {"csrf_token": browser.token("/account")} | data
    return browser.client.post(path, data=fields, headers={"Accept": "application/json"})


def test_the_script_saves_one_field_and_gets_marks_and_the_meter(browser, draft):
    page = text_of(browser.get(f"{draft}/content"))
    answer = _script(
        browser,
        f"{draft}/content",
        asked="key_technology",
        key_technology="吸收式热泵",
        **{"mark.key_technology": marks_of(page)["key_technology"]},
    )
    body = json.loads(answer.data)

    assert body["problems"] == body["conflicts"] == []
    assert (
        body["saved"]["key_technology"]
        == marks_of(text_of(browser.get(f"{draft}/content")))["key_technology"]
    )
    assert 'id="form-nav"' in body["fragments"]


def test_the_script_is_told_what_is_wrong(browser, draft):
    answer = _script(browser, f"{draft}/potential", asked="adoption_share", adoption_share="x")

    assert json.loads(answer.data)["problems"][0]["field"] == "adoption_share"


def test_two_tabs_in_different_fields_both_succeed(browser, draft, sessions):
    one = two = text_of(browser.get(f"{draft}/content"))
    save_page(browser, f"{draft}/content", one, key_technology="甲")
    answer = save_page(browser, f"{draft}/content", two, process_flow="乙")

    assert answer.status_code == 303
    stored = _stored(sessions)
    assert (stored.key_technology, stored.process_flow) == ("甲", "乙")


def test_two_people_in_one_field_choose_on_the_conflict_page(browser, other, draft, sessions):
    mine = text_of(browser.get(f"{draft}/content"))
    save_page(other, f"{draft}/content", key_technology="同事写的")
    answer = save_page(browser, f"{draft}/content", mine, key_technology="我写的", typical_users="")
    page = text_of(answer)

    assert answer.status_code == 409
    assert all(part in page for part in ("同事写的", "我写的", "同事甲"))
    assert _stored(sessions).key_technology == "同事写的"

    hidden = dict(re.findall(r'<input type="hidden" name="([\w.]+)" value="([^"]*)">', page))
    hidden.pop("csrf_token")
    kept = browser.post(f"{draft}/content", hidden | {"go": "save"}, form="/account")
    assert kept.status_code == 303
    assert _stored(sessions).key_technology == "同事写的"
    browser.post(
        f"{draft}/content", hidden | {"asked": "key_technology", "go": "save"}, form="/account"
    )
    assert _stored(sessions).key_technology == "我写的"


def test_a_case_with_its_supplements_its_place_and_its_costs(browser, draft, sessions):
    case = browser.post(f"{draft}/cases", form="/account").location
    path = f"cases.{case.rsplit('/', 1)[1]}"
    typed = {
        "name": "示例项目",
        "investment_yuan": "1000",
        "abatement_tco2_per_year": "5000",
        "service_life_years": "10",
        "project_type": "retrofit",
        "payback_years": "18",
        "address": "江苏省苏州市吴江区",
    }
    changes = {f"{path}.{name}": value for name, value in typed.items()}
    changes[f"{path}.payback_years.unit"] = "月"
    answer = save_page(browser, case, **changes)

    assert answer.status_code == 303, text_of(answer)
    page = text_of(browser.get(case))
    assert "吴江" in page
    assert "1,000 万元 ÷" in page
    with reading(sessions) as session:
        stored = session.scalars(select(TechnologyCase)).one()
    assert stored.payback_years == 1.5
    assert stored.region_code == "320509"
    assert stored.latitude_deg == pytest.approx(31.0, abs=0.5)


def test_an_address_of_several_places_is_asked_back(browser, draft, sessions):
    case = browser.post(f"{draft}/cases", form="/account").location
    path = f"cases.{case.rsplit('/', 1)[1]}"
    page = text_of(save_page(browser, case, **{f"{path}.address": "朝阳区"}))
    choices = re.findall(rf'name="{path}.region_code" value="(\d+)"', page)

    assert len(choices) > 1
    fields = {"asked": f"{path}.region_code", f"{path}.region_code": choices[0], "go": "save"}
    browser.post(case, fields, form="/account")
    with reading(sessions) as session:
        stored = session.scalars(select(TechnologyCase)).one()
    assert stored.region_code == choices[0]
    assert stored.position_precision is not None


def test_a_suggestion_can_be_taken_back_from_its_page(browser, draft, sessions, owner, now):
    technology_id = _stored(sessions).id
    with unit_of_work(sessions) as session:
        saved = technology_drafts.save(
            session,
            actor=owner.actor,
            technology_id=technology_id,
            changes=[FieldChange(path="typical_users", value="甲")],
            now=now,
        )
    edit = str(next(iter(saved.changed.values())))

    answer = browser.post(
        f"{draft}/undo", {"edit": edit, "section": "application"}, form="/account"
    )

    assert answer.location.endswith("/form/application")
    assert _stored(sessions).typical_users is None


def test_a_submitted_form_is_closed(browser, draft, sessions):
    with unit_of_work(sessions) as session:
        session.scalars(select(Technology)).one().catalogue_status = CatalogueStatus.SUBMITTED

    page = text_of(browser.get(f"{draft}/basics"))
    assert "不能再修改" in page
    refused = browser.post(f"{draft}/basics", {"asked": "name", "name": "x"}, form="/account")
    assert refused.status_code == 409


def test_the_list_shows_state_completeness_and_the_last_editor(browser, other, draft):
    save_page(other, f"{draft}/content", key_technology="同事写的")
    page = text_of(browser.get("/technologies/mine"))

    assert all(part in page for part in ("示例技术", "草稿", "同事甲", "继续填写"))


def test_a_draft_is_copied_and_deleted_after_asking(browser, draft, sessions):
    copied = browser.post(f"{draft}/copy", form="/account")
    asked = text_of(browser.get(f"{draft}/delete"))
    deleted = browser.post(f"{draft}/delete", form="/account")

    assert "（副本）" in text_of(browser.get(copied.location))
    assert "不能恢复" in asked
    assert deleted.location.endswith("/technologies/mine")
    assert browser.get(f"{draft}/basics").status_code == 404
    assert _stored(sessions).name == "示例技术（副本）"


@pytest.mark.parametrize("name", ["", "  ", "字" * 201])
def test_a_draft_needs_a_name_that_can_be_kept(browser, name):
    answer = browser.post("/technologies/new", {"name": name}, form="/account")

    assert answer.status_code == 422
    assert "field-error" in text_of(answer)


@pytest.mark.parametrize(
    "section",
    [
        "basics",
        "content",
        "source",
        "application",
        "potential",
        "cases",
        "opinion",
        "contact",
        "rules",
    ],
)
def test_every_section_is_drawn_in_both_languages(browser, draft, section):
    for language in ("zh", "en"):
        page = browser.get(f"{draft}/{section}", query_string={"lang": language})
        assert page.status_code == 200


def test_no_other_section_exists(browser, draft):
    assert browser.get(f"{draft}/nothing").status_code == 404


def test_a_supplement_may_be_answered_unknown(browser, draft, sessions):
    browser.post(f"{draft}/cases", {}, form=f"{draft}/cases")
    with reading(sessions) as session:
        case_id = session.scalars(select(TechnologyCase.id)).one()
    page, path = f"{draft}/cases/{case_id}", f"cases.{case_id}"
    flag = f"{path}.unknown_fields.service_life_years"

    save_page(browser, page, **{flag: "1", f"{path}.project_type": "unknown"})

    with reading(sessions) as session:
        case = session.get_one(TechnologyCase, case_id)
        assert case.unknown_fields == {"service_life_years": True, "project_type": True}
        assert case.service_life_years is None
    shown = browser.get(page).text
    assert re.search(rf'name="{flag}" value="1"[^>]* checked', shown)
    assert f"#{path}.service_life_years" not in browser.get(f"{draft}/check").text
    assert "不清楚" in text_of(browser.get(f"{draft}/check"))

    save_page(browser, page, **{f"{path}.service_life_years": "15", flag: ""})

    with reading(sessions) as session:
        case = session.get_one(TechnologyCase, case_id)
        assert (case.service_life_years, case.unknown_fields) == (15, {})
