"""Pages of the application form: what a browser without scripts posts, uploads made by hand."""

import html
import re
from html.parser import HTMLParser

from tests.factories.web import Browser

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def text_of(response) -> str:
    return html.unescape(response.get_data(as_text=True))


def marks_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="mark\.([\w.]+)" value="([0-9a-f]{16})"', page))


def posted_fields(page: str, **changes) -> dict:
    """Marks of every field of a page, and what was typed."""
    marks = marks_of(page)
    return {f"mark.{path}": mark for path, mark in marks.items()} | {"asked": list(marks)} | changes


def save_page(browser: Browser, path: str, page: str | None = None, go: str = "save", **changes):
    page = page or text_of(browser.get(path))
    return browser.post(path, posted_fields(page, **changes) | {"go": go}, form="/account")


def upload(browser: Browser, path: str, content: bytes, name: str, **fields):
    """Post a file by hand: the test client would spool a large body into one it never closes."""
    values = {"csrf_token": browser.token("/account")} | fields
    head = "".join(
        f'--cut\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in values.items()
    )
    file = f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return browser.client.post(
        path,
        data=(head + file).encode() + content + b"\r\n--cut--\r\n",
        content_type="multipart/form-data; boundary=cut",
    )


class _Controls(HTMLParser):
    """Collects what a browser would post of the form with a class."""

    def __init__(self, form_class: str) -> None:
        super().__init__(convert_charrefs=True)
        self.form_class, self.is_inside = form_class, False
        self.found: dict[str, list[str]] = {}
        self.area: str | None = None
        self.select: str | None = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.is_inside = self.form_class in (given.get("class") or "").split()
        if not self.is_inside:
            return
        if tag == "input" and given.get("name") not in {None, "csrf_token"}:
            is_tick = given.get("type") in {"checkbox", "radio"}
            if not is_tick or "checked" in given:
                self.found.setdefault(given["name"], []).append(given.get("value") or "")
        if tag == "textarea":
            self.area = given["name"]
            self.found.setdefault(self.area, []).append("")
        if tag == "select":
            self.select = given["name"]
            self.found[self.select] = []
        if tag == "option" and self.select and ("selected" in given or not self.found[self.select]):
            self.found[self.select] = [given.get("value") or ""]

    def handle_endtag(self, tag):
        if tag == "form":
            self.is_inside = False
        if tag == "textarea" and self.area:
            self.found[self.area][-1] = self.found[self.area][-1].removeprefix("\n")
            self.area = None
        if tag == "select":
            self.select = None

    def handle_data(self, data):
        if self.area:
            self.found[self.area][-1] += data


def controls_of(response, form_class: str) -> dict[str, list[str]]:
    """What a browser would post of a page's form without touching it."""
    parser = _Controls(form_class)
    parser.feed(response.get_data(as_text=True))
    return parser.found
