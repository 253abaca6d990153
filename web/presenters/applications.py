"""Applications as lists, cards and facts: states in words, what is needed next, by when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from data.vocabulary import ReviewSide, ReviewState
from web.i18n import current_language
from web.presenters.technology import category_label, type_label
from web.regions import region_name

if TYPE_CHECKING:
    from data.queries.applications import ApplicationRow

S = ReviewState
TONES = {
    S.DRAFT: "slate",
    S.SUBMITTED: "blue",
    S.RECOMMENDED: "blue",
    S.FIRST_REVIEW: "blue",
    S.SECOND_REVIEW: "blue",
    S.PUBLIC_NOTICE: "amber",
    S.PUBLISHED: "green",
    S.RETURNED: "amber",
    S.REJECTED: "red",
    S.WITHDRAWN: "slate",
    S.SUPERSEDED: "slate",
}
STEPS = (
    S.SUBMITTED,
    S.RECOMMENDED,
    S.FIRST_REVIEW,
    S.SECOND_REVIEW,
    S.PUBLIC_NOTICE,
    S.PUBLISHED,
)


def state_tag(state: ReviewState) -> dict[str, str]:
    """Return a state as text and tone."""
    return {"text": state.label(current_language()), "tone": TONES[state]}


def state_options() -> list[dict[str, str]]:
    """Return the states an application row can have, for a select field."""
    language = current_language()
    return [
        {"value": state.value, "label": state.label(language)}
        for state in S
        if state is not S.DRAFT
    ]


def list_item(row: ApplicationRow, today: date) -> dict[str, Any]:
    """Return one line of a list."""
    application, technology = row.application, row.technology
    language = current_language()
    return {
        "id": application.id,
        "version": application.version,
        "url": url_for("applications.show", application_id=application.id),
        "technology": technology.name,
        "type": type_label(technology.technology_type),
        "category": category_label(technology.technology_type),
        "stage": technology.stage,
        "owner": row.owner_name,
        "region": region_name(row.owner_region_code, language),
        "unit": row.unit_name,
        "batch": row.batch.name if row.batch else None,
        "state": state_tag(application.state),
        "since": application.state_since,
        "submitted_at": application.submitted_at,
        "due_on": application.due_on,
        "is_late": application.due_on is not None and application.due_on < today,
        "is_update": technology.supersedes_id is not None,
        "is_upward": application.previous_application_id is not None,
        "number": application.number_in_batch,
        "next": waits_for(row),
    }


def waits_for(row: ApplicationRow) -> str:
    """Return in a few words who has to do what next."""
    application = row.application
    texts = {
        S.SUBMITTED: _("The recommending unit gives its opinion"),
        S.RECOMMENDED: _("The bureau takes it into first review"),
        S.FIRST_REVIEW: _("The bureau checks that the form is complete"),
        S.SECOND_REVIEW: _("Experts score, then the bureau decides"),
        S.PUBLIC_NOTICE: _("The public may comment"),
        S.PUBLISHED: _("Nothing to do; checked every year"),
        S.RETURNED: _("The applicant corrects the form"),
        S.REJECTED: _("Ended; may apply to another batch"),
        S.WITHDRAWN: _("Ended"),
        S.SUPERSEDED: _("Ended; its update is in the catalogue"),
    }
    if application.state is S.PUBLIC_NOTICE and application.notice_closes_on is not None:
        day = format_date(application.notice_closes_on)
        return str(_("The public may comment until %(day)s", day=day))
    return str(texts[application.state])


def next_step(row: ApplicationRow, sides: Collection[ReviewSide], today: date) -> str:
    """Return in a sentence what happens next, from where the reader stands."""
    application = row.application
    if application.state is S.RETURNED and ReviewSide.OWNER in sides:
        return _correction(application.due_on, today)
    own = {
        S.SUBMITTED: (
            ReviewSide.RECOMMENDING_UNIT,
            _("It is your turn: please recommend it, return it for correction, or decline."),
        ),
        S.RECOMMENDED: (
            ReviewSide.BUREAU,
            _("It is your turn: please take it into first review, or return it."),
        ),
        S.FIRST_REVIEW: (
            ReviewSide.BUREAU,
            _("It is your turn: please check that the form is complete and pass it on."),
        ),
        S.SECOND_REVIEW: (
            ReviewSide.BUREAU,
            _("Once the experts have scored, please decide: public notice, or not passed."),
        ),
    }
    side, text = own.get(application.state, (None, ""))
    if side in sides:
        return str(text)
    if application.state is S.PUBLIC_NOTICE and ReviewSide.BUREAU in sides:
        return _notice(application.notice_closes_on, today)
    return waits_for(row) + ("。" if current_language() == "zh" else ".")


def _correction(due_on: date | None, today: date) -> str:
    if due_on is None:
        return str(_("It is your turn: please correct the form and hand it in again."))
    days = (due_on - today).days
    if days < 0:
        return str(
            _("The correction was due on %(day)s. Please hand it in soon.", day=format_date(due_on))
        )
    return str(
        ngettext(
            "It is your turn: please correct the form and hand it in again by %(day)s, "
            "%(num)s day from now.",
            "It is your turn: please correct the form and hand it in again by %(day)s, "
            "%(num)s days from now.",
            days,
            day=format_date(due_on),
        )
    )


def _notice(closes_on: date | None, today: date) -> str:
    if closes_on is not None and today > closes_on:
        return str(_("The public notice has ended. Please look at the comments and decide."))
    day = format_date(closes_on) if closes_on else "—"
    return str(_("The public notice runs until %(day)s; after that please decide.", day=day))


def steps(
    state: ReviewState, returned_from: ReviewState | None, reached: Collection[ReviewState]
) -> tuple[list[str], int]:
    """Return the steps for the stepper, and where the application stands; -1: beside them.

    Once it is published, steps that it was let off are left out.
    """
    language = current_language()
    walked = [step for step in STEPS if state is not S.PUBLISHED or step in reached]
    at = returned_from if state is S.RETURNED else state
    return [step.label(language) for step in walked], walked.index(at) if at in walked else -1
