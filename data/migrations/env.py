"""Alembic environment: run revisions on the given connection or the configured database."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON, Connection, Enum

from data.models import Base
from data.models.base import EncryptedJson, UtcDateTime, Yuan
from data.session import make_engine
from data.settings import Settings

PLAIN_TYPES = {
    UtcDateTime: "sa.DateTime(timezone=True)",
    Yuan: "sa.BigInteger()",
    EncryptedJson: "sa.LargeBinary()",
    JSON: 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")',
}


def render_item(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Render our types as plain SQL types, so that a revision imports nothing of ours."""
    if kind != "type":
        return False
    if isinstance(item, Enum) and not item.native_enum:
        return f"sa.String(length={item.length})"
    return PLAIN_TYPES.get(type(item), False)


def compare_type(
    _context: Any, _column: Any, _metadata: Any, inspected: Any, model: Any
) -> bool | None:
    """Treat enums as the strings they are stored as; leave the rest to alembic."""
    if isinstance(model, Enum) and not model.native_enum:
        return getattr(inspected, "length", None) != model.length
    return None


def run(connection: Connection) -> None:
    """Run the revisions in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=compare_type,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with make_engine(Settings().effective_database_url).connect() as opened:
        run(opened)
        opened.commit()
