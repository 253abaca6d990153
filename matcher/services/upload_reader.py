"""Reads an uploaded file in a process of its own: `python -m matcher.services.upload_reader`.

Arguments: what the file holds, its format, its path. Standard output gets one pickle: the accepted
rows, the rejected rows, and the reason if the whole file cannot be read. The limits are set before
the file is opened, so that a hostile one harms this process only (docs/decisions/0102-uploads.md).
"""

import pickle  # nosec B403 - written here, loaded by a reader that admits rows only
import resource
import sys
from pathlib import Path
from typing import Final

from data.importers import (
    AcceptedRow,
    FileFormat,
    ImportKind,
    RejectedRow,
    UnreadableFileError,
    read_rows,
)

MEMORY_BYTES: Final = 1 << 30
CPU_SECONDS: Final = 60
"""Limits of one reading. Source: docs/decisions/0102-uploads.md."""


def main(arguments: list[str]) -> int:
    """Read the file and write what became of its rows."""
    kind, file_format, path = ImportKind(arguments[0]), FileFormat(arguments[1]), Path(arguments[2])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    accepted: list[AcceptedRow] = []
    rejected: list[RejectedRow] = []
    reason = None
    try:
        with path.open("rb") as stream:
            for outcome in read_rows(kind, stream, file_format):
                (accepted if isinstance(outcome, AcceptedRow) else rejected).append(outcome)  # type: ignore[arg-type]
    except UnreadableFileError as error:
        reason = (error.code, dict(error.values))
    pickle.dump((accepted, rejected, reason), sys.stdout.buffer, protocol=5)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
