"""Files people upload; the bytes lie under var/ by a random name."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base


class Attachment(Base):
    """One uploaded file, kept as it came, with its SHA-256."""

    __tablename__ = "attachment"

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    field: Mapped[str | None] = mapped_column(String(60))
    file_name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    stored_name: Mapped[str] = mapped_column(String(40), unique=True)
    created_at: Mapped[datetime]
