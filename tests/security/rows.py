"""All rows of tests/security/matrix."""

import importlib
from pathlib import Path

from tests.security.row import Row

FOLDER = Path(__file__).with_name("matrix")


def _rows() -> list[Row]:
    modules = [
        importlib.import_module(f"tests.security.matrix.{path.stem}")
        for path in sorted(FOLDER.glob("[a-z]*.py"))
    ]
    return [row for module in modules for row in module.ROWS]


ROWS = _rows()
