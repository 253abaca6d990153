"""Opening an office file of a stranger: what it is, and its parts, checked before any is read."""

import re
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePath

from data.forms.limits import (
    FILE_BYTES,
    PARTS,
    RATIO,
    RATIO_FROM_BYTES,
    UNPACKED_BYTES,
)
from data.forms.markup import check_markup, parse_markup
from data.forms.outcome import FormRefusedError

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_WPS_SUFFIXES = frozenset({".wps", ".wpt", ".et", ".ett"})
_OLD_WORKBOOKS = frozenset({".xls", ".xlt"})
_MACRO_PARTS = re.compile(r"vbaProject|vbaData|macrosheets|attachedToolbars", re.IGNORECASE)
_OBJECT_PARTS = re.compile(
    r"activeX|oleObject|(?:^|/)embeddings/|ctrlProps|customUI|(?:^|/)afchunk", re.IGNORECASE
)
_LINK_PARTS = re.compile(r"(?:^|/)(?:externalLinks/|connections\.xml|queryTables/)", re.IGNORECASE)
_CHUNK_BYTES = 2**16
_ENCRYPTED_FLAG = 1
_MARKUP = (".xml", ".rels", ".vml")
_SHOWN = 60

WORD_DOCUMENT = "word/document.xml"
"""The largest part of a form: checked when it is read, which is always, and not twice."""

Parts = Mapping[str, bytes]


def open_package(content: bytes, *, file_name: str) -> Parts:
    """Return the parts of a .docx or .xlsx by name, every one unpacked and checked.

    Raises
    ------
    FormRefusedError
        If the file is of another kind, damaged, too large, or holds what must not be opened
        (SECURITY “Documents people upload”).
    """
    _check_kind(content, PurePath(file_name).suffix.lower())
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            infos = archive.infolist()
            _check_names(infos)
            parts = _unpack(archive, infos)
    except FormRefusedError:
        raise
    except (
        zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError,
        ValueError, LookupError,
    ) as error:  # fmt: skip
        raise FormRefusedError("damaged") from error
    _check_types(parts)
    for name, part in parts.items():
        _check_part(name, part)
    return parts


def _check_kind(content: bytes, suffix: str) -> None:
    if not content:
        raise FormRefusedError("empty_file")
    if len(content) > FILE_BYTES:
        raise FormRefusedError("too_large", {"limit_mb": FILE_BYTES // 2**20})
    if content.startswith(_ZIP):
        return
    raise FormRefusedError(_kind(content, suffix))


def _kind(content: bytes, suffix: str) -> str:
    if content.startswith(_OLE):
        return _ole_kind(content, suffix)
    if content.startswith(b"%PDF"):
        return "pdf_file"
    if content.startswith(_PICTURES):
        return "picture_file"
    return "rtf_file" if content.startswith(b"{\\rtf") else "wrong_magic"


def _ole_kind(content: bytes, suffix: str) -> str:
    if _ENCRYPTED_STREAM in content:
        return "encrypted"
    if suffix in _WPS_SUFFIXES:
        return "wps_file"
    return "old_workbook" if suffix in _OLD_WORKBOOKS else "old_word"


def _check_names(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > PARTS:
        raise FormRefusedError("too_many_parts", {"count": len(infos), "limit": PARTS})
    seen: set[str] = set()
    for info in infos:
        # orig_filename: zipfile itself cuts a name at a null byte
        for name in {info.filename, info.orig_filename}:
            if _is_unsafe(name):
                raise FormRefusedError("unsafe_part", {"part": _shown(name)})
        if info.filename.lower() in seen:
            raise FormRefusedError("unsafe_part", {"part": _shown(info.filename)})
        seen.add(info.filename.lower())
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise FormRefusedError("encrypted")
        _check_purpose(info.filename)


def _is_unsafe(name: str) -> bool:
    steps = re.split(r"[\\/]", name)
    return name.startswith(("/", "\\")) or ".." in steps or "\x00" in name or ":" in name


def _check_purpose(name: str) -> None:
    for pattern, code in (
        (_MACRO_PARTS, "macros"),
        (_OBJECT_PARTS, "embedded_objects"),
        (_LINK_PARTS, "external_parts"),
    ):
        if pattern.search(name):
            raise FormRefusedError(code)


def _unpack(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    total = 0
    for info in infos:
        part = bytearray()
        with archive.open(info) as stream:
            # Sizes in the archive's own directory can lie: count what really comes out.
            while chunk := stream.read(_CHUNK_BYTES):
                part += chunk
                total += len(chunk)
                _check_size(len(part), total, info.compress_size)
        parts[info.filename] = bytes(part)
    return parts


def _check_size(size: int, total: int, packed: int) -> None:
    if total > UNPACKED_BYTES:
        raise FormRefusedError("unpacked_too_large", {"limit_mb": UNPACKED_BYTES // 2**20})
    if size > RATIO_FROM_BYTES and size > RATIO * max(packed, 1):
        raise FormRefusedError("suspicious_ratio", {"limit": RATIO})


def _check_types(parts: Parts) -> None:
    types = parts.get("[Content_Types].xml")
    if types is None:
        raise FormRefusedError("other_document")
    for element in parse_markup("[Content_Types].xml", types):
        declared = element.get("ContentType", "")
        if "macroEnabled" in declared or "vbaProject" in declared:
            raise FormRefusedError("macros")


def _check_part(name: str, part: bytes) -> None:
    if name.endswith(".rels"):
        for element in parse_markup(name, part):
            is_external = element.get("TargetMode", "").strip().lower() == "external"
            if is_external and not element.get("Type", "").endswith("/hyperlink"):
                raise FormRefusedError("external_parts")
    elif name.endswith(_MARKUP) and name != WORD_DOCUMENT:
        check_markup(name, part)


def _shown(name: str) -> str:
    return ascii(name)[1:-1][:_SHOWN]
