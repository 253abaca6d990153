"""Base of every table: constraint names, ids, and the column types the databases lack."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Enum,
    LargeBinary,
    MetaData,
    TypeDecorator,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from data.encryption import decrypt_json, encrypt_json

FEN_PER_YUAN = 100


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes in, aware UTC datetimes out, whatever the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive datetimes and store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "naive datetime"
            raise ValueError(msg)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read back UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Yuan(TypeDecorator[Decimal]):
    """Decimal yuan, stored as whole fen so that both databases keep it exactly."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Store yuan as fen."""
        return None if value is None else int((Decimal(value) * FEN_PER_YUAN).to_integral_value())

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Read fen back as yuan."""
        return None if value is None else Decimal(value) / FEN_PER_YUAN


class EncryptedJson(TypeDecorator[Any]):
    """JSON sealed with AES-GCM; the key is outside the database (SECURITY 8.1.4.7/8)."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:  # noqa: ANN401
        """Seal the value."""
        return None if value is None else encrypt_json(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:  # noqa: ANN401
        """Open the value."""
        return None if value is None else decrypt_json(bytes(value))


Json = JSON().with_variant(JSONB(), "postgresql")
"""Plain JSON: JSONB on PostgreSQL, text on SQLite."""


def _values(enum: type[StrEnum]) -> list[str]:
    return [member.value for member in enum]


class Base(DeclarativeBase):
    """Declarative base of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: UtcDateTime,
        Decimal: Yuan,
        dict[str, Any]: Json,
        list[str]: Json,
        list[dict[str, Any]]: Json,
        StrEnum: Enum(StrEnum, native_enum=False, length=40, values_callable=_values),
    }

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-100)
