"""A person at a browser: looks at every page for accessibility and for what does not fit."""

import re
from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe

from data.vocabulary import Role

KINDS_OF_ELEMENTS = """() => document.documentElement.lang + [...new Set(
  [...document.querySelectorAll("*")].map((one) => [one.tagName, one.className,
    one.parentElement?.tagName, one.parentElement?.className,
    ...one.getAttributeNames()].join()))].sort()"""
"""What a page is made of, whatever it says: elements with their classes, parents, attributes."""

_accepted: set[str] = set()
"""Pages that axe has seen in this process; one made of the same again has the same faults."""

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


class Visitor:
    """One browser context."""

    def __init__(self, chromium, service, *, language="zh", javascript=True) -> None:
        self.service = service
        self.context = chromium.new_context(
            base_url=service.url,
            viewport=WIDE,
            java_script_enabled=javascript,
            locale="en-US" if language == "en" else "zh-CN",
        )
        self.context.set_default_timeout(15_000)
        self.page = self.context.new_page()
        self.has_scripts = javascript
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def go(self, path: str) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"
        self.look()

    def look(self) -> None:
        """Check the page on screen: no script error, nothing axe finds, nothing too wide."""
        where = self.page.url.removeprefix(self.service.url)
        assert self.faults == [], f"{where}: {self.faults}"
        if not self.has_scripts:
            return
        self._ask_axe(where)
        self.page.set_viewport_size(PHONE)
        width = self.page.evaluate("document.documentElement.scrollWidth")
        self.page.set_viewport_size(WIDE)
        assert width <= PHONE["width"], f"{where} is {width} px wide on a phone"

    def _ask_axe(self, where: str) -> None:
        kinds = self.page.evaluate(KINDS_OF_ELEMENTS)
        if kinds in _accepted:
            return
        answer = Axe().run(self.page, options={"resultTypes": ["violations"]}).response
        found = [
            (one["id"], [node["html"][:160] for node in one["nodes"]][:3])
            for one in answer["violations"]
        ]
        assert found == [], f"{where}: {found}"
        _accepted.add(kinds)

    def press(self, name: str | re.Pattern, *, exact: bool = False) -> None:
        """Press a button and look at the page it leads to."""
        self.page.get_by_role("button", name=name, exact=exact).first.click()
        self.page.wait_for_load_state()
        self.look()

    def follow(self, name: str | re.Pattern) -> None:
        """Follow a link of the page's content and look at the page it leads to."""
        self.page.locator("main").get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()
        self.look()

    def log_in(self, email: str, password: str, code: Callable[[], str] | None = None) -> None:
        self.go("/login")
        self.page.fill("#email", email)
        self.page.fill("#password", password)
        self.page.locator("main form button[type=submit]").click()
        if code is not None:
            self.page.wait_for_selector("#code")
            self.page.fill("#code", code())  # made late: it lives for thirty seconds
            self.page.locator("main form button[type=submit]").click()
        self.page.wait_for_url(lambda url: "/login" not in url)

    def log_in_as(self, role: Role) -> None:
        account = self.service.accounts[role]
        has_code = account.totp_secret is not None
        code = (lambda: self.service.code_of(role)) if has_code else None
        self.log_in(account.email, account.password, code)

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.service.url)
