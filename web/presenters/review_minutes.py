"""The minutes of a closed round as a Word document to sign (评审会议纪要)."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from data.vocabulary import AssignmentStatus
from matcher.services.expert_review.views import RoundView
from web.i18n import current_language
from web.presenters.review_rounds import title

_MARGIN_CM = 2.2
_TEXT_WIDTH_CM = 16.6
_FIRST_CM = 4.4


def minutes_document(
    view: RoundView, decisions: Mapping[int, dict[str, Any] | None], *, closed_by: str | None
) -> bytes:
    """Return the minutes: what, who, scores, decisions, lines to sign."""
    document = _blank()
    _centered(document, str(_("Minutes of the expert review")), 18)
    _centered(document, title(view.row), 12)
    document.add_heading(str(_("The round")), level=2)
    _table(document, [], _facts(view, closed_by))
    document.add_heading(str(_("Experts")), level=2)
    _table(
        document,
        [_("Name of the expert"), _("Organization"), _("Scored"), _("Stood back")],
        _experts(view),
    )
    document.add_heading(str(_("Scores")), level=2)
    _table(document, _score_header(view), _scores(view))
    document.add_heading(str(_("Decisions")), level=2)
    header = [_("Technology"), _("Decision"), _("Decided by"), _("Date"), _("Grounds")]
    _table(document, header, _decided(view, decisions))
    document.add_heading(str(_("Signatures")), level=2)
    names = [name for name, *_rest in _experts(view)]
    _table(
        document,
        [_("Name of the expert"), _("Signature"), _("Date")],
        [[one, "", ""] for one in names],
    )
    document.add_paragraph(
        str(_("Chair: ________________    Recorded by: ________________    Date: ____________"))
    )
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _facts(view: RoundView, closed_by: str | None) -> list[list[object]]:
    found = view.round
    facts: list[list[object]] = [
        [_("Batch"), view.row.batch.name],
        [_("Review"), found.stage.label(current_language())],
        [_("Round"), found.number],
        [_("Number of applications"), len(view.items)],
        [_("Opened on"), format_date(found.opened_at) if found.opened_at else ""],
        [_("Closed on"), format_date(found.closed_at) if found.closed_at else ""],
        [_("Closed by"), closed_by],
        [_("Indicators, version"), found.indicator_system_version],
        [_("Weights"), _weights(view)],
    ]
    if found.close_reason:
        facts.append([_("Why it was closed before all scores were in"), found.close_reason])
    return facts


def _weights(view: RoundView) -> str:
    shares, language = view.system.shares(), current_language()
    parts = [f"{one.name(language)} {shares[one.code]:.0%}" for one in view.system.indicators]
    return ("、" if language == "zh" else ", ").join(parts)


def _experts(view: RoundView) -> list[list[object]]:
    """Return the experts who took part or stood back, by name; once each."""
    people: dict[int, tuple[str, str]] = {}
    scored: dict[int, int] = {}
    stood_back: dict[int, int] = {}
    for one in view.assigned:
        expert_id, status = one.assignment.expert_id, one.assignment.status
        is_in, is_back = status is AssignmentStatus.SUBMITTED, status is AssignmentStatus.RECUSED
        if is_in or is_back:
            people[expert_id] = (one.expert_name, one.organization_name)
            scored[expert_id] = scored.get(expert_id, 0) + is_in
            stood_back[expert_id] = stood_back.get(expert_id, 0) + is_back
    ordered = sorted(people, key=lambda one: (people[one], one))
    return [[*people[one], scored[one], stood_back[one] or ""] for one in ordered]


def _score_header(view: RoundView) -> list[str]:
    language = current_language()
    names = [one.name(language) for one in view.system.indicators]
    return [_("Technology"), *names, _("Mean"), _("Spread"), _("Experts")]


def _scores(view: RoundView) -> list[list[object]]:
    rows: list[list[object]] = []
    for item in view.items:
        result = view.results[item.application.id]
        means = [_one(result.indicator_means.get(code)) for code in view.system.codes]
        spread = _one(result.spread) + (" *" if result.is_flagged else "")
        rows.append([item.technology.name, *means, _one(result.mean), spread, result.count])
    return rows


def _decided(view: RoundView, decisions: Mapping[int, dict[str, Any] | None]) -> list[list[object]]:
    rows: list[list[object]] = []
    for item in view.items:
        made = decisions.get(item.application.id)
        if made is None:
            rows.append([item.technology.name, _("not decided yet"), "", "", ""])
        else:
            day = format_date(made["at"])
            rows.append([item.technology.name, made["state"], made["by"], day, made["note"]])
    return rows


def _one(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f}"


def _blank() -> Any:  # noqa: ANN401 - python-docx has no types
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(_MARGIN_CM)
    names = ["Normal", "Heading 2"]
    for name, font, size in zip(names, ("宋体", "黑体"), (10.5, 12), strict=True):
        style = document.styles[name]
        style.font.size, style.font.color.rgb = Pt(size), RGBColor(0, 0, 0)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return document


def _centered(document: Any, text: str, size: int) -> None:  # noqa: ANN401 - python-docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold, run.font.size = True, Pt(size)


def _table(document: Any, header: Sequence[object], rows: Sequence[Sequence[object]]) -> None:  # noqa: ANN401 - python-docx
    from docx.shared import Cm

    width = len(header) or (len(rows[0]) if rows else 1)
    table = document.add_table(rows=0, cols=width, style="Table Grid")
    table.autofit = False
    if header:
        for cell, text in zip(table.add_row().cells, header, strict=True):
            cell.paragraphs[0].add_run(str(text)).bold = True
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = "" if value is None else str(value)
    for line in table.rows:
        for number, cell in enumerate(line.cells):
            rest = (_TEXT_WIDTH_CM - _FIRST_CM) / max(width - 1, 1)
            cell.width = Cm(_FIRST_CM if number == 0 else rest)
