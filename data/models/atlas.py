"""Where records stand in the technology atlas, computed by a job."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base


class AtlasPoint(Base):
    """The topic nearest to a record's text, and for technologies a place in the map of likeness."""

    __tablename__ = "atlas_point"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id"),
        CheckConstraint("x BETWEEN 0 AND 1", name="x_range"),
        CheckConstraint("y BETWEEN 0 AND 1", name="y_range"),
    )

    subject_kind: Mapped[str] = mapped_column(String(20))
    """`technology` or `demand`."""

    subject_id: Mapped[int]
    encoder_id: Mapped[str] = mapped_column(String(120))
    text_hash: Mapped[str] = mapped_column(String(64))
    """Of the text it was placed by: a changed text is placed anew."""

    topic: Mapped[str] = mapped_column(String(8))
    """Code x.y.zz of the topic nearest in meaning; never shown as stated by its owner."""

    topic_similarity: Mapped[float]
    """Cosine with that topic, within [-1, 1]."""

    x: Mapped[float | None]
    y: Mapped[float | None]
    placed_at: Mapped[datetime]
