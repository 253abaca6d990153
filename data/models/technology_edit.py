"""Who changed which field of a draft, and what stood there before."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, EncryptedJson
from data.vocabulary.application_form import EditCause


class TechnologyEdit(Base):
    """One change of one field while a draft is written; goes with its draft."""

    __tablename__ = "technology_edit"

    technology_id: Mapped[int] = mapped_column(
        ForeignKey("technology.id", ondelete="CASCADE"), index=True
    )
    field: Mapped[str] = mapped_column(String(120))
    """Address of the field, such as `name` or `cases.12.investment_yuan`."""

    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    edited_at: Mapped[datetime]
    cause: Mapped[EditCause]
    before: Mapped[Any | None] = mapped_column(EncryptedJson)
    """What stood there: sealed, since contacts are personal and drafts are secret."""

    after_mark: Mapped[str] = mapped_column(String(16))
    """Mark of what was written, so that an undo takes back this change and no later one."""
