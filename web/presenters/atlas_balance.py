"""Supply beside demand as a page and a spreadsheet show it."""

import io
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from data.importers.cells import neutralise_cell
from data.reference.taxonomy import technology_types
from matcher.atlas.balance import TopicBalance
from matcher.services.atlas import AtlasBalance
from web.i18n import current_language
from web.presenters.atlas import node_name, node_url


def balance_rows(found: AtlasBalance, *, may_open_needs: bool) -> list[dict[str, Any]]:
    """Return the topics grouped by type, each number with the list behind it."""
    by_topic = {row.topic: row for row in found.topics}
    groups = []
    for item in technology_types().values():
        rows = [by_topic[topic.code] for topic in item.topics]
        groups.append(
            {
                "name": node_name(item.code),
                "technology_count": sum(row.technology_count for row in rows),
                "need_count": sum(row.need_count for row in rows),
                "rows": [_row(row, may_open_needs=may_open_needs) for row in rows],
            }
        )
    return groups


def _row(row: TopicBalance, *, may_open_needs: bool) -> dict[str, Any]:
    needs_url = url_for("atlas.needs", topic=row.topic) if may_open_needs else None
    return {
        "name": node_name(row.topic),
        "technology_count": row.technology_count,
        "technologies_url": node_url(row.topic, {}),
        "need_count": row.need_count,
        "needs_url": needs_url,
        "is_short": row.is_short,
        "verdict": verdict(row),
    }


def verdict(row: TopicBalance) -> str:
    """Return in a few words how supply and demand stand."""
    if row.is_unanswered:
        return str(_("Needs without any technology"))
    if row.is_short:
        return str(_("More needs than technologies"))
    if not row.technology_count:
        return str(_("Neither needs nor technologies"))
    return str(_("No open need")) if not row.need_count else _("Enough technologies to choose from")


def conclusion(found: AtlasBalance) -> str:
    """Return in one sentence where needs outnumber supply."""
    short = [row for row in found.topics if row.is_short]
    if not short:
        return str(_("No direction has more open needs than technologies."))
    worst = max(short, key=lambda row: row.need_count - row.technology_count)
    text = ngettext(
        "In %(num)s direction open needs outnumber technologies.",
        "In %(num)s directions open needs outnumber technologies.",
        len(short),
    )
    more = _(
        "Most of all in %(name)s: %(needs)s needs, %(technologies)s technologies.",
        name=node_name(worst.topic),
        needs=worst.need_count,
        technologies=worst.technology_count,
    )
    return str(text + ("" if current_language() == "zh" else " ") + more)


def balance_sheet(found: AtlasBalance) -> bytes:
    """Return the bytes of an .xlsx file with one row a topic."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Supply and demand"))
    sheet.freeze_panes = "B2"
    sheet.column_dimensions["A"].width = 48
    sheet.append([_("Direction"), _("Technologies"), _("Open needs"), _("How they stand")])
    for row in found.topics:
        cells = [node_name(row.topic), row.technology_count, row.need_count, verdict(row)]
        sheet.append([neutralise_cell(value) for value in cells])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
