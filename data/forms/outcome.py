"""What reading a 申报表 gives: a record, warnings beside its fields, pictures, or a refusal."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.vocabulary.message_forms import FORM_REFUSALS, form_refusal_text, form_warning_text


@dataclass(frozen=True, slots=True, kw_only=True)
class FormWarning:
    """Something a person should look at before the draft is kept.

    `field` is a path such as `cases.0.investment_yuan`, empty for the form as a whole; `code` is a
    key of `FORM_WARNINGS`, whose words in braces are `values`.
    """

    field: str
    code: str
    values: Mapping[str, str | int] = dataclasses.field(default_factory=dict)

    def text(self, language: str) -> str:
        """Return the sentence for people in `language` (zh or en); it does not name the field."""
        return form_warning_text(self.code, self.values, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormImage:
    """A picture found in a box; `field` is the path of that box, empty where it stood in none."""

    field: str
    file_name: str
    media_type: str
    content: bytes = dataclasses.field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormReading:
    """A form as read: a draft for a person to confirm, never more (FORMS).

    `record` has the names and base units of the field dictionary, as
    `data.importers.read_technology` takes it but without `external_id`; numbers are Decimal and
    unknown fields are absent.
    """

    record: Mapping[str, Any]
    warnings: tuple[FormWarning, ...] = ()
    images: tuple[FormImage, ...] = ()


class FormRefusedError(ValueError):
    """The file as a whole is not read; `code` is a key of `FORM_REFUSALS`."""

    def __init__(self, code: str, values: Mapping[str, str | int] | None = None) -> None:
        if code not in FORM_REFUSALS:
            raise KeyError(code)
        self.code = code
        self.values: Mapping[str, str | int] = dict(values or {})
        super().__init__(self.text("en"))

    def text(self, language: str) -> str:
        """Return the reason for people in `language` (zh or en)."""
        return form_refusal_text(self.code, self.values, language)
