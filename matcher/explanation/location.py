"""Explain the location: service point, nearest case, climate."""

from data.vocabulary.message_values import MessageValue
from matcher.case_choice import NO_CASE
from matcher.explanation.message import Message
from matcher.explanation.subject import Subject, is_known

SERVICE_POINT, REFERENCE_CASE = "service_point", "reference_case"
NEAR_FROM = 0.5
"""Signal from which a place is called near. Source: docs/decisions/0049-explanations.md."""


def explain_location(subject: Subject) -> None:
    """Append what speaks for and against the place."""
    if not subject.demand.has_site:
        subject.unknowns.append(Message("site_unknown"))
    elif not is_known(float(subject.facts.distance_km[subject.match.position])):
        subject.unknowns.append(Message("location_unknown"))
    _distance(subject)
    _climate(subject)


def nearest_place(subject: Subject) -> str | None:
    """Return which place the distance goes to, None where it is unknown."""
    position = subject.match.position
    if not is_known(float(subject.facts.distance_km[position])):
        return None
    is_case = int(subject.facts.nearest_case[position]) != NO_CASE
    return REFERENCE_CASE if is_case else SERVICE_POINT


def _distance(subject: Subject) -> None:
    value = subject.signal("location", "proximity")
    if value is None or value < NEAR_FROM:
        return
    position = subject.match.position
    distance_km = float(subject.facts.distance_km[position])
    if nearest_place(subject) == SERVICE_POINT:
        subject.reasons.append(Message("service_point_near", {"distance_km": distance_km}))
        return
    case_id = int(subject.columns.cases.ids[int(subject.facts.nearest_case[position])])
    values: dict[str, MessageValue] = {
        "distance_km": distance_km,
        "case_name": subject.case_names.get(case_id, "—"),
    }
    subject.reasons.append(Message("reference_case_near", values))


def _climate(subject: Subject) -> None:
    value, zone = subject.signal("location", "climate"), subject.demand.climate_zone
    if value is None or zone is None:
        return
    message = ("climate_suitable" if value == 1.0 else "climate_not_listed", {"climate_zone": zone})
    (subject.reasons if value == 1.0 else subject.warnings).append(Message(*message))
