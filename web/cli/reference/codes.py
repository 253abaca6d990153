"""docs/reference/codes.md: every code list, and every message of a match."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from inspect import getdoc

import data.geocoding.place
import data.vocabulary
from data.vocabulary import Term
from data.vocabulary.message_findings import FINDINGS
from data.vocabulary.message_forms import FORM_REFUSALS, FORM_WARNINGS
from data.vocabulary.messages import TEMPLATES
from web.cli.reference.markdown import code, page, section, table

_INTRODUCTION = (
    "What the database and the API store (`code`), and what people read in each language. "
    "Technology types, sectors, application fields and divisions are reference data: "
    "`data/reference/`, with their sources in `SOURCES.md` there."
)


def codes_page() -> str:
    """Return the page of the code lists and messages."""
    lists = [
        section(
            terms.__name__, _first_line(terms), table(("code", "中文", "English"), _rows(terms))
        )
        for terms in sorted(code_lists(), key=lambda terms: terms.__name__)
    ]
    messages = section(
        "Messages of a match",
        "`reasons`, `unknowns`, `warnings`, exclusions and `adjustments` of a match carry one of "
        "these codes with its values; words in braces are the values.",
        table(
            ("code", "中文", "English"),
            ((code(key), text.zh, text.en) for key, text in sorted(TEMPLATES.items())),
        ),
    )
    findings = section(
        "Findings of the form audit",
        "What the audit of an application form says, by `FindingRule`.",
        table(
            ("code", "中文", "English"),
            ((code(rule.value), text.zh, text.en) for rule, text in FINDINGS.items()),
        ),
    )
    return page("Codes", _INTRODUCTION, *lists, messages, findings, *_form_messages())


def _form_messages() -> list[str]:
    headed = (
        ("Refusals of a form", "Why an uploaded 申报表 is not read at all.", FORM_REFUSALS),
        ("Doubts about a form", "What to look at beside a field of a form.", FORM_WARNINGS),
    )
    return [
        section(
            title,
            meaning,
            table(
                ("code", "中文", "English"),
                ((code(key), text.zh, text.en) for key, text in sorted(texts.items())),
            ),
        )
        for title, meaning, texts in headed
    ]


def code_lists() -> Iterator[type[Term]]:
    """Yield every code list of `data`."""
    for module in pkgutil.iter_modules(data.vocabulary.__path__, "data.vocabulary."):
        import_module(module.name)
    yield from (terms for terms in Term.__subclasses__() if terms.__module__.startswith("data."))


def _first_line(terms: type[Term]) -> str:
    return (getdoc(terms) or "").partition("\n")[0]


def _rows(terms: type[Term]) -> list[tuple[str, str, str]]:
    return [(code(term.value), term.label_zh, term.label_en) for term in terms]
