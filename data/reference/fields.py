"""所属领域 (附件2 一): application fields, and the sectors each of them covers."""

from dataclasses import dataclass
from functools import lru_cache

from data.reference.files import read_rows, split_list
from data.reference.labels import by_code_or_label, choose_label, fold, parse


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationField:
    """An application field; `in_notice` is false for the extensions that the notice lacks."""

    code: str
    label_zh: str
    label_en: str
    group_zh: str
    group_en: str
    sector_codes: tuple[str, ...]
    keywords: tuple[str, ...]
    in_notice: bool
    source: str

    def label(self, language: str) -> str:
        """Return the label in `language` (zh or en)."""
        return choose_label(language, self.label_zh, self.label_en)


@lru_cache(maxsize=1)
def fields() -> dict[str, ApplicationField]:
    """Return the application fields by code, the notice's first."""
    return {
        row["code"]: ApplicationField(
            code=row["code"],
            label_zh=row["name_zh"],
            label_en=row["name_en"],
            group_zh=row["group_zh"],
            group_en=row["group_en"],
            sector_codes=split_list(row["sector_codes"]),
            keywords=split_list(row["keywords"]),
            in_notice=row["in_notice"] == "yes",
            source=row["source"],
        )
        for row in read_rows("fields.csv")
    }


def parse_field(value: str) -> str:
    """Return the code of the field that `value` names by code, Chinese or English label.

    Raises
    ------
    UnknownCodeError
        If there is no such field (RULINGS 28).
    """
    return parse("field", _by_label(), value).code


@lru_cache(maxsize=1)
def _by_label() -> dict[str, ApplicationField]:
    index = by_code_or_label(fields().values())
    for entry in fields().values():
        # Collected lists mark the fields that the notice lacks.
        index.setdefault(fold(entry.label_zh + "（补充）"), entry)
        index.setdefault(fold(entry.label_zh + "行业"), entry)
    return index
