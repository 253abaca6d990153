"""One sentence that matching can say, in each language."""

from typing import NamedTuple


class Template(NamedTuple):
    """A sentence in Chinese and in English, with named values in braces."""

    zh: str
    en: str
