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
    is_chinese = language.startswith("zh")
    template = TEMPLATES[code]
    sentence = (template.zh if is_chinese else template.en).format_map(
        written_values(values, language)
    )
    if is_chinese:  # values bring spaces beside figures; none stands between two Han characters
        sentence = _BETWEEN_HAN.sub("", sentence)
    if not values.get("from_text"):
        return sentence
    mark, stop = (_FROM_TEXT.zh, "。") if is_chinese else (_FROM_TEXT.en, ".")
    return f"{sentence.removesuffix(stop)}{mark}{stop}"
