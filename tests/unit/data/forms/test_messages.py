"""Every reason and doubt has a sentence in each language with the same words in braces."""

import re
from pathlib import Path
from string import Formatter

import pytest

import data.forms
from data.forms import FormRefusedError
from data.vocabulary.message_forms import FORM_REFUSALS, FORM_WARNINGS

HAN = re.compile(r"[\u4e00-\u9fff]")
TEMPLATES = {**FORM_REFUSALS, **FORM_WARNINGS}
SOURCE = "\n".join(
    path.read_text("utf-8") for path in sorted(Path(data.forms.__file__).parent.glob("*.py"))
)


def _words(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("code", TEMPLATES)
def test_each_sentence_stands_in_both_languages(code):
    template = TEMPLATES[code]

    assert HAN.search(template.zh)
    assert not HAN.search(template.en.replace("申报表", "").replace("技术来源", ""))
    assert _words(template.zh) == _words(template.en)


@pytest.mark.parametrize("code", TEMPLATES)
def test_each_sentence_is_said_by_something(code):
    assert f'"{code}"' in SOURCE


def test_a_refusal_without_a_sentence_cannot_be_raised():
    with pytest.raises(KeyError):
        FormRefusedError("unheard_of")
