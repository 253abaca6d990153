"""The atlas without a mouse, its filters, its other pictures, and the tables that say the same."""

import re

import pytest

pytestmark = pytest.mark.browser

MOST_TABS = 60
IN_PICTURE = "document.activeElement.closest('.chart a') !== null"


def _tab_into_picture(reader) -> None:
    for _ in range(MOST_TABS):
        reader.page.keyboard.press("Tab")
        if reader.page.evaluate(IN_PICTURE):
            return
    pytest.fail(f"{MOST_TABS} tabs reach no mark of the picture at {reader.path}")


def test_a_technology_is_reached_by_keyboard_alone(visitor):
    reader = visitor()
    reader.go("/atlas")

    for _ in range(5):
        _tab_into_picture(reader)
        assert reader.page.evaluate("getComputedStyle(document.activeElement).display") != "none"
        with reader.page.expect_navigation():
            reader.page.keyboard.press("Enter")
        reader.look()
        if re.fullmatch(r"/technologies/\d+", reader.path):
            break

    assert re.fullmatch(r"/technologies/\d+", reader.path)


def test_filters_narrow_every_picture_and_the_tables_say_the_same(visitor):
    reader = visitor()
    reader.go("/atlas")
    everything = int(re.search(r"共 (\d+) 项技术", reader.text)[1])
    reader.page.select_option("#region_code", label="江苏省")
    reader.press("显示", exact=True)
    here = int(re.search(r"共 (\d+) 项技术", reader.text)[1])
    assert 0 < here < everything

    reader.follow("按文本相近程度")
    assert "region_code=32" in reader.path, "the other picture keeps the filter"
    reader.page.locator("summary", has_text="查看数据表").focus()
    reader.page.keyboard.press("Enter")
    counts = reader.page.locator(".chart-box table tbody td:last-child").all_inner_texts()
    drawn = reader.page.locator(".chart-map .mark").count()
    assert sum(map(int, counts)) == drawn

    reader.go("/atlas/balance")
    assert "需求" in reader.page.locator(".callout").inner_text()
    reader.follow("只看需求多于技术的方向")
    rows = reader.page.locator("table tbody tr")
    assert rows.count() == reader.page.locator("tr.balance-short").count() > 0
