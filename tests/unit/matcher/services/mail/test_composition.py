from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.services.mail.composition import BadAddressError, compose
from matcher.services.mail.letter import Letter

AT = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
LINK = "https://tanqiao.example/f/00"
HEADERS = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "Content-Language",
    "MIME-Version",
    "Content-Type",
}


def _composed(subject="主题", paragraphs=("您好：", LINK), recipient="user@example.com"):
    letter = Letter(language="zh", subject=subject, paragraphs=tuple(paragraphs), link=LINK)
    mail = compose(
        letter,
        sender="碳桥 Tanqiao <no-reply@tanqiao.example>",
        recipient=recipient,
        message_id="0a1b@tanqiao.example",
        at=AT,
    )
    return message_from_bytes(mail.as_bytes(), policy=default)


def test_a_mail_says_who_when_and_in_which_language():
    mail = _composed()
    assert mail["From"].addresses[0].display_name == "碳桥 Tanqiao"
    assert mail["To"] == "user@example.com"
    assert mail["Message-ID"] == "<0a1b@tanqiao.example>"
    assert mail["Date"].datetime == AT
    assert mail["Content-Language"] == "zh-CN"
    assert mail["Auto-Submitted"] == "auto-generated"


@given(st.text())
def test_no_subject_adds_a_header(subject):
    """SECURITY 1.3.11."""
    mail = _composed(subject=f"{subject}\r\nBcc: victim@example.com")
    assert set(mail.keys()) == HEADERS
    assert mail.get_body(("plain",)).get_content().startswith("您好")


@pytest.mark.parametrize(
    "recipient",
    [
        "a@example.com\r\nBcc: b@example.com",
        "a@example.com, b@example.com",
        "a@example.com b@example.com",
        "nobody",
        "",
        "a@",
    ],
)
def test_what_is_not_one_address_is_refused(recipient):
    with pytest.raises(BadAddressError) as refused:
        _composed(recipient=recipient)
    assert "example" not in str(refused.value)


@given(st.text(alphabet="<>&\"'abc ", min_size=1))
def test_markup_in_a_paragraph_stays_text(text):
    html = _composed(paragraphs=(f"x{text}", LINK)).get_body(("html",)).get_content()
    inside = html.split("<body", 1)[1]
    assert inside.count("<p>") == 2
    assert inside.count("<a ") == 1
    assert "<b" not in inside.replace("</body>", "")


def test_both_bodies_hold_the_same_words():
    mail = _composed(paragraphs=("第一段", LINK, "第三段"))
    plain = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    for words in ("第一段", LINK, "第三段"):
        assert words in plain
        assert words in html
