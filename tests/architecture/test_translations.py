"""Every text of the pages has a Chinese translation, and none is broken."""

import re
from io import BytesIO

import pytest
from babel.messages.extract import extract

from tests.architecture.tree import modules, relative, repository_files
from web.i18n import chinese_messages

KEYWORDS = {
    "_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}  # fmt: skip
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]")


def _sources():
    for path in modules("web"):
        yield path, "python"
    for path in repository_files():
        if relative(path).startswith("web/templates/") and path.suffix == ".html":
            yield path, "jinja2"


def _message_ids() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    options = {"extensions": "jinja2.ext.i18n", "silent": "false"}
    for path, method in _sources():
        extracted = extract(
            method if method == "python" else "jinja2.ext:babel_extract",
            BytesIO(path.read_bytes()),
            keywords=KEYWORDS,
            options={} if method == "python" else options,
        )
        for _line, message, _comments, _context in extracted:
            singular = message[0] if isinstance(message, tuple) else message
            if singular:
                found.setdefault(singular, set()).add(relative(path))
    return found


@pytest.fixture(scope="module")
def message_ids():
    return _message_ids()


@pytest.fixture(scope="module")
def translations():
    return {
        key[0] if isinstance(key, tuple) else key: text for key, text in chinese_messages().items()
    }


def test_every_message_of_templates_and_views_is_translated(message_ids, translations):
    missing = {
        message: sorted(paths)
        for message, paths in message_ids.items()
        if not translations.get(message, "").strip()
    }

    assert len(message_ids) > 200
    assert not missing, "\n".join(f"{one!r} {where}" for one, where in missing.items())


def test_every_translation_keeps_the_placeholders_of_its_message(message_ids, translations):
    broken = [
        message
        for message in message_ids
        if message in translations
        and not set(PLACEHOLDER.findall(translations[message])) <= set(PLACEHOLDER.findall(message))
    ]

    assert not broken, "\n".join(broken)


def test_chinese_texts_are_written_in_chinese(translations):
    han = re.compile(r"[\u4e00-\u9fff]")
    suspicious = [
        message
        for message, text in translations.items()
        if text == message and re.search(r"[a-z]{3,} [a-z]{3,}", text) and not han.search(text)
    ]

    assert suspicious == []
