"""Reads of the public notice: what stands in it, and what the public said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from data.models import Application, CatalogueBatch, PublicComment, Technology, User
from data.queries.applications import ApplicationRow, Owner, statement
from data.vocabulary import CommentStatus, ReviewState


@dataclass(frozen=True, slots=True)
class NoticeBatch:
    """A batch with applications under public notice."""

    batch: CatalogueBatch
    count: int
    opens_on: date | None
    closes_on: date | None
    """The latest last day among its applications."""


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A comment with what it is about and who answered it."""

    comment: PublicComment
    application: Application
    technology: Technology
    batch: CatalogueBatch
    owner_name: str | None
    answered_by: str | None

    @property
    def id(self) -> int:
        """The comment's id."""
        return self.comment.id


def batches_under_notice(session: Session) -> Sequence[NoticeBatch]:
    """Return the batches with applications under public notice, the one that ends last first."""
    last_day = func.max(Application.notice_closes_on)
    rows = session.execute(
        select(CatalogueBatch, func.count(), func.min(Application.notice_opens_on), last_day)
        .join(Application, Application.batch_id == CatalogueBatch.id)
        .where(Application.state == ReviewState.PUBLIC_NOTICE)
        .group_by(CatalogueBatch.id)
        .order_by(last_day.desc(), CatalogueBatch.id)
    )
    return [NoticeBatch(*row) for row in rows]


def under_notice(session: Session, *, batch_id: int) -> Sequence[ApplicationRow]:
    """Return the applications of a batch under public notice, by type and number."""
    found = (
        statement()
        .where(Application.batch_id == batch_id, Application.state == ReviewState.PUBLIC_NOTICE)
        .order_by(Technology.technology_type, Application.id)
    )
    return [ApplicationRow(*row) for row in session.execute(found)]


def one_under_notice(session: Session, application_id: int) -> ApplicationRow | None:
    """Return an application under public notice, or None where it is not (any more)."""
    found = session.execute(
        statement().where(
            Application.id == application_id, Application.state == ReviewState.PUBLIC_NOTICE
        )
    ).first()
    return None if found is None else ApplicationRow(*found)


def published_comments(
    session: Session, application_ids: Sequence[int]
) -> Mapping[int, Sequence[PublicComment]]:
    """Return the answered comments that are public, by application, oldest first."""
    rows = session.scalars(
        select(PublicComment)
        .where(
            PublicComment.application_id.in_(application_ids), PublicComment.is_published.is_(True)
        )
        .order_by(PublicComment.id)
    )
    found: dict[int, list[PublicComment]] = {}
    for row in rows:
        found.setdefault(row.application_id, []).append(row)
    return found


def open_comment_count(session: Session, application_id: int) -> int:
    """Return how many comments on an application wait for an answer."""
    found = session.scalar(
        select(func.count())
        .select_from(PublicComment)
        .where(
            PublicComment.application_id == application_id,
            PublicComment.status == CommentStatus.OPEN,
        )
    )
    return found or 0


def comment_count(session: Session, application_id: int) -> int:
    """Return how many comments an application got."""
    found = session.scalar(
        select(func.count())
        .select_from(PublicComment)
        .where(PublicComment.application_id == application_id)
    )
    return found or 0


def comments(
    session: Session,
    *,
    readable: ColumnElement[bool],
    status: CommentStatus | None = None,
    batch_id: int | None = None,
    comment_id: int | None = None,
    before_id: int | None = None,
    limit: int = 30,
) -> Sequence[CommentRow]:
    """Return readable comments under a filter, newest first."""
    found = (
        select(PublicComment, Application, Technology, CatalogueBatch, Owner.name, User.name)
        .join(Application, Application.id == PublicComment.application_id)
        .join(Technology, Technology.id == Application.technology_id)
        .join(CatalogueBatch, CatalogueBatch.id == Application.batch_id)
        .join(Owner, Owner.id == Application.organization_id, isouter=True)
        .join(User, User.id == PublicComment.answered_by_id, isouter=True)
        .where(readable)
        .order_by(PublicComment.id.desc())
        .limit(limit)
    )
    if status is not None:
        found = found.where(PublicComment.status == status)
    if batch_id is not None:
        found = found.where(Application.batch_id == batch_id)
    if comment_id is not None:
        found = found.where(PublicComment.id == comment_id)
    if before_id is not None:
        found = found.where(PublicComment.id < before_id)
    return [CommentRow(*row) for row in session.execute(found)]
