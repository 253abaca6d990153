"""From the text to the fields: what was understood is filled in, and may be corrected."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from data.units import YUAN_PER_WAN_YUAN
from matcher.quantities import Understood, field_key, understood
from web.need_form.state import READABLE, FormState
from web.presenters.demand import READING_LABELS, inferred_text, reading_text

_FIELDS = {
    "max_investment": "max_investment_yuan",
    "max_payback": "max_payback_years",
    "max_abatement_cost": "max_abatement_cost_yuan_per_tco2",
    "abatement_target": "abatement_target_tco2_per_year",
    "needed_by": "needed_by_on",
    "project_type": "project_type",
    "accepts_demonstration": "accepts_demonstration",
}


def read_into(state: FormState, *, today: date) -> None:
    """Fill fields from the text where the person has not typed something else.

    A field follows the text as long as it holds what was read before; one that was emptied or
    changed by hand stays as it is.
    """
    read = understood(_whole(state), today)
    for name in READABLE:
        fresh, before = typed(name, getattr(read, _FIELDS[name])), state.one(f"read_{name}")
        if fresh != before and state.one(name) == before and not state.one(f"{name}_unknown"):
            state.put(name, fresh)
        state.put(f"read_{name}", fresh)


def typed(name: str, value: Any) -> str:  # noqa: ANN401 - one field's value
    """Return a value as the form's box holds it: money in 万元; unknown is empty."""
    if value is None:
        return ""
    if name == "accepts_demonstration":
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if name == "max_investment":
        return f"{float(value) / float(YUAN_PER_WAN_YUAN):.10g}"
    return value if isinstance(value, str) else f"{float(value):.10g}"


def reading_chips(state: FormState, *, today: date) -> list[dict[str, Any]]:
    """Return everything that was understood, as chips; with the words it was read from."""
    read: Understood = understood(_whole(state), today)
    return [
        {
            "code": field_key(one.field),
            "label": str(READING_LABELS.get(field_key(one.field), one.field)),
            "text": f"{reading_text(one.field, getattr(read, one.field))}",
            "words": one.text,
            "on": True,
        }
        for one in read.evidence
    ]


def inferred_chips(
    state: FormState, inferred: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return what was inferred from the text, each with whether it is left out."""
    left_out = set(state.many("ignored"))
    return [
        {
            "code": code,
            "label": str(READING_LABELS[code]),
            "text": inferred_text(one),
            "words": one["text"],
            "off": code in left_out,
        }
        for code, one in inferred.items()
        if code in READING_LABELS
    ]


def ignored_readings(state: FormState) -> tuple[str, ...]:
    """Return readings that do not count: emptied here, or switched off on the match page."""
    emptied = [
        name
        for name in READABLE
        if state.one(f"read_{name}") and (not state.one(name) or state.one(f"{name}_unknown"))
    ]
    unsure = [
        name
        for name in ("project_type", "accepts_demonstration")
        if state.one(f"read_{name}") and state.one(name) == "unknown"
    ]
    others = [name for name in state.many("ignored") if name not in READABLE]
    return tuple(dict.fromkeys([*others, *emptied, *unsure]))


def _whole(state: FormState) -> str:
    title, text = state.one("title"), state.one("text")
    return f"{title}\n{text}" if title else text
