"""Use cases of the public notice: anybody comments until the last day; officers answer."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from data.clock import local_day
from data.models import PublicComment
from data.queries import public_notices as reads
from data.queries.applications import ApplicationRow
from data.queries.public_notices import CommentRow
from data.vocabulary import CommentStatus
from matcher.services import audit, review_access
from matcher.services.actor import Actor
from matcher.services.errors import (
    ConflictError,
    FieldProblem,
    InvalidError,
    NotFoundError,
    TooManyError,
)

CONSENT_VERSION: Final = "2026-1"
"""Wording of the notice beside the box; raised when the wording changes."""

MAX_NAME_CHARACTERS: Final = 80
MAX_CONTACT_CHARACTERS: Final = 120
MIN_TEXT_CHARACTERS: Final = 5
MAX_TEXT_CHARACTERS: Final = 4000
MAX_ANSWER_CHARACTERS: Final = 4000
MAX_PER_APPLICATION: Final = 500
"""Comments of one application. Source: docs/decisions/0176-public-comments.md."""

_CODE_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE_LENGTH: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentForm:
    """What a member of the public says."""

    name: str
    contact: str
    text: str
    has_consented: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerForm:
    """What an officer answers, and whether both stand on the public page."""

    answer: str
    is_published: bool | None
    unpublished_reason: str = ""


def notice_of(session: Session, application_id: int) -> ApplicationRow:
    """Return an application under public notice, or raise NotFoundError; it is public."""
    found = reads.one_under_notice(session, application_id)
    if found is None:
        raise NotFoundError("public_notice", application_id)
    return found


def takes_comments(row: ApplicationRow, now: datetime) -> bool:
    """Return whether the last day of the notice has not passed."""
    closes_on = row.application.notice_closes_on
    return closes_on is not None and local_day(now) <= closes_on


def comment(
    session: Session, *, application_id: int, form: CommentForm, now: datetime
) -> PublicComment:
    """Take a comment; name and contact are sealed.

    Raises
    ------
    NotFoundError
        If the application is not under public notice.
    ConflictError
        If the last day has passed.
    InvalidError
        Naming each field that breaks a rule, consent included.
    TooManyError
        If the application has as many comments as anybody can answer.
    """
    row = notice_of(session, application_id)
    if not takes_comments(row, now):
        closes_on = row.application.notice_closes_on
        raise ConflictError("notice_closed", day=closes_on.isoformat() if closes_on else "")
    _check(form)
    if reads.comment_count(session, application_id) >= MAX_PER_APPLICATION:
        raise TooManyError("too_many_comments", retry_after_seconds=86_400)
    made = PublicComment(
        application_id=application_id,
        receipt_code="".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH)),
        at=now,
        text=form.text.strip(),
        sender={"name": form.name.strip(), "contact": form.contact.strip()},
        consent_version=CONSENT_VERSION,
        status=CommentStatus.OPEN,
    )
    session.add(made)
    session.flush()
    audit.record(
        session,
        now=now,
        action="public_comment.made",
        subject_kind="public_comment",
        subject_id=made.id,
        details={
            "application_id": application_id,
            "text_hash": hashlib.sha256(made.text.encode()).hexdigest(),
            "consent_version": CONSENT_VERSION,
        },
    )
    return made


def readable_comment(session: Session, actor: Actor, comment_id: int) -> CommentRow:
    """Return a comment that the officer answers, or raise NotFoundError."""
    found = reads.comments(
        session, readable=review_access.comments_readable_by(actor), comment_id=comment_id
    )
    if not found:
        raise NotFoundError("public_comment", comment_id)
    return found[0]


def answer(
    session: Session,
    *,
    actor: Actor,
    comment_id: int,
    form: AnswerForm,
    version: int,
    now: datetime,
) -> PublicComment:
    """Answer a comment, or correct the answer; say whether both are shown to the public.

    Raises
    ------
    NotFoundError
        If the actor may not know of it.
    ConflictError
        If another officer answered meanwhile.
    InvalidError
        Naming each field that breaks a rule: a reason is due where it stays unpublished.
    """
    found = readable_comment(session, actor, comment_id).comment
    if found.version != version:
        raise ConflictError("changed_meanwhile")
    _check_answer(form)
    found.answer = form.answer.strip()
    found.is_published = form.is_published
    found.unpublished_reason = form.unpublished_reason.strip() or None
    found.status = CommentStatus.ANSWERED
    found.answered_at, found.answered_by_id = now, actor.user_id
    session.flush()
    audit.record(
        session,
        now=now,
        action="public_comment.answered",
        actor=actor,
        subject_kind="public_comment",
        subject_id=found.id,
        details={
            "application_id": found.application_id,
            "answer_hash": hashlib.sha256(found.answer.encode()).hexdigest(),
            "is_published": found.is_published,
            "version": found.version,
        },
    )
    return found


def _check(form: CommentForm) -> None:
    problems = [
        FieldProblem(field=name, rule="required")
        for name, value in (
            ("text", form.text.strip()),
            ("name", form.name.strip()),
            ("contact", form.contact.strip()),
        )
        if not value
    ]
    if form.text.strip() and len(form.text.strip()) < MIN_TEXT_CHARACTERS:
        values = {"min": MIN_TEXT_CHARACTERS}
        problems.append(FieldProblem(field="text", rule="too_short", values=values))
    problems += [
        FieldProblem(field=name, rule="too_long", values={"max": most})
        for name, value, most in (
            ("text", form.text, MAX_TEXT_CHARACTERS),
            ("name", form.name, MAX_NAME_CHARACTERS),
            ("contact", form.contact, MAX_CONTACT_CHARACTERS),
        )
        if len(value) > most
    ]
    if not form.has_consented:
        problems.append(FieldProblem(field="consent", rule="consent_needed"))
    if problems:
        raise InvalidError(problems)


def _check_answer(form: AnswerForm) -> None:
    problems = []
    if not form.answer.strip():
        problems.append(FieldProblem(field="answer", rule="required"))
    for name, value in (("answer", form.answer), ("unpublished_reason", form.unpublished_reason)):
        if len(value) > MAX_ANSWER_CHARACTERS:
            values = {"max": MAX_ANSWER_CHARACTERS}
            problems.append(FieldProblem(field=name, rule="too_long", values=values))
    if form.is_published is None:
        problems.append(FieldProblem(field="is_published", rule="choose_one"))
    if form.is_published is False and not form.unpublished_reason.strip():
        problems.append(FieldProblem(field="unpublished_reason", rule="required"))
    if problems:
        raise InvalidError(problems)
