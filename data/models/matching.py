"""Vectors, the change sequence, and what was shown to whom."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base


class TextVector(Base):
    """The vector of a record's text in one space."""

    __tablename__ = "text_vector"
    __table_args__ = (UniqueConstraint("subject_kind", "subject_id", "space_id"),)

    subject_kind: Mapped[str] = mapped_column(String(20))
    """`technology` or `demand`."""

    subject_id: Mapped[int]
    space_id: Mapped[str] = mapped_column(String(150))
    """`VectorSpace.space_id`."""

    text_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of TEXT_VERSION and the text that was encoded."""

    vector: Mapped[bytes] = mapped_column(LargeBinary)
    """float32, little endian, unit length."""


class VectorSpace(Base):
    """An encoder and a version of the texts that vectors were asked of."""

    __tablename__ = "vector_space"

    space_id: Mapped[str] = mapped_column(String(150), unique=True)
    encoder_id: Mapped[str] = mapped_column(String(120))
    model: Mapped[str] = mapped_column(String(500))
    """What ENCODER said, so that other processes can load it; "" is the shipped one."""

    asked_at: Mapped[datetime]
    in_force_at: Mapped[datetime | None]
    """When it was complete; the newest is the one all processes serve."""


class Change(Base):
    """One committed change of a record that an index must follow; `id` is the sequence."""

    __tablename__ = "change"
    __table_args__ = ({"sqlite_autoincrement": True},)

    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    changed_at: Mapped[datetime]


class LexicalManifest(Base):
    """Frozen idf of the lexical index, so that all processes and past runs agree (RULINGS 9)."""

    __tablename__ = "lexical_manifest"

    manifest_id: Mapped[str] = mapped_column(String(64), unique=True)
    document_count: Mapped[int]
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


class MatchRun(Base):
    """One ranking as it was shown, with everything needed to explain it later."""

    __tablename__ = "match_run"
    __table_args__ = (Index("ix_match_run_demand_inputs", "demand_id", "inputs_hash"),)

    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id", ondelete="CASCADE"))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    inputs_hash: Mapped[str] = mapped_column(String(64))
    """Of demand version, change sequence, weights and versions: equal inputs re-use the run."""

    encoder_id: Mapped[str] = mapped_column(String(120))
    lexical_manifest_id: Mapped[str] = mapped_column(String(64))
    text_version: Mapped[str] = mapped_column(String(20))
    ranker_version: Mapped[str] = mapped_column(String(40))
    factor_set: Mapped[str] = mapped_column(String(60))
    change_seq: Mapped[int]
    weights: Mapped[dict[str, Any]]
    response: Mapped[dict[str, Any]]
    """The response without its matches: understood, warnings, excluded and counts."""


class Match(Base):
    """One technology in a run, at the rank and with the parts that were shown."""

    __tablename__ = "match"
    __table_args__ = (UniqueConstraint("run_id", "rank"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("match_run.id", ondelete="CASCADE"), index=True)
    technology_id: Mapped[int] = mapped_column(ForeignKey("technology.id"), index=True)
    rank: Mapped[int]
    score: Mapped[float]
    item: Mapped[dict[str, Any]]
    """The match as it was returned."""
