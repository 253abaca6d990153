"""The funnel as a page shows it: chart, sentence, tables whose numbers open their leads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from data.queries.lead_filters import UNKNOWN
from data.reference import technology_types
from data.vocabulary import LeadStage
from matcher.lead_states import PIPELINE
from web import charts
from web.charts import Funnel as FunnelChart
from web.charts import FunnelStep as ChartStep
from web.i18n import current_language
from web.regions import region_name

if TYPE_CHECKING:
    from matcher.funnel import Funnel, FunnelStep
    from matcher.services.reports import FunnelReport

PROVINCE_DIGITS = 2
KEYS = ("from", "to", "region", "type")


def leads_url(kept: Mapping[str, str], **more: str) -> str:
    """Return the list of leads behind a number."""
    values: dict[str, Any] = {key: kept[key] for key in KEYS if kept.get(key)} | more
    return url_for("leads.index", view="list", **values)


def chart(funnel: Funnel, kept: Mapping[str, str]) -> Any:  # noqa: ANN401 - Markup
    """Return the stepped drawing; the bounds are those of the answers."""
    language = current_language()
    steps = tuple(
        ChartStep(
            name=step.stage.label(language),
            count=step.count,
            lower_count=step.confirmed if step.asked else None,
            upper_count=step.confirmed + step.asked - step.answered if step.asked else None,
            url=leads_url(kept, reached=step.stage.value),
        )
        for step in funnel.steps
    )
    return charts.funnel(FunnelChart(_("Introductions by stage"), steps), _)


def conclusion(funnel: Funnel) -> str:
    """Return what the funnel says in one sentence."""
    first, accepted = _step(funnel, LeadStage.INTRODUCED), _step(funnel, LeadStage.ACCEPTED)
    contracted = _step(funnel, LeadStage.CONTRACTED)
    running = _step(funnel, LeadStage.COMMISSIONED)
    text = _(
        "Of %(introduced)s introductions: %(accepted)s accepted, %(contracted)s contracted, "
        "%(running)s in operation.",
        introduced=first.count,
        accepted=accepted.count,
        contracted=contracted.count,
        running=running.count,
    )
    if running.asked and running.lower is not None and running.upper is not None:
        text += ("" if current_language() == "zh" else " ") + _(
            "Of the %(asked)s that were asked, answers prove %(lower)s in operation; were every "
            "silent one a success, it would be %(upper)s.",
            asked=running.asked,
            lower=f"{running.lower:.0%}",
            upper=f"{running.upper:.0%}",
        )
    return str(text)


def answer_rows(funnel: Funnel, kept: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the steps with their answers and bounds."""
    language = current_language()
    return [
        {
            "stage": step.stage.label(language),
            "count": step.count,
            "count_url": leads_url(kept, reached=step.stage.value),
            "asked": step.asked,
            "asked_url": leads_url(kept, answers="asked"),
            "confirmed": step.confirmed,
            "confirmed_url": leads_url(kept, confirmed=step.stage.value),
            "silent": step.asked - step.answered,
            "silent_url": leads_url(kept, answers="silent"),
            "lower": None if step.lower is None else f"{step.lower:.0%}",
            "upper": None if step.upper is None else f"{step.upper:.0%}",
        }
        for step in funnel.steps
    ]


def stage_labels() -> list[str]:
    """Return the heads of the tables."""
    language = current_language()
    return [stage.label(language) for stage in PIPELINE]


def by_type(report: FunnelReport, kept: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return one row a technology type."""
    language = current_language()
    known = technology_types()
    rows = []
    for code, funnel in report.by_type.items():
        label = f"{code} {known[code].label(language)}" if code in known else _("unknown")
        rows.append(_row(label, funnel, kept, type=code or UNKNOWN))
    return rows


def by_region(report: FunnelReport, kept: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return one row a province."""
    language = current_language()
    rows = []
    for prefix, funnel in report.by_region.items():
        code = prefix.ljust(6, "0") if prefix else UNKNOWN
        label = region_name(code, language) if prefix else _("unknown")
        # A narrower region that was asked for stays: the province row counts only its leads.
        region = kept.get("region", "")
        is_inside = bool(prefix) and region.startswith(prefix)
        rows.append(_row(label or code, funnel, kept, region=region if is_inside else code))
    return rows


def _row(label: str, funnel: Funnel, kept: Mapping[str, str], **more: str) -> dict[str, Any]:
    cells = [
        {"count": step.count, "url": leads_url(dict(kept) | more, reached=step.stage.value)}
        for step in funnel.steps
    ]
    return {"label": label, "cells": cells}


def _step(funnel: Funnel, stage: LeadStage) -> FunnelStep:
    return funnel.steps[PIPELINE.index(stage)]


def outside(funnel: Funnel, kept: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the leads that stand beside the funnel."""
    language = current_language()
    return [
        {
            "label": stage.label(language),
            "count": count,
            "url": leads_url(kept, stage=stage.value),
        }
        for stage, count in funnel.outside.items()
    ]
