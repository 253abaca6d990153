"""Every sentence matching can say, by message id, in Chinese and English.

Matching says a code with values; these templates make the sentence. Values keep their names and
units (`_km`, `_yuan`, …): `data.vocabulary.message_values` writes them out for each language.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from data.vocabulary.message_doubts import UNKNOWNS, WARNINGS
from data.vocabulary.message_exclusions import ADJUSTMENTS, EXCLUSIONS, NOTES
from data.vocabulary.message_reasons import REASONS
from data.vocabulary.message_template import Template
from data.vocabulary.message_values import MessageValue, written_values

REASON_CODES = tuple(REASONS)
UNKNOWN_CODES = tuple(UNKNOWNS)
WARNING_CODES = tuple(WARNINGS)
EXCLUSION_CODES = tuple(EXCLUSIONS)
ADJUSTMENT_CODES = tuple(ADJUSTMENTS)
NOTE_CODES = tuple(NOTES)

TEMPLATES: Mapping[str, Template] = MappingProxyType(
    {**REASONS, **UNKNOWNS, **WARNINGS, **EXCLUSIONS, **ADJUSTMENTS, **NOTES}
)
_BETWEEN_HAN = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_FROM_TEXT = Template("（需求值读自文本）", " (the need's value was read from its text)")


def message_text(code: str, values: Mapping[str, MessageValue], language: str) -> str:
    """Return the sentence of a message in `language`: Chinese for a zh tag, else English.

    A true value `from_text` adds that the need's value was read from its text (RULINGS 5).

    Raises
    ------
    KeyError
        If the code is unknown or a value of its template is missing.
    """
    sentence = filled(TEMPLATES[code], written_values(values, language), language)
    if not values.get("from_text"):
        return sentence
    mark, stop = (_FROM_TEXT.zh, "。") if language.startswith("zh") else (_FROM_TEXT.en, ".")
    return f"{sentence.removesuffix(stop)}{mark}{stop}"


def filled(template: Template, written: Mapping[str, str], language: str) -> str:
    """Return a template's sentence in `language` with values that are written out already.

    Raises
    ------
    KeyError
        If a value of the template is missing.
    """
    if not language.startswith("zh"):
        return template.en.format_map(written)
    # Values bring spaces beside figures; none stands between two Han characters.
    return _BETWEEN_HAN.sub("", template.zh.format_map(written))
