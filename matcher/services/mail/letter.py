"""The words of a mail: a template of one language with its values filled in."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Template

LANGUAGES = ("zh", "en")
"""Languages of mail; any other is answered in Chinese."""

_FOLDER = Path(__file__).parent / "texts"


class NothingToSayError(Exception):
    """The message has lost its point: answered meanwhile, closed account, link run out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail's words, ready to be laid out."""

    language: str
    subject: str
    paragraphs: tuple[str, ...]
    link: str
    """The address the mail is about; the paragraph that is this address is drawn as a link."""


def one_line(text: str) -> str:
    """Return the text without line breaks and control characters, blanks joined.

    A value that came from a person can then add no header to a mail (ASVS 1.3.11).
    """
    printable = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(printable.split())


def write(template: str, language: str, values: Mapping[str, str], *, link: str) -> Letter:
    """Return the letter of a template.

    Values stand on one line each: a name with line breaks cannot pretend to be a paragraph.

    Raises
    ------
    KeyError
        If the template is unknown or a value of it is missing.
    """
    language = language if language in LANGUAGES else LANGUAGES[0]
    texts = _texts(language)
    clean = {name: one_line(value) for name, value in values.items()} | {"link": link}
    body = Template(texts[template]["body"]).substitute(clean)
    closing = Template(texts["closing"]["body"]).substitute(clean)
    parts = [*body.strip().split("\n\n"), closing.strip()]
    return Letter(
        language=language,
        subject=one_line(Template(texts[template]["subject"]).substitute(clean)),
        paragraphs=tuple(part.strip() for part in parts),
        link=link,
    )


@lru_cache(maxsize=len(LANGUAGES))
def _texts(language: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((_FOLDER / f"{language}.toml").read_text("utf-8"))


def page(public_url: str, path: str) -> str:
    """Return the address of a page as a mail writes it."""
    return f"{public_url.rstrip('/')}/{path}"
