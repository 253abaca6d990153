"""An application that can match, and the need form filled in step by step."""

import re

from tests.factories.runtime import make_runtime
from tests.factories.web import Browser, make_test_app

HIDDEN = re.compile(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">')
NEED = "轧钢加热炉烟气余热回收，希望产生蒸汽自用。投资不超过800万元，三年内回本。"


def matching_browser(sessions, clock, folder, person) -> Browser:
    """A browser of a person in an application whose runtime is ready to match."""
    app = make_test_app(sessions, clock, runtime=make_runtime(sessions, folder))
    return Browser(app, sessions, clock).be(person)


def hidden_fields(page: str) -> dict[str, list[str]]:
    """What the need form carries along, without the form token."""
    form = page.partition('<form class="card form form-wide"')[2].partition("</form>")[0]
    found: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(form):
        found.setdefault(name, []).append(value.replace("&#34;", '"').replace("&amp;", "&"))
    found.pop("csrf_token", None)
    return found


class NeedForm:
    """The need form as a person without scripts uses it."""

    def __init__(self, browser: Browser, path: str = "/needs/new") -> None:
        self.browser, self.path = browser, path
        self.response = browser.get(path)

    @property
    def page(self) -> str:
        return self.response.get_data(as_text=True)

    def send(self, go: str = "next", **fields) -> "NeedForm":
        """Fill in the fields of the present page and press a button."""
        data = hidden_fields(self.page) | fields | {"go": go}
        self.response = self.browser.post(self.path, data, form="/account")
        return self

    def value(self, name: str) -> str:
        """What stands in a box of the present page, or travels hidden."""
        box = re.search(rf'id="{name}" name="{name}"[^>]*? value="([^"]*)"', self.page)
        if box:
            return box.group(1)
        return (hidden_fields(self.page).get(name) or [""])[0]
