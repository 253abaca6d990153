"""From registration to the funnel, by real people at real browsers (the whole loop of issue 2)."""

import re

import pytest
from sqlalchemy import select

from data.models import Technology
from data.session import make_engine, make_sessions, reading
from data.vocabulary import CatalogueStatus, Role

pytestmark = pytest.mark.browser

EMAIL, PASSWORD = "journey@example.com", "seven green bridges to cross"
PARK = "示例旅程园区管理委员会"


@pytest.fixture(scope="module")
def technology(service):
    """A published technology of the demo owner: its name and its text."""
    owner = service.accounts[Role.TECHNOLOGY_OWNER]
    sessions = make_sessions(make_engine(f"sqlite:///{service.var / 'tanqiao.db'}"))
    from data.queries.users import user_by_email

    with reading(sessions) as session:
        organization_id = user_by_email(session, owner.email).organization_id
        return session.scalars(
            select(Technology)
            .where(
                Technology.organization_id == organization_id,
                Technology.catalogue_status == CatalogueStatus.PUBLISHED,
            )
            .order_by(Technology.id)
        ).first()


def _register(visitor):
    park = visitor()
    park.go("/")
    park.go("/register")
    page = park.page
    page.check("input[name=role][value=park_manager]")
    page.fill("#organization_name", PARK)
    page.select_option("#region_code", "320500")
    page.fill("#name", "示例人")
    page.fill("#email", EMAIL)
    page.fill("#password", PASSWORD)
    page.check("#consent")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/account/waiting")
    park.look()
    return park


def _approve(visitor):
    officer = visitor()
    officer.log_in_as(Role.BUREAU_OFFICER)
    officer.go("/organizations")
    officer.follow(PARK)
    officer.page.check("input[name=decision][value=approve]")
    officer.page.get_by_role("button", name="提交审核决定").click()
    officer.page.wait_for_url("**/organizations")
    return officer


def _post_need(park, technology):
    park.go("/needs/new")
    text = f"{technology.name}。{technology.technical_principle or ''}"[:600]
    park.page.fill("#text", f"我们需要这样的改造：{text}")
    for _ in range(5):
        park.page.locator("main .actions button.button-large:not(.button-quiet)").click()
        park.page.wait_for_load_state()
        if "/matches" in park.page.url:
            break
        park.look()
    assert re.search(r"/needs/\d+/matches", park.page.url), park.text
    park.look()


def _compare_and_introduce(park, technology):
    card = park.page.locator(".match", has=park.page.get_by_text(technology.name))
    assert card.count() > 0, park.text
    matches = park.page.url
    for box in park.page.locator("input[data-compare]").all()[:2]:
        box.check()
    park.page.locator("[data-tray] button[type=submit]").click()
    park.page.wait_for_load_state()
    park.look()
    assert park.page.locator("table.compare").count() == 1
    park.page.goto(matches)
    card.first.get_by_role("link", name=re.compile("发起对接")).click()
    park.page.wait_for_load_state()
    park.look()
    park.page.fill("#message", "请联系，希望了解现场条件要求。")
    park.press("发起对接")
    assert park.path.endswith("/opened")
    park.follow("查看这条对接")
    return park.path


def _accept(visitor, lead_path):
    owner = visitor()
    owner.log_in_as(Role.TECHNOLOGY_OWNER)
    owner.go("/leads")
    owner.go(lead_path)
    assert PARK in owner.text
    owner.page.check("input[name=to][value=accepted]")
    owner.page.locator("#move button[type=submit]").click()
    owner.page.wait_for_load_state()
    owner.look()
    assert "已接受" in owner.text


def _answer(visitor, link):
    site = visitor()
    site.go(link)
    assert "/f/" not in site.page.url
    site.page.check("input[name=stage][value=in_talks]")
    site.page.locator("summary", has_text="按电表读数折算").click()
    site.page.fill("#meter_before", "2,000,000")
    site.page.fill("#meter_after", "1,200,000")
    site.press("折算")
    assert "456" in site.page.locator("#computed").inner_text()
    site.page.check("input[name=satisfaction][value='5']")
    site.press("提交答复")
    assert site.path.endswith("/receipt")
    assert re.search(r"HF\d{8}-\d{6}", site.text)


def test_from_registration_to_the_funnel(service, visitor, technology):
    park = _register(visitor)
    _approve(visitor)
    _post_need(park, technology)
    lead_path = _compare_and_introduce(park, technology)
    _accept(visitor, lead_path)

    service.travel(days=31)
    _answer(visitor, service.link_to(EMAIL))

    officer = visitor()
    officer.log_in_as(Role.BUREAU_OFFICER)
    officer.go("/reports/funnel?region=320500")
    officer.go(lead_path)
    assert "HF" in officer.text
    assert "洽谈" in officer.text
    officer.go(f"/leads?view=list&confirmed=in_talks&query={technology.name}")
    assert technology.name in officer.text
