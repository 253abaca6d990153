"""What the form's pages offer to choose from, and the answers to check before posting."""

from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from data.queries import demands as reads
from data.reference import sectors
from data.reference.taxonomy import taxonomy
from data.vocabulary import DemandVisibility, ProjectType
from matcher.services.actor import Actor
from matcher.services.places import SitePlace
from web import figures
from web.i18n import current_language
from web.need_form import demands, values
from web.need_form.state import FormState
from web.presenters.cost import amount
from web.presenters.technology import joined, sector_labels, type_label
from web.regions import region_name

Json = dict[str, Any]


def sector_groups(state: FormState) -> list[Json]:
    """Return the 20 sections with their divisions; ticked ones are open."""
    language, ticked = current_language(), set(state.many("sectors"))
    groups: dict[str, Json] = {}
    for code, sector in sectors().items():
        if sector.level == "section":
            groups[code] = {"code": code, "label": sector.label(language), "items": []}
        else:
            is_ticked = code in ticked
            groups[sector.section_code]["items"].append(
                {"value": code, "label": sector.label(language), "checked": is_ticked}
            )
    finer = ticked - set(sectors())
    for group in groups.values():
        group["items"] += [
            {"value": code, "label": f"{sector_labels([code])}", "checked": True}
            for code in sorted(finer)
            if code[:1] == group["code"] and values.known_sectors(FormState({"sectors": [code]}))
        ]
        group["whole"] = {"value": group["code"], "checked": group["code"] in ticked}
        ticked_here = [one for one in group["items"] if one["checked"]]
        group["count"] = len(ticked_here) + group["whole"]["checked"]
    return list(groups.values())


def type_groups(state: FormState) -> list[Json]:
    """Return the categories with their technology types."""
    language, ticked = current_language(), set(state.many("technology_types"))
    return [
        {
            "label": category.label(language),
            "items": [
                {"value": one.code, "label": one.label(language), "checked": one.code in ticked}
                for one in category.types
            ],
        }
        for category in taxonomy()
    ]


def site_options(session: Session, actor: Actor) -> Json:
    """Return the parks and enterprises an organization may post for."""
    parks = reads.parks_of(session, actor.organization_id)
    enterprises = reads.enterprises_of(session, actor.organization_id)
    return {
        "parks": [{"value": one.id, "label": one.name} for one in parks],
        "enterprises": [{"value": one.id, "label": one.name} for one in enterprises],
    }


def priorities(state: FormState) -> list[Json]:
    """Return what may matter most, with the weights it stands for."""
    found = [
        {
            "value": "balanced",
            "label": _("Balanced (recommended)"),
            "hint": _("Technical fit 60, distance 15, abatement cost 25"),
        },
        {
            "value": "saving",
            "label": _("Save money"),
            "hint": _("Technical fit 40, distance 10, abatement cost 50"),
        },
        {
            "value": "safe",
            "label": _("Play safe"),
            "hint": _(
                "Technical fit 65, distance 25, abatement cost 10: close to your need and near you"
            ),
        },
    ]
    given = state.one("priority")
    if given.startswith("custom:"):
        found.append(
            {"value": given, "label": _("Keep my own weights"), "hint": _weights_hint(state)}
        )
    return found


def _weights_hint(state: FormState) -> str:
    weights = demands.weights_of(state) or {}
    total = sum(weights.values()) or 1.0
    shares = [str(round(value / total * 100)) for value in weights.values()]
    return str(_("Technical fit, distance, abatement cost: %(shares)s", shares=" / ".join(shares)))


def visibilities() -> list[Json]:
    """Return who may see the need."""
    language = current_language()
    hints = {
        DemandVisibility.MATCHED_OWNERS: _(
            "Owners of technologies ranked for it see the text, the region and the limits, "
            "not who you are."
        ),
        DemandVisibility.PUBLIC: _("Every technology owner sees it with your organization's name."),
        DemandVisibility.PRIVATE: _("Nobody but your organization and the bureau of your region."),
    }
    return [
        {"value": one.value, "label": one.label(language), "hint": hint}
        for one, hint in hints.items()
    ]


def answers(state: FormState, options: Json, place: SitePlace | None) -> list[Json]:
    """Return everything that will be posted, by step, for the page before posting."""
    names = {str(one["value"]): one["label"] for one in options["parks"]}
    enterprises = {str(one["value"]): one["label"] for one in options["enterprises"]}
    where = [
        (_("Sector"), sector_labels(values.known_sectors(state)) or None),
        (
            _("Technology types"),
            joined(type_label(c) for c in values.known_types(state)) or _("any"),
        ),
    ]
    if options["parks"]:
        where.append((_("Park"), names.get(state.one("park_id"))))
    if options["enterprises"]:
        where.append((_("Enterprise"), enterprises.get(state.one("enterprise_id"))))
    where.append((_("Address"), _place_text(state, place)))
    text = [(_("Title"), demands.title_of(state)), (_("Your need"), state.one("text"))]
    groups = (
        ("text", _("Your need"), text),
        ("where", _("Sector and place"), where),
        ("limits", _("Figures and limits"), _limits(state)),
        ("sharing", _("Visibility and priority"), _sharing(state)),
    )
    return [
        {
            "step": step,
            "title": title,
            "facts": [{"label": label, "value": value} for label, value in facts],
        }
        for step, title, facts in groups
    ]


def _place_text(state: FormState, place: SitePlace | None) -> str | None:
    if place is None:
        return _("as the park's") if state.one("park_id") or state.one("enterprise_id") else None
    language = current_language()
    region = region_name(place.region_code, language)
    parts = [state.one("address"), region]
    if place.precision is not None:
        parts.append(place.precision.label(language))
    return " · ".join(part for part in parts if part)


def _limits(state: FormState) -> list[tuple[str, str | None]]:
    parsed, language = values.parse_limits(state), current_language()
    project: ProjectType | None = values.project_type(state)
    accepts = values.accepts_demonstration(state)
    needed_by = parsed.dates["needed_by"]

    def shown(name: str, suffix: str) -> str | None:
        value = parsed.numbers[name]
        return None if value is None else amount(suffix, value)

    return [
        (_("Project type"), project.label(language) if project else None),
        (_("Investment at most"), shown("max_investment", "_yuan")),
        (_("Payback at most"), shown("max_payback", "_years")),
        (_("Unit cost at most"), shown("max_abatement_cost", "_yuan_per_tco2")),
        (_("Abatement target a year"), _tonnes(parsed.numbers["abatement_target"])),
        (_("Needed by"), format_date(needed_by) if needed_by else None),
        (
            _("Demonstration technologies"),
            None if accepts is None else _("accepted") if accepts else _("not accepted"),
        ),
    ]


def _tonnes(value: float | None) -> str | None:
    return None if value is None else str(figures.tonnes(value, _))


def _sharing(state: FormState) -> list[tuple[str, str | None]]:
    expires_on = values.parse_limits(state).dates["expires_on"]
    chosen = state.one("priority") or "balanced"
    names = {one["value"]: one["label"] for one in priorities(state)}
    return [
        (_("Visible to"), values.visibility(state).label(current_language())),
        (_("Open until"), format_date(expires_on) if expires_on else _("until you close it")),
        (_("What matters most"), names.get(chosen, names["balanced"])),
    ]


def error_shown(error: dict[str, str]) -> dict[str, str]:
    """Return an error whose message names its field, the same above the form and beside the box."""
    labels = {
        "text": _("Your need"),
        "title": _("Title"),
        "address": _("Address of the site"),
        "region_code": _("Address of the site"),
        "park_id": _("Park"),
        "enterprise_id": _("Enterprise"),
        "max_investment": _("Investment at most"),
        "max_payback": _("Payback at most"),
        "max_abatement_cost": _("Unit cost of abatement at most"),
        "abatement_target": _("Abatement you aim at"),
        "needed_by": _("In operation by"),
        "expires_on": _("Open until"),
    }
    label = labels.get(error["field"])
    if label is None:
        return error
    colon = "：" if current_language() == "zh" else ": "
    return {**error, "message": f"{label}{colon}{error['message']}"}
