"""The notice's taxonomy: 5 categories, 16 technology types, 97 technology topics (§四)."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from data.reference.files import read_json
from data.reference.labels import by_code_or_label, choose_label, parse


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnologyTopic:
    """细分方向: a direction named in a sentence of §四, code x.y.zz."""

    code: str
    label_zh: str
    label_en: str
    keywords: tuple[str, ...]
    technology_type: str
    source: str

    def label(self, language: str) -> str:
        """Return the label in `language` (zh or en)."""
        return choose_label(language, self.label_zh, self.label_en)


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnologyType:
    """技术类型: one of the 16 types, code x.y."""

    code: str
    label_zh: str
    label_en: str
    keywords: tuple[str, ...]
    category: str
    source: str
    topics: tuple[TechnologyTopic, ...]

    def label(self, language: str) -> str:
        """Return the label in `language` (zh or en)."""
        return choose_label(language, self.label_zh, self.label_en)


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnologyCategory:
    """技术类别: one of the 5 categories of 附件1, code x."""

    code: str
    label_zh: str
    label_en: str
    source: str
    types: tuple[TechnologyType, ...]

    def label(self, language: str) -> str:
        """Return the label in `language` (zh or en)."""
        return choose_label(language, self.label_zh, self.label_en)


@lru_cache(maxsize=1)
def taxonomy() -> tuple[TechnologyCategory, ...]:
    """Return the five categories in the notice's order, each with its types and topics."""
    return tuple(_category(entry) for entry in read_json("taxonomy.json")["categories"])


@lru_cache(maxsize=1)
def technology_types() -> dict[str, TechnologyType]:
    """Return the 16 technology types by code, in the notice's order."""
    return {item.code: item for category in taxonomy() for item in category.types}


@lru_cache(maxsize=1)
def topics() -> dict[str, TechnologyTopic]:
    """Return the 97 technology topics by code, in the notice's order."""
    return {topic.code: topic for item in technology_types().values() for topic in item.topics}


def parse_technology_type(value: str) -> str:
    """Return the code of the technology type that `value` names by code, Chinese or English label.

    Raises
    ------
    UnknownCodeError
        If there is no such type (RULINGS 28).
    """
    return parse("technology_type", _types_by_label(), value).code


def parse_technology_topic(value: str) -> str:
    """Return the code of the topic that `value` names by code, Chinese or English label.

    Raises
    ------
    UnknownCodeError
        If there is no such topic.
    """
    return parse("technology_topic", _topics_by_label(), value).code


@lru_cache(maxsize=1)
def _types_by_label() -> dict[str, TechnologyType]:
    return by_code_or_label(technology_types().values())


@lru_cache(maxsize=1)
def _topics_by_label() -> dict[str, TechnologyTopic]:
    return by_code_or_label(topics().values())


def _category(entry: dict[str, Any]) -> TechnologyCategory:
    return TechnologyCategory(
        code=entry["code"],
        label_zh=entry["zh"],
        label_en=entry["en"],
        source=entry["source"],
        types=tuple(_type(item, entry["code"]) for item in entry["types"]),
    )


def _type(entry: dict[str, Any], category: str) -> TechnologyType:
    return TechnologyType(
        code=entry["code"],
        label_zh=entry["zh"],
        label_en=entry["en"],
        keywords=tuple(entry["keywords"]),
        category=category,
        source=entry["source"],
        topics=tuple(
            TechnologyTopic(
                code=topic["code"],
                label_zh=topic["zh"],
                label_en=topic["en"],
                keywords=tuple(topic["keywords"]),
                technology_type=entry["code"],
                source=topic["source"],
            )
            for topic in entry["technology_topics"]
        ),
    )
