"""The single list of the records' fields: names, types, units, when required, what they mean."""

from dataclasses import dataclass
from functools import lru_cache

from data.reference.files import read_rows
from data.reference.labels import choose_label


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldEntry:
    """One field of one record.

    `unit` is the unit stored, `form_unit` the one people write on forms and in spreadsheets;
    both are empty for what is no quantity. `required_*` is "yes", "no" or "new_build".
    """

    record: str
    field: str
    name_zh: str
    name_en: str
    type: str
    unit: str
    form_unit: str
    required_demonstration: str
    required_promotion: str
    clause: str
    meaning: str
    source: str

    def label(self, language: str) -> str:
        """Return the field's name in `language` (zh or en)."""
        return choose_label(language, self.name_zh, self.name_en)

    @property
    def header_zh(self) -> str:
        """The header of a spreadsheet column: the Chinese name with the unit people write."""
        return f"{self.name_zh}（{self.form_unit}）" if self.form_unit else self.name_zh


@lru_cache(maxsize=1)
def field_dictionary() -> dict[tuple[str, str], FieldEntry]:
    """Return every field by (record, field), in the order of the form."""
    return {
        (row["record"], row["field"]): FieldEntry(**row)
        for row in read_rows("field_dictionary.csv")
    }


def fields_of(record: str) -> tuple[FieldEntry, ...]:
    """Return the fields of one record in the order of the form; none for an unknown record."""
    return tuple(entry for entry in field_dictionary().values() if entry.record == record)
