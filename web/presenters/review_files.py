"""Attachments of an application as those who examine it see them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from web.technology_form.files import field_words

if TYPE_CHECKING:
    from data.models import Attachment, Technology


def file_rows(
    technology: Technology, rows: Sequence[Attachment], url_of: Callable[[int], str]
) -> list[dict[str, Any]]:
    """Return each file with what it is and where it is downloaded; cases must be loaded."""
    return [
        {
            "name": row.file_name,
            "kind": field_words(technology, row.field),
            "size_bytes": row.size_bytes,
            "sha256": row.sha256,
            "added_at": row.created_at,
            "url": url_of(row.id),
        }
        for row in rows
    ]
