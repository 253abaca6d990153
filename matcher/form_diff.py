"""What differs between two versions of a form, field by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

CASES: Final = "cases"

WORDS: Final = frozenset(
    {"application_status", "technology_source", "promotion_barriers", "typical_users"}
)
"""Fields whose change alone is a minor one: they say nothing of what the technology is, does or
costs. Source: docs/decisions/0160-review-moves.md."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field that reads differently.

    Attributes
    ----------
    field : str
        Name of the field, or `cases` where a whole case is new or gone.
    case : int or None
        Place of the case on the form, from 1; None for a field of the technology.
    before, after : Any
        The two values; None is not stated.
    """

    field: str
    case: int | None = None
    before: Any = None
    after: Any = None

    @property
    def is_words(self) -> bool:
        """Whether only free text of the technology itself differs."""
        return self.case is None and self.field in WORDS


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return what differs between two contents of a form, in the order of its fields.

    Empty text, an empty list and an absent key are all "not stated". Cases are compared by their
    place on the form.
    """
    found = [
        Difference(field=name, before=_stated(before.get(name)), after=_stated(after.get(name)))
        for name in _names(before, after)
        if name != CASES and _stated(before.get(name)) != _stated(after.get(name))
    ]
    return (*found, *_case_differences(before.get(CASES) or (), after.get(CASES) or ()))


def is_minor(found: Sequence[Difference]) -> bool:
    """Return whether an update changes words alone: no figure, no code, no case."""
    return all(one.is_words for one in found)


def _case_differences(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> list[Difference]:
    found: list[Difference] = []
    for place in range(max(len(before), len(after))):
        old = before[place] if place < len(before) else None
        new = after[place] if place < len(after) else None
        if old is None or new is None:
            names = [None if one is None else one.get("name") for one in (old, new)]
            found.append(Difference(field=CASES, case=place + 1, before=names[0], after=names[1]))
            continue
        found += [
            Difference(
                field=name,
                case=place + 1,
                before=_stated(old.get(name)),
                after=_stated(new.get(name)),
            )
            for name in _names(old, new)
            if _stated(old.get(name)) != _stated(new.get(name))
        ]
    return found


def _names(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys([*before, *after]))


def _stated(value: Any) -> Any:  # noqa: ANN401 - whatever the form holds
    return None if value in ("", [], {}, ()) else value
