"""What was typed so far: lists of texts by field, as forms post them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

STEPS = ("text", "where", "limits", "sharing", "check")

STEP_FIELDS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "title"),
    "where": (
        "ignored",
        "sectors",
        "technology_types",
        "park_id",
        "enterprise_id",
        "address",
        "region_code",
    ),
    "limits": (
        "project_type",
        "max_investment",
        "max_investment_unknown",
        "max_payback",
        "max_payback_unknown",
        "max_abatement_cost",
        "max_abatement_cost_unknown",
        "abatement_target",
        "abatement_target_unknown",
        "needed_by",
        "accepts_demonstration",
    ),
    "sharing": ("visibility", "expires_on", "priority"),
    "check": (),
}
"""The fields each step asks for; the others travel hidden."""

READABLE = (
    "max_investment",
    "max_payback",
    "max_abatement_cost",
    "abatement_target",
    "needed_by",
    "project_type",
    "accepts_demonstration",
)
"""Fields that may be filled in from the text, by the names `ignore_understood` takes."""

CARRIED = (
    *(f"read_{name}" for name in READABLE),
    "address_resolved",
    "exact_address",
    "exact_park",
    "latitude_deg",
    "longitude_deg",
    "version",
)
"""Fields that nobody sees: what was read from the text, which address the choice belongs to."""

_ALL = (*(name for names in STEP_FIELDS.values() for name in names), *CARRIED)


@dataclass
class FormState:
    """The form's content. Absent fields are empty."""

    values: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def posted(cls, form: MultiDict[str, str]) -> "FormState":
        """Return what a form posted; unknown names are dropped."""
        found = {name: form.getlist(name) for name in _ALL}
        return cls({name: [one for one in given if one] for name, given in found.items()})

    def one(self, name: str) -> str:
        """Return a field's single text without outer spaces; empty if absent."""
        given = self.values.get(name) or [""]
        return given[0].strip()

    def many(self, name: str) -> list[str]:
        """Return a field's texts, each once."""
        return list(dict.fromkeys(self.values.get(name, [])))

    def put(self, name: str, value: str | Iterable[str]) -> None:
        """Set a field."""
        self.values[name] = [value] if isinstance(value, str) else list(value)

    def hidden(self, step: str) -> list[tuple[str, str]]:
        """Return names and values of everything that this step does not ask for itself."""
        asked = set(STEP_FIELDS[step])
        return [
            (name, value)
            for name, given in self.values.items()
            if name not in asked
            for value in given
            if value
        ]

    def flat(self) -> dict[str, str]:
        """Return the first text of every field, for the form's macros."""
        return {name: given[0] for name, given in self.values.items() if given}
