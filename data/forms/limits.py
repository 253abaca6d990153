"""Limits of what is opened as a 申报表; docs/decisions/0130-forms.md says why."""

from typing import Final

FILE_BYTES: Final = 10 * 2**20
UNPACKED_BYTES: Final = 60 * 2**20
PARTS: Final = 400
RATIO: Final = 150
RATIO_FROM_BYTES: Final = 2**20
NODES: Final = 200_000
DEPTH: Final = 120
SPAN: Final = 63
SHEETS: Final = 60
ROWS: Final = 5_000
CELLS: Final = 20_000
"""Source of the limits above: SECURITY “Documents people upload”; sheets, rows and cells: ours."""

SHOWN_LENGTH: Final = 200
"""Characters of the original text that a warning shows."""

SECONDS: Final = 10
MEMORY_MB: Final = 512
"""Of one reading in a child process. Source: FORMS."""

OUT_OF_MEMORY: Final = 3
"""Exit status of a child that needed more."""
