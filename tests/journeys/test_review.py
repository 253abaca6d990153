"""From a draft to the catalogue and out of it again: owner, recommending unit, bureau, a park."""

import re

import pyotp
import pytest

from data.clock import system_clock
from data.vocabulary import Role
from tests.factories.people import PASSWORD

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
    return officer


def _score(service, visitor, officer, path):
    """Three experts declare, score blindly and hand in; the officer closes the round."""
    officer.go("/batches")
    officer.follow("第六批")
    officer.follow("建立评审轮次")
    officer.page.check("input[name=stage][value=second_review]")
    officer.page.fill("#experts_per_application", "3")
    officer.press("建立轮次")
    _confirm(officer, "推荐专家")
    _confirm(officer, "确认专家并开始评审")
    round_path = officer.path
    experts = service.experts_of(path)
    assert len(experts) == 3
    for email, assignment_id in experts:
        _score_as(visitor, email, f"/my-reviews/{assignment_id}")
    officer.go(round_path)
    if officer.page.locator("#reason").count():
        officer.page.fill("#reason", "其余申报下一轮评审")
    officer.press("结束本轮")
    assert "82.0" in officer.text


def _confirm(officer, name):
    officer.page.get_by_role("button", name=name, exact=True).first.click()
    dialog = officer.page.locator("dialog[open] button[value=yes]")
    if dialog.count():
        dialog.click()
    officer.page.wait_for_load_state()
    officer.look()


def _score_as(visitor, email, path):
    expert = visitor()
    expert.log_in(email, PASSWORD)
    expert.go("/my-reviews")
    expert.go(path)
    expert.page.check("input[name=declaration][value=no_conflict]")
    expert.press("作出声明")
    assert "000-0000-0000" not in expert.text, "no contact data"
    for box in expert.page.locator("input[name^=score_]").all():
        box.fill("82")
    expert.press("提交评分")
    assert expert.path == "/my-reviews"


def _announce(officer, path):
    officer.go(path)
    officer.follow("进入公示…")
    officer.page.fill("#note", "专家评分通过")
    officer.press("进入公示", exact=True)
    assert "公示至" in officer.text


def _comment(visitor, officer):
    """Somebody without an account comments; the officer answers before publication."""
    reader = visitor()
    reader.go("/public-notices")
    reader.follow("第六批")
    reader.follow(DRAFT)
    reader.page.fill("#text", "请说明案例减排量的监测方法。")
    reader.page.fill("#name", "示例读者")
    reader.page.fill("#contact", "reader@example.com")
    reader.page.check("#consent")
    reader.press("提交意见")
    officer.go("/public-comments")
    officer.follow(DRAFT)
    officer.page.fill("#answer", "已核实：热量表与电表连续计量。")
    officer.page.check("input[name=is_published][value=yes]")
    officer.press("保存答复")
    reader.go("/public-notices")
    reader.follow("第六批")
    reader.follow(DRAFT)
    assert "热量表与电表" in reader.text
    assert "reader@example.com" not in reader.text


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
    officer = _review(visitor, path)
    _score(service, visitor, officer, path)
    _announce(officer, path)
    _comment(visitor, officer)

    service.travel(days=11)
    officer = _again_as_officer(visitor, path)
    assert "公示已结束" in officer.text
    park = _post_need(visitor)
    assert not DRAFT.search(park.page.content())

    officer.follow("发布…")
    officer.press("发布", exact=True)
    assert "目录序号" in officer.text
    park.page.reload()
    # Folded: the entry it was drafted from is of the same owner and nearly the same.
    assert DRAFT.search(park.page.content()), "matched at the next request"

    officer.follow("退出目录…")
    officer.page.select_option("#withdrawal_reason", "outdated")
    officer.press("退出目录", exact=True)
    assert "技术已落后或被淘汰" in officer.text
    park.page.reload()
    assert not DRAFT.search(park.page.content()), "gone at the next request"
