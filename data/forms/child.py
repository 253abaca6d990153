"""The child process that reads one form: `python -m data.forms.child SECONDS MEMORY_MB NAME`.

The file comes on standard input, the answer goes to standard output (`wire`). The limits are set
before the first byte is read, and everything but reading is closed (docs/decisions/0130-forms.md).
"""

import resource
import sys
from typing import Final

from data.forms.limits import FILE_BYTES, OUT_OF_MEMORY
from data.forms.outcome import FormRefusedError
from data.forms.reading import read_content
from data.forms.wire import pack_reading, pack_refusal

_CLOSED: Final = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn",
                  "os.spawn", "ctypes.", "os.remove", "os.rename", "os.mkdir", "shutil.", "ftplib.",
                  "urllib.", "http.")  # fmt: skip
"""Beginnings of audit events that end the reading: a form needs none of them."""


def main(arguments: list[str]) -> int:
    """Read the form on standard input and write what became of it."""
    seconds, memory_mb, file_name = int(arguments[0]), int(arguments[1]), arguments[2]
    _limit(seconds, memory_mb)
    sys.addaudithook(_close)
    content = sys.stdin.buffer.read(FILE_BYTES + 1)
    try:
        answer = pack_reading(read_content(content, file_name=file_name))
    except FormRefusedError as refusal:
        answer = pack_refusal(refusal)
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    return 0


def _limit(seconds: int, memory_mb: int) -> None:
    memory = memory_mb * 2**20
    for kind, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        _soft, hard = resource.getrlimit(kind)
        lowest = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (lowest, lowest))


def _close(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith(_CLOSED):
        raise PermissionError(event)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
