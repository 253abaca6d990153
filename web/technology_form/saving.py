"""A posted page of the form: save its fields, look up addresses, say what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request
from flask_babel import format_datetime
from flask_babel import gettext as _

from matcher.services import technology_cases, technology_drafts, technology_edits
from matcher.services.technology_cases import CasePlace
from matcher.services.technology_drafts import Conflict, Saved
from matcher.services.technology_fields import case_of
from web.access import required_actor
from web.extensions import now, read_only, runtime, writing
from web.technology_form.fields import label_of
from web.technology_form.messages import error_texts
from web.technology_form.posted import Posting, read_posting
from web.technology_form.words import in_words


@dataclass
class Outcome:
    """What became of a posted page."""

    posting: Posting
    saved: Saved
    errors: dict[str, str]
    places: dict[int, CasePlace] = field(default_factory=dict)
    """Case id -> where its newly typed address was found."""

    @property
    def conflicts(self) -> list[Conflict]:
        """Fields that somebody else changed meanwhile."""
        return self.saved.conflicts


def save_posted(technology_id: int) -> Outcome:
    """Save what the request's form says of a draft, field by field."""
    posting = read_posting(request.form)
    with writing() as session:
        saved = technology_drafts.save(
            session,
            actor=required_actor(),
            technology_id=technology_id,
            changes=posting.changes,
            now=now(),
        )
    errors = error_texts([*posting.problems, *saved.problems])
    return Outcome(posting, saved, errors, _look_up(saved))


def _look_up(saved: Saved) -> dict[int, CasePlace]:
    """Find the places of changed addresses outside the write lock, then keep them."""
    touched = {
        path.case_id: path.field == "region_code"
        for path in saved.changed
        if path.case_id is not None and path.field in {"address", "region_code"}
    }
    places = {}
    for case_id, is_chosen in touched.items():
        case = case_of(saved.technology, case_id)
        if case is None:
            continue
        code = case.region_code if is_chosen else None
        found = technology_cases.find_place(runtime(), case.address, code)
        with writing() as session:
            technology_cases.keep_place(
                session,
                actor=required_actor(),
                technology_id=saved.technology.id,
                case_id=case_id,
                found=found,
            )
        places[case_id] = found
    return places


def as_json(outcome: Outcome, fragments: str) -> dict[str, Any]:
    """Return what the page's script needs to go on."""
    whom = whose(outcome)
    return {
        "saved": outcome.saved.written,
        "edits": {path.text: edit_id for path, edit_id in outcome.saved.changed.items()},
        "problems": [{"field": path, "message": text} for path, text in outcome.errors.items()],
        "conflicts": [
            {"field": one.path.text, "message": whom[one.path.text]} for one in outcome.conflicts
        ],
        "saved_at": format_datetime(now(), "HH:mm:ss"),
        "fragments": fragments,
    }


def whose(outcome: Outcome) -> Mapping[str, str]:
    """Return path -> who changed it meanwhile, and when."""
    paths = [one.path.text for one in outcome.conflicts]
    with read_only() as session:
        found = technology_edits.last_editors(session, outcome.saved.technology.id, paths)
    texts = {}
    for path in paths:
        name, at = found.get(path, (None, None))
        texts[path] = str(
            _(
                "Changed meanwhile by %(name)s, %(at)s",
                name=name or _("somebody else"),
                at=format_datetime(at, "short") if at else "—",
            )
        )
    return texts


def conflict_rows(outcome: Outcome) -> list[dict[str, Any]]:
    """Return the colliding fields with both values, for the page on which one is chosen."""
    whom = whose(outcome)
    return [
        {
            "path": one.path.text,
            "label": label_of(one.path),
            "theirs": in_words(one.path, one.theirs),
            "mine": in_words(one.path, one.mine),
            "whose": whom[one.path.text],
            "mark": one.mark,
            "hidden": outcome.posting.values_to_post(one.path.text),
        }
        for one in outcome.conflicts
    ]
