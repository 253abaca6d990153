"""The score table of a round as a spreadsheet: results, and every expert's points."""

from __future__ import annotations

from flask_babel import gettext as _

from data.vocabulary import AssignmentStatus
from matcher.expert_review import total
from matcher.services.expert_review.views import RoundView
from web.i18n import current_language
from web.presenters.review_rounds import title
from web.presenters.sheets import Sheet, workbook
from web.presenters.technology import type_label


def score_workbook(view: RoundView) -> bytes:
    """Return the score table of a round whose scores may be seen."""
    return workbook([_results(view), _points(view)])


def _results(view: RoundView) -> Sheet:
    language = current_language()
    indicators = view.system.indicators
    rows = []
    for item in view.items:
        result = view.results[item.application.id]
        rows.append(
            [
                item.application.id,
                item.technology.name,
                item.owner.name if item.owner else None,
                type_label(item.technology.technology_type),
                result.count,
                _rounded(result.mean),
                _rounded(result.spread),
                str(_("yes")) if result.is_flagged else "",
                *(_rounded(result.indicator_means.get(one.code)) for one in indicators),
            ]
        )
    columns = [
        (_("Number"), 8),
        (_("Technology"), 40),
        (_("Applicant"), 30),
        (_("Technology type"), 26),
        (_("Experts"), 8),
        (_("Mean"), 10),
        (_("Spread"), 10),
        (_("Flagged"), 10),
        *((one.name(language), 14) for one in indicators),
    ]
    return Sheet(str(_("Results")), columns, rows, heading=title(view.row))


def _points(view: RoundView) -> Sheet:
    language = current_language()
    names = {one.application.id: one.technology.name for one in view.items}
    indicators = view.system.indicators
    rows = [
        [
            one.assignment.application_id,
            names[one.assignment.application_id],
            one.expert_name,
            _rounded(total(view.system, one.assignment.scores)),
            *(one.assignment.scores.get(indicator.code) for indicator in indicators),
            one.assignment.overall_comment,
        ]
        for one in view.assigned
        if one.assignment.status is AssignmentStatus.SUBMITTED
    ]
    columns = [
        (_("Number"), 8),
        (_("Technology"), 40),
        (_("Expert"), 14),
        (_("Total"), 10),
        *((one.name(language), 14) for one in indicators),
        (_("Overall opinion"), 50),
    ]
    return Sheet(str(_("Points by expert")), columns, rows)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
