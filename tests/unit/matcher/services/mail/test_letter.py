import tomllib
from pathlib import Path
from string import Template

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.services.mail import letter
from matcher.services.mail.letter import LANGUAGES, one_line, write
from matcher.services.mail.outgoing import _LETTERS

FOLDER = Path(letter.__file__).parent / "texts"
TEXTS = {name: tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")) for name in LANGUAGES}
NAMES = sorted(TEXTS["zh"])
VALUES = dict.fromkeys(
    (
        "technology",
        "demand",
        "from_stage",
        "to_stage",
        "confirm_by",
        "stage",
        "since",
        "valid_until",
        "batch",
        "count",
    ),
    "x",
)
LINK = "https://tanqiao.example/f/00"


def _placeholders(text: dict[str, str]) -> set[str]:
    return set(Template(text["body"]).get_identifiers()) | set(
        Template(text["subject"]).get_identifiers()
    )


def test_both_languages_have_the_same_mails_with_the_same_values():
    assert sorted(TEXTS["en"]) == NAMES
    for name in NAMES:
        assert _placeholders(TEXTS["zh"][name]) == _placeholders(TEXTS["en"][name]), name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in NAMES if name != "closing"])
def test_every_mail_can_be_written_and_holds_its_link_as_a_paragraph(language, name):
    made = write(name, language, VALUES, link=LINK)
    assert made.subject
    assert made.paragraphs.count(LINK) == 1
    assert "$" not in "".join(made.paragraphs)


@pytest.mark.parametrize("kind", ["moved", "proposed", "confirmed", "rejected", "auto_confirmed"])
def test_every_kind_of_event_has_a_mail(kind):
    assert f"lead_{kind}" in NAMES


def test_every_template_of_the_outbox_is_known():
    assert set(_LETTERS) == {
        "lead_opened",
        "lead_moved",
        "follow_up",
        "application_moved",
        "annual_check",
        "review_round_asked",
        "review_round_reminder",
    }


def test_an_unknown_language_is_answered_in_chinese():
    assert write("follow_up", "fr", VALUES, link=LINK).language == "zh"


def test_a_missing_value_is_an_error_not_a_hole():
    with pytest.raises(KeyError):
        write("follow_up", "zh", {"technology": "x"}, link=LINK)


@given(st.text())
def test_one_line_is_one_printable_line(text):
    made = one_line(text)
    assert made.isprintable()
    assert len(made.splitlines()) <= 1
    assert one_line(made) == made


@given(st.text())
def test_no_value_makes_a_paragraph_or_a_link_of_its_own(text):
    made = write("follow_up", "zh", VALUES | {"demand": text}, link=LINK)
    assert len(made.paragraphs) == len(write("follow_up", "zh", VALUES, link=LINK).paragraphs)
    assert made.paragraphs.count(LINK) == 1
