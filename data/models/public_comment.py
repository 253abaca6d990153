"""公示意见: what the public says on an application under public notice, and the answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, EncryptedJson
from data.vocabulary import CommentStatus


class PublicComment(Base):
    """A comment with a sealed name and contact; the text is for the officer until published."""

    __tablename__ = "public_comment"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    receipt_code: Mapped[str] = mapped_column(String(20), unique=True)
    """What the commenter may quote; tells nothing by itself."""

    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)
    sender: Mapped[Any] = mapped_column(EncryptedJson)
    """{name, contact}, sealed; read by the officers of the batch only."""

    consent_version: Mapped[str] = mapped_column(String(20))
    """The wording of the notice under which name and contact were given."""

    status: Mapped[CommentStatus] = mapped_column(default=CommentStatus.OPEN, index=True)
    answer: Mapped[str | None] = mapped_column(Text)
    is_published: Mapped[bool | None]
    """Whether comment and answer stand on the public page, without name; None until answered."""

    unpublished_reason: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    is_demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it
