"""Collects what a person should look at while a form is being read."""

from data.forms.limits import SHOWN_LENGTH
from data.forms.outcome import FormWarning

_WARNINGS = 400
"""No more are kept: nobody reads them, and a hostile file could ask for any number."""


class Doubts:
    """The warnings of one reading, in the order of the boxes."""

    def __init__(self) -> None:
        self._warnings: list[FormWarning] = []

    def note(self, field: str, code: str, **values: str | int) -> None:
        """Note a doubt about the field at a path; long texts are shortened."""
        if len(self._warnings) < _WARNINGS:
            shown = {key: _shown(value) for key, value in values.items()}
            self._warnings.append(FormWarning(field=field, code=code, values=shown))

    def all(self) -> tuple[FormWarning, ...]:
        """Return every doubt noted so far."""
        return tuple(self._warnings)


def _shown(value: str | int) -> str | int:
    if isinstance(value, int):
        return value
    text = " ".join(value.split())
    return text if len(text) <= SHOWN_LENGTH else text[: SHOWN_LENGTH - 1] + "…"
