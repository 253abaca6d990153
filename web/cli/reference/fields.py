"""docs/reference/fields.md: the field dictionary, record by record."""

from itertools import groupby

from data.reference import FieldEntry, field_dictionary
from web.cli.reference.markdown import code, page, section, table

_INTRODUCTION = (
    "The single list of the records' fields is `data/reference/field_dictionary.csv`; database, "
    "imports, forms and this page follow it. *Stored* is the unit in the database and the API, "
    "*written* the one of forms and spreadsheets. *Required* is for demonstration / promotion "
    "entries; `new_build` means for new builds only. Clauses are those of 环办气候〔2024〕2号 "
    "unless another document is named; RULINGS: [0105](../decisions/0105-rulings.md)."
)
_HEADER = (
    "field", "中文", "English", "type", "stored", "written", "required", "clause", "meaning",
)  # fmt: skip


def fields_page() -> str:
    """Return the page of the fields."""
    parts = [
        section(record, table(_HEADER, map(_row, entries)))
        for record, entries in groupby(field_dictionary().values(), key=lambda entry: entry.record)
    ]
    return page("Fields", _INTRODUCTION, *parts)


def _row(entry: FieldEntry) -> tuple[str, ...]:
    required = (entry.required_demonstration, entry.required_promotion)
    return (
        code(entry.field),
        entry.name_zh,
        entry.name_en,
        entry.type,
        entry.unit,
        entry.form_unit,
        required[0] if required[0] == required[1] else " / ".join(required),
        entry.clause,
        entry.meaning,
    )
