"""Looks into an .xlsx before any library reads it: sizes, macros, links, entities.

docs/decisions/0015-import-limits.md; the same limits hold for uploaded .docx (SECURITY).
"""

import re
import zipfile
from typing import BinaryIO

from data.importers.limits import (
    WORKBOOK_PARTS,
    WORKBOOK_RATIO,
    WORKBOOK_RATIO_FROM_BYTES,
    WORKBOOK_UNPACKED_BYTES,
)
from data.importers.outcomes import UnreadableFileError

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_ACTIVE = re.compile(
    r"vbaProject|vbaData|activeX|oleObject|(?:^|/)embeddings/|ctrlProps|macrosheets|customUI",
    re.IGNORECASE,
)
_LINKS = re.compile(r"(?:^|/)(?:externalLinks/|connections\.xml|queryTables/)", re.IGNORECASE)
_MACRO_TYPE = b"macroEnabled"
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\x00!\x00|\x00<\x00!", re.IGNORECASE)
_CHUNK_BYTES = 2**16
_OVERLAP_BYTES = 16
_ENCRYPTED_FLAG = 1


def check_workbook(stream: BinaryIO) -> None:
    """Read the whole archive once, unpacked but not parsed, and leave the stream at its start.

    Raises
    ------
    UnreadableFileError
        If the file is no workbook, is damaged, or holds what an import must not open.
    """
    head = stream.read(len(_ZIP))
    stream.seek(0)
    if head.startswith(_OLE):
        raise UnreadableFileError("old_workbook")
    if head != _ZIP:
        raise UnreadableFileError("not_a_workbook")
    try:
        with zipfile.ZipFile(stream) as archive:
            _check_names(archive.infolist())
            _check_contents(archive)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        raise UnreadableFileError("not_a_workbook") from error
    finally:
        stream.seek(0)


def _check_names(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > WORKBOOK_PARTS:
        raise UnreadableFileError("too_many_parts", count=len(parts), limit=WORKBOOK_PARTS)
    names = [part.filename for part in parts]
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise UnreadableFileError("not_a_workbook")
    if len({name.lower() for name in names}) != len(names):
        raise UnreadableFileError("unsafe_part", name="(twice the same)")
    for part in parts:
        name = part.filename
        steps = re.split(r"[\\/]", name)
        if name.startswith(("/", "\\")) or ".." in steps or "\x00" in name:
            raise UnreadableFileError("unsafe_part", name=ascii(name)[:60])
        if part.flag_bits & _ENCRYPTED_FLAG:
            raise UnreadableFileError("encrypted")
        if _ACTIVE.search(name):
            raise UnreadableFileError("macros")
        if _LINKS.search(name):
            raise UnreadableFileError("external_links")


def _check_contents(archive: zipfile.ZipFile) -> None:
    total = 0
    for part in archive.infolist():
        size = 0
        tail = b""
        is_types = part.filename == "[Content_Types].xml"
        with archive.open(part) as content:
            # Sizes in the archive's own directory can lie: count what really comes out.
            while chunk := content.read(_CHUNK_BYTES):
                size += len(chunk)
                total += len(chunk)
                _check_size(size, total, part.compress_size)
                _check_markup(tail + chunk, is_types=is_types)
                tail = chunk[-_OVERLAP_BYTES:]


def _check_size(size: int, total: int, packed: int) -> None:
    if total > WORKBOOK_UNPACKED_BYTES:
        raise UnreadableFileError("unpacked_too_large", limit_mb=WORKBOOK_UNPACKED_BYTES // 2**20)
    if size > WORKBOOK_RATIO_FROM_BYTES and size > WORKBOOK_RATIO * max(packed, 1):
        raise UnreadableFileError("suspicious_ratio")


def _check_markup(content: bytes, *, is_types: bool) -> None:
    if _DECLARATION.search(content):
        raise UnreadableFileError("document_type")
    if is_types and _MACRO_TYPE in content:
        raise UnreadableFileError("macros")
