"""Two officers decide on one application at once: one wins, the other is told on the page."""

import re

import pyotp
import pytest

from data.clock import system_clock
from data.vocabulary import Role
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.browser

APPLICATION = re.compile("示例申报6）")


def _open_form(officer) -> None:
    officer.go("/applications?state=recommended")
    officer.follow(APPLICATION)
    officer.follow("受理并进入初审…")


def test_the_second_decision_is_told_and_changes_nothing(service, visitor):
    first, second = visitor(), visitor()
    first.log_in_as(Role.BUREAU_OFFICER)
    colleague, secret = service.colleague_of(Role.BUREAU_OFFICER)
    second.log_in(
        colleague,
        PASSWORD,
        lambda: pyotp.TOTP(secret).at(system_clock()() + service.offset),
    )
    _open_form(first)
    _open_form(second)

    first.press("受理并进入初审", exact=True)
    second.press("受理并进入初审", exact=True)

    assert "未能办理" in second.page.locator("h1").inner_text()
    assert "其他人" in second.text
    second.follow("重新查看")
    history = second.page.locator(".timeline").inner_text()
    assert history.count("初审") == 1, "one decision stands in the history"
    assert history == first.page.locator(".timeline").inner_text(), "both see the same"
