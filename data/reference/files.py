"""Reading the versioned reference files that lie beside this module."""

import csv
import json
import lzma
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def read_rows(name: str) -> list[dict[str, str]]:
    """Return every row of the CSV file `name` (`.csv` or `.csv.xz`) as a mapping by column."""
    path = FOLDER / name
    if path.suffix == ".xz":
        text = lzma.decompress(path.read_bytes()).decode("utf-8")
    else:
        text = path.read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def read_json(name: str) -> dict[str, Any]:
    """Return the JSON object stored in file `name`."""
    content: dict[str, Any] = json.loads((FOLDER / name).read_text("utf-8"))
    return content


def split_list(cell: str) -> tuple[str, ...]:
    """Return the parts of a cell that holds a list separated by semicolons; empty cell: none."""
    return tuple(part for part in cell.split(";") if part)
