"""The Chinese catalogue is complete, and keeps the values of each message."""

import re
from pathlib import Path

from babel.messages.extract import extract_from_file

from web.i18n import chinese_messages

WEB = Path(__file__).parents[3] / "web"
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
}
VALUE = re.compile(r"%\((\w+)\)s")


def _messages():
    for path in sorted(WEB.rglob("*")):
        if path.suffix == ".py":
            method = "python"
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            method = "jinja2.ext:babel_extract"
        else:
            continue
        for line, message, _comments, _context in extract_from_file(method, path, KEYWORDS):
            first = message if isinstance(message, str) else message[0]
            if first:
                is_plural = not isinstance(message, str)
                place = f"{path.relative_to(WEB)}:{line}"
                yield ((first, 0) if is_plural else first), place


def test_every_message_has_a_chinese_text():
    known = chinese_messages()

    missing = {key: place for key, place in _messages() if key not in known}

    assert missing == {}


def test_chinese_texts_use_only_the_values_of_their_messages():
    wrong = {}
    for key, chinese in chinese_messages().items():
        english = key[0] if isinstance(key, tuple) else key
        if not set(VALUE.findall(chinese)) <= set(VALUE.findall(english)) | {"num"}:
            wrong[key] = chinese

    assert wrong == {}
