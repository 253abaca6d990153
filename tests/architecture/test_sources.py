"""Every row of reference data says where it comes from."""

import json

import pytest

from data.reference.files import read_rows
from tests.architecture.tree import ROOT

FOLDER = ROOT / "data" / "reference"
TABLES = sorted(path.name for path in (*FOLDER.glob("*.csv"), *FOLDER.glob("*.csv.xz")))
SOURCE_COLUMNS = ("source", "coordinate_source")


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_a_source(name):
    rows = [*read_rows(name)]
    columns = [column for column in SOURCE_COLUMNS if column in rows[0]]

    assert columns, f"{name} has no source column"
    assert [row for row in rows if not any(row[column].strip() for column in columns)] == []


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.json")))
def test_every_entry_of_a_document_has_a_source(name):
    document = json.loads((FOLDER / name).read_text("utf-8"))

    assert _unsourced(document, has_source=False) == []


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.[cj]s*")))
def test_every_file_is_explained_in_the_list_of_sources(name):
    assert name in (FOLDER / "SOURCES.md").read_text("utf-8")


def _unsourced(value, *, has_source, path="") -> list[str]:
    """Paths of the coded entries for which neither they nor what holds them name a source."""
    if isinstance(value, list):
        return [
            found
            for number, item in enumerate(value)
            for found in _unsourced(item, has_source=has_source, path=f"{path}[{number}]")
        ]
    if not isinstance(value, dict):
        return []
    sourced = has_source or bool(str(value.get("source", "")).strip())
    is_entry = bool({"code", "value", "factor_id"} & value.keys())
    mine = [] if sourced or not is_entry else [path]
    return mine + [
        found
        for key, item in value.items()
        for found in _unsourced(item, has_source=sourced, path=f"{path}.{key}")
    ]
