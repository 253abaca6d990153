"""How a reading travels from the child process: a line of JSON, then the bytes of the pictures.

Nothing is unpickled: the child read what a stranger wrote.
"""

import json
from decimal import Decimal
from typing import Any

from data.forms.outcome import FormImage, FormReading, FormRefusedError, FormWarning

_DECIMAL = "\x00decimal"
"""A key that no field has, so that numbers keep every digit."""


def pack_reading(reading: FormReading) -> bytes:
    """Return the bytes that `unpack` turns into the same reading."""
    head = {
        "record": reading.record,
        "warnings": [[one.field, one.code, dict(one.values)] for one in reading.warnings],
        "images": [
            [one.field, one.file_name, one.media_type, len(one.content)] for one in reading.images
        ],
    }
    return b"".join([_line(head), *(image.content for image in reading.images)])


def pack_refusal(refusal: FormRefusedError) -> bytes:
    """Return the bytes for which `unpack` raises the same refusal."""
    return _line({"refused": [refusal.code, dict(refusal.values)]})


def unpack(content: bytes) -> FormReading:
    """Return the reading that the bytes hold.

    Raises
    ------
    FormRefusedError
        If they hold a refusal, or no answer at all.
    """
    line, _, rest = content.partition(b"\n")
    try:
        head = json.loads(line, object_hook=_restored)
        if "refused" in head:
            code, values = head["refused"]
            raise FormRefusedError(code, values)
        return FormReading(
            record=head["record"],
            warnings=tuple(
                FormWarning(field=field, code=code, values=values)
                for field, code, values in head["warnings"]
            ),
            images=_images(head["images"], rest),
        )
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, FormRefusedError):
            raise
        raise FormRefusedError("reader_failed") from error


def _images(heads: list[list[Any]], rest: bytes) -> tuple[FormImage, ...]:
    images: list[FormImage] = []
    start = 0
    for field, file_name, media_type, size in heads:
        content = rest[start : start + size]
        if len(content) != size:
            raise FormRefusedError("reader_failed")
        images.append(
            FormImage(field=field, file_name=file_name, media_type=media_type, content=content)
        )
        start += size
    return tuple(images)


def _line(head: dict[str, Any]) -> bytes:
    return json.dumps(head, ensure_ascii=False, default=_plain).encode() + b"\n"


def _plain(value: object) -> dict[str, str]:
    if isinstance(value, Decimal):
        return {_DECIMAL: str(value)}
    raise TypeError(type(value).__name__)


def _restored(content: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    return Decimal(content[_DECIMAL]) if _DECIMAL in content else content
