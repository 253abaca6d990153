"""Explain the fit: words, type, sector, project type, temperature, scale."""

from data.vocabulary import ProjectType, TechnologyStage
from data.vocabulary.message_values import MessageValue
from matcher.codes import PROJECT_TYPES, STAGES, UNKNOWN_CODE
from matcher.columns import RowColumns
from matcher.eligibility import sectors_agree
from matcher.explanation.message import Message
from matcher.explanation.subject import Subject, is_known
from matcher.inference.words import finders
from matcher.signals.relative import closeness_share

CLOSE_FROM = 0.7
"""Share of the best similarity worth a sentence. Source: docs/decisions/0049-explanations.md."""

SIMILAR_SCALE_FROM = 0.6
"""About a factor of four and a half either way. Source: docs/decisions/0049-explanations.md."""


def explain_fit(subject: Subject) -> None:
    """Append what speaks for and against the fit."""
    if subject.match.parts["fit"].value is None:
        subject.unknowns.append(Message("fit_unknown"))
    _words(subject)
    _technology_type(subject)
    _inferred(subject)
    _sector(subject)
    _project_type(subject)
    _stage(subject)
    _temperature(subject)
    _scale(subject)
    _capacity(subject)


def _words(subject: Subject) -> None:
    for name, code in (("semantic", "meaning_close"), ("lexical", "wording_shared")):
        value = subject.signal("fit", name)
        if value is None:
            continue
        share = closeness_share(value)
        if share >= CLOSE_FROM:
            subject.reasons.append(Message(code, {"closeness_share": share}))


def _technology_type(subject: Subject) -> None:
    if not subject.demand.technology_types:
        return
    code = int(subject.columns.rows.type_code[subject.row])
    if code == UNKNOWN_CODE:
        subject.unknowns.append(Message("technology_type_unknown"))
    else:
        values = {"technology_type": f"{code // 10}.{code % 10}"}
        subject.reasons.append(Message("technology_type_wanted", values))


def _inferred(subject: Subject) -> None:
    """Say what was inferred from the need's text and holds for the technology too."""
    rows, demand = subject.columns.rows, subject.demand
    code = int(rows.type_code[subject.row])
    kind = f"{code // 10}.{code % 10}"
    if demand.type_probabilities and kind == max(
        demand.type_probabilities, key=demand.type_probabilities.__getitem__
    ):
        values: dict[str, MessageValue] = {
            "inferred_type": kind,
            "probability_share": demand.type_probabilities[kind],
        }
        subject.reasons.append(Message("topic_inferred", values))
    for signal, name, wanted, masks in (
        ("medium", "media", demand.media, rows.medium_mask),
        ("purpose", "purposes", demand.purposes, rows.purpose_mask),
    ):
        stated = finders()[signal].codes_of(int(masks[subject.row]))
        shared = [one for one in wanted if one in stated]
        if shared:
            subject.reasons.append(Message(f"{signal}_shared", {name: shared}))


def _sector(subject: Subject) -> None:
    wanted = subject.demand.sectors
    if not wanted:
        return
    stated = subject.columns.sectors_of(subject.row)
    if not stated:
        subject.unknowns.append(Message("sector_unknown", {"demand_sectors": wanted}))
        return
    agreeing = [code for code in stated if any(sectors_agree(code, one) for one in wanted)]
    values: dict[str, MessageValue] = {"sectors": agreeing, "demand_sectors": wanted}
    subject.reasons.append(Message("sector_applicable", values | subject.read_from_text("sectors")))


def _project_type(subject: Subject) -> None:
    wanted: ProjectType | None = subject.demand.project_type
    if wanted is None:
        return
    mask = int(subject.columns.rows.project_mask[subject.row])
    values = {"project_type": wanted.value} | subject.read_from_text("project_type")
    if mask == 0:
        subject.unknowns.append(Message("project_type_unknown", values))
    elif mask >> PROJECT_TYPES.index(wanted) & 1:
        subject.reasons.append(Message("project_type_applicable", values))


def _stage(subject: Subject) -> None:
    code = int(subject.columns.rows.stage_code[subject.row])
    if code == UNKNOWN_CODE and subject.demand.accepts_demonstration is False:
        subject.unknowns.append(Message("stage_unknown"))
    elif code != UNKNOWN_CODE and STAGES[code] is TechnologyStage.DEMONSTRATION:
        subject.warnings.append(Message("demonstration_stage"))


def _temperature(subject: Subject) -> None:
    wanted = subject.demand.temperature_celsius
    if wanted is None:
        return
    value = subject.signal("fit", "temperature")
    values: dict[str, MessageValue] = {"demand_temperature_celsius": wanted}
    values |= subject.read_from_text("temperature_celsius")
    if value is None:
        subject.unknowns.append(Message("temperature_unknown", values))
        return
    values["band_celsius"] = temperature_band(subject.columns.rows, subject.row)
    if value == 1.0:
        subject.reasons.append(Message("temperature_in_band", values))
    elif value > 0.0:
        values["covered_share"] = value
        subject.reasons.append(Message("temperature_partly_in_band", values))


def temperature_band(rows: RowColumns, row: int) -> tuple[float | None, float | None]:
    """Return the bounds of a technology's temperature band, None where open."""
    return (
        _bound(float(rows.temperature_low_celsius[row])),
        _bound(float(rows.temperature_high_celsius[row])),
    )


def _bound(value: float) -> float | None:
    return value if abs(value) != float("inf") else None


def _scale(subject: Subject) -> None:
    demand = subject.demand
    in_activity = demand.activity_unit is not None and is_known(demand.activity_amount)
    value = subject.signal("fit", "scale")
    if value is None:
        if in_activity or is_known(demand.abatement_target_tco2_per_year):
            subject.unknowns.append(Message("scale_unknown"))
        return
    if in_activity and value >= SIMILAR_SCALE_FROM:
        values: dict[str, MessageValue] = {
            "case_amount": float(subject.facts.case_size[subject.match.position]),
            "demand_amount": demand.activity_amount,
            "unit": demand.activity_unit,
        }
        subject.reasons.append(
            Message("scale_similar", values | subject.read_from_text("activity_amount"))
        )


def _capacity(subject: Subject) -> None:
    demand, rows = subject.demand, subject.columns.rows
    unit = subject.columns.unit_code(demand.activity_unit)
    low, high = float(rows.capacity_low[subject.row]), float(rows.capacity_high[subject.row])
    same_unit = unit != UNKNOWN_CODE and int(rows.capacity_unit[subject.row]) == unit
    if not same_unit or not is_known(low) or not is_known(demand.activity_amount):
        return
    values: dict[str, MessageValue] = {
        "demand_amount": demand.activity_amount,
        "unit": demand.activity_unit,
        "capacity_band": (_bound(low), _bound(high)),
    }
    if low <= demand.activity_amount <= high:
        subject.reasons.append(Message("capacity_in_band", values))
    else:
        subject.warnings.append(Message("capacity_outside_band", values))
