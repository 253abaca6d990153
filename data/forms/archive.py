"""Packing an office file so that equal content gives equal bytes."""

import io
import zipfile
from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)
_LEVEL = 6
_READABLE = 0o644 << 16
_UNIX = 3


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive of the parts in their order, without dates of its own."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, date_time=_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = _UNIX
            info.external_attr = _READABLE
            archive.writestr(info, content)
    return buffer.getvalue()
