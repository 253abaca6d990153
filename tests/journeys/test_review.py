"""From a draft to the catalogue and out of it again: owner, recommending unit, bureau, a park."""

import re

import pyotp
import pytest

from data.clock import system_clock
from data.vocabulary import Role

pytestmark = pytest.mark.browser

DRAFT = re.compile("示例申报1）")
SCAN = {"name": "盖章意见.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 example"}


def _hand_in(visitor):
    owner = visitor()
    owner.log_in_as(Role.TECHNOLOGY_OWNER)
    owner.go("/applications")
    draft = owner.page.locator(".draft-list li", has=owner.page.get_by_text(DRAFT))
    draft.get_by_role("link", name="提交申报…").click()
    owner.page.wait_for_load_state()
    owner.look()
    owner.page.select_option("#batch_id", label=_label(owner, "#batch_id", "第六批"))
    unit = _label(owner, "#recommending_organization_id", "江苏省生态环境主管部门")
    owner.page.select_option("#recommending_organization_id", label=unit)
    if owner.page.locator("#confirmed").count():
        owner.page.check("#confirmed")
    owner.page.locator("form[action$='/submission'] button[type=submit]").click()
    owner.page.wait_for_load_state()
    owner.look()
    assert re.fullmatch(r"/applications/\d+", owner.path), owner.text
    assert "推荐单位出具意见" in owner.text
    return owner.path


def _label(visitor, select, part):
    options = visitor.page.locator(f"{select} option").all_inner_texts()
    return next(text for text in options if part in text)


def _recommend(service, visitor, path):
    account = service.unit_accounts[0]
    unit = visitor()
    unit.log_in(
        account.email,
        account.password,
        lambda: pyotp.TOTP(account.totp_secret).at(system_clock()() + service.offset),
    )
    unit.go("/applications?unit=mine&state=submitted")
    unit.follow(DRAFT)
    assert unit.path.endswith(path)
    unit.follow("推荐…")
    unit.page.fill("#opinion", "同意推荐")
    unit.page.set_input_files("#stamp", SCAN)
    unit.press("推荐", exact=True)
    assert "盖章意见扫描件" in unit.text
    unit.go("/application-lists")
    assert "江苏省生态环境主管部门" in unit.text


def _review(visitor, path):
    officer = visitor()
    officer.log_in_as(Role.BUREAU_OFFICER)
    officer.go("/batches")
    officer.follow("第六批")
    officer.follow("申报看板")
    officer.follow(DRAFT)
    assert officer.path == path
    officer.follow("受理并进入初审…")
    officer.press("受理并进入初审", exact=True)
    assert "申报表核查结果" in officer.text
    officer.follow("转入复审…")
    officer.page.check("#is_complete")
    officer.press("转入复审", exact=True)
    officer.follow("进入公示…")
    officer.page.fill("#note", "专家评分通过")
    officer.press("进入公示", exact=True)
    assert "公示至" in officer.text


def _again_as_officer(visitor, path):
    officer = visitor()
    officer.log_in_as(Role.BUREAU_OFFICER)
    officer.go(path)
    return officer


def _post_need(visitor):
    park = visitor()
    park.log_in_as(Role.PARK_MANAGER)
    park.go("/needs/new")
    park.page.fill(
        "#text",
        "印染厂有七十多度的废热水白白排放，希望用高温热泵回收余热制取低压蒸汽，双级压缩，改造投资不超过三千万元。",
    )
    for _ in range(6):
        park.page.locator("main .actions button.button-large:not(.button-quiet)").click()
        park.page.wait_for_load_state()
        if "/matches" in park.page.url:
            break
    assert "/matches" in park.page.url, park.text
    park.look()
    return park


def test_from_a_draft_to_the_catalogue_and_out_again(service, visitor):
    path = _hand_in(visitor)
    _recommend(service, visitor, path)
    _review(visitor, path)

    service.travel(days=11)
    officer = _again_as_officer(visitor, path)
    assert "公示已结束" in officer.text
    park = _post_need(visitor)
    assert not DRAFT.search(park.text)

    officer.follow("发布…")
    officer.press("发布", exact=True)
    assert "目录序号" in officer.text
    park.page.reload()
    assert DRAFT.search(park.text), "matched at the next request"

    officer.follow("退出目录…")
    officer.page.select_option("#withdrawal_reason", "outdated")
    officer.press("退出目录", exact=True)
    assert "技术已落后或被淘汰" in officer.text
    park.page.reload()
    assert not DRAFT.search(park.text), "gone at the next request"
