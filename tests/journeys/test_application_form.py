"""An owner hands in an application: import, correct what the audit finds, attach, submit."""

import re
from pathlib import Path

import pytest

from data.vocabulary import Role

pytestmark = pytest.mark.browser

SAMPLE = Path(__file__).parents[1] / "unit" / "data" / "forms" / "files" / "filled.docx"
PDF = {"name": "测算过程.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 example"}


def _saved(person) -> None:
    person.page.wait_for_selector("#save-state[data-kind=saved]")


def _import(owner) -> str:
    owner.go("/technologies/mine")
    owner.follow("导入 Word/Excel 申报表")
    owner.page.set_input_files("#file", str(SAMPLE))
    owner.press("读取申报表")
    assert owner.page.locator(".form-doubts li").count() > 0
    owner.press("确认并保存")
    assert owner.path.endswith("/form/basics")
    return owner.path.removesuffix("/basics")


def _fill_by_typing(owner, base: str) -> None:
    owner.go(f"{base}/potential")
    owner.page.fill("#comparison_technology", "燃煤锅炉供热")
    _saved(owner)
    owner.page.reload()
    assert owner.page.input_value("#comparison_technology") == "燃煤锅炉供热"
    owner.go(f"{base}/cases")
    owner.page.locator(".form-cases a").nth(1).click()
    owner.page.wait_for_load_state()
    for area in owner.page.locator(".form-sheet > .form-row textarea").all():
        if not area.input_value():
            area.fill("示例内容")
    _saved(owner)


def _slip_and_take_the_suggestion(owner, base: str) -> None:
    """万元 typed as 元: the finding appears beside the field, and one click puts it right."""
    owner.go(f"{base}/cases")
    owner.page.locator(".form-cases a").first.click()
    owner.page.wait_for_load_state()
    box = owner.page.locator("input[id$='.investment_yuan']").first
    assert box.input_value() == "320"
    box.fill("3200000")
    _saved(owner)
    owner.page.locator("button[name=adopt]").first.wait_for()
    owner.look()
    owner.page.locator("button[name=adopt]").first.click()
    owner.page.wait_for_load_state()
    owner.look()
    assert owner.page.locator("input[id$='.investment_yuan']").first.input_value() == "320"
    assert "已采用建议值" in owner.text


def _attach(owner, base: str) -> None:
    owner.go(f"{base}/files")
    owner.page.select_option("#kind", "calculation")
    owner.page.set_input_files("#file", PDF)
    owner.press("添加文件")
    assert "测算过程.pdf" in owner.text


def _submit(owner, base: str) -> None:
    owner.go(f"{base}/check")
    assert "必填项已全部填写" in owner.text
    owner.page.select_option("#batch_id", index=1)
    owner.page.select_option("#recommending_organization_id", index=1)
    owner.press("提交申报表")
    assert "请勾选" in owner.text
    owner.page.check("#confirmed")
    owner.press("提交申报表")
    assert re.search(r"/applications/\d+$", owner.path), owner.text


def test_from_the_filled_sample_to_the_submitted_application(visitor):
    owner = visitor()
    owner.log_in_as(Role.TECHNOLOGY_OWNER)
    base = _import(owner)
    _fill_by_typing(owner, base)
    _slip_and_take_the_suggestion(owner, base)
    _attach(owner, base)
    owner.go(f"{base}/print")
    _submit(owner, base)
    owner.go("/technologies/mine")
    assert "已申报" in owner.text


def test_two_people_write_one_draft_and_choose_where_they_collide(visitor):
    one, two = visitor(), visitor()
    for person in (one, two):
        person.log_in_as(Role.TECHNOLOGY_OWNER)
    one.go("/technologies/new")
    one.page.fill("#name", "示例共同填写的技术")
    one.press("开始")
    path = one.path.replace("/basics", "/content")
    one.go(path)
    two.go(path)
    one.page.fill("#key_technology", "甲写的关键技术")
    _saved(one)
    two.page.fill("#process_flow", "乙写的工艺流程")
    _saved(two)
    two.page.fill("#key_technology", "乙写的关键技术")
    two.page.wait_for_selector("#save-state[data-kind=problem]")
    two.page.get_by_role("button", name="对比并选择").click()
    two.page.wait_for_load_state()
    two.look()
    assert "甲写的关键技术" in two.text
    two.page.locator("input[name=asked]").first.check()
    two.press("按所选继续")

    one.go(path)
    assert one.page.input_value("#key_technology") == "乙写的关键技术"
    assert one.page.input_value("#process_flow") == "乙写的工艺流程"


def test_the_form_is_written_without_scripts(visitor):
    owner = visitor(javascript=False)
    owner.log_in_as(Role.TECHNOLOGY_OWNER)
    owner.go("/technologies/new")
    owner.page.fill("#name", "示例无脚本填写的技术")
    owner.press("开始")
    owner.go(owner.path.replace("/basics", "/potential"))
    owner.page.fill("#adoption_share", "七")
    owner.page.fill("#comparison_technology", "燃煤锅炉")
    owner.press(re.compile("保存并继续"))
    assert owner.page.locator(".field-error").count() == 1
    assert owner.page.input_value("#adoption_share") == "七"
    owner.page.fill("#adoption_share", "7")
    owner.press(re.compile("保存并继续"))
    assert owner.path.endswith("/cases")
