"""Everything the service knows in one file, readable into SQLite and PostgreSQL alike.

A .tar.gz of one JSON-lines file a table, the uploads and the secret. Columns are written as they
are stored: sealed fields stay sealed, so the secret is needed to read them and is included.
"""

import base64
import io
import json
import os
import tarfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Enum,
    LargeBinary,
    String,
    Table,
    func,
    insert,
    select,
    text,
    type_coerce,
)
from sqlalchemy.types import TypeEngine

from data.models import Base
from data.models.base import EncryptedJson, Yuan

FORMAT = "tanqiao-backup-1"
_BATCH_ROWS = 1000
_FOLDERS = ("uploads",)
_SECRET = "secret.key"  # noqa: S105  # nosec B105 - a file name


class BackupError(OSError):
    """The file is no backup of ours, or the database is not empty."""


def write_backup(engine: Engine, var: Path, path: Path) -> dict[str, int]:
    """Write one consistent snapshot; return the number of rows of each table."""
    counts: dict[str, int] = {}
    partial = path.with_name(path.name + ".partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w:gz") as archive:
        _add(archive, "format", FORMAT.encode())
        with engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            for table in Base.metadata.sorted_tables:
                lines = list(_lines(connection, table))
                counts[table.name] = len(lines)
                _add(archive, f"tables/{table.name}.jsonl", b"".join(lines))
        for name in (*_FOLDERS, _SECRET):
            if (var / name).exists():
                archive.add(var / name, arcname=f"var/{name}")
    partial.replace(path)
    return counts


def read_backup(engine: Engine, var: Path, path: Path) -> dict[str, int]:
    """Read a backup into an empty, migrated database, in one transaction.

    Raises
    ------
    BackupError
        If the file is no backup of ours, or a table holds rows already.
    """
    counts: dict[str, int] = {}
    try:
        archive = tarfile.open(path, "r:gz")  # noqa: SIM115 - closed below
    except (tarfile.TarError, OSError) as error:
        raise BackupError(f"{path} is no backup: {error}") from error
    with archive, engine.begin() as connection:
        if _read(archive, "format") != FORMAT.encode():
            raise BackupError(f"{path} is no {FORMAT} file")
        _require_empty(connection)
        for table in Base.metadata.sorted_tables:
            lines = _read(archive, f"tables/{table.name}.jsonl").splitlines()
            counts[table.name] = _insert(connection, table, lines)
        _restart_sequences(connection)
        _extract(archive, var)
    return counts


def _lines(connection: Connection, table: Table) -> Iterator[bytes]:
    columns = [type_coerce(column, _stored(column)).label(column.name) for column in table.columns]
    for row in connection.execute(select(*columns).order_by(*table.primary_key)).mappings():
        values = {name: _plain(value) for name, value in row.items()}
        yield json.dumps(values, ensure_ascii=False).encode() + b"\n"


def _stored(column: Column[Any]) -> TypeEngine[Any]:
    """Return the plain type a column is stored as."""
    if isinstance(column.type, EncryptedJson):
        return LargeBinary()
    if isinstance(column.type, Yuan):
        return BigInteger()
    if isinstance(column.type, Enum):
        return String()
    return column.type


def _plain(value: Any) -> Any:  # noqa: ANN401 - one cell
    if isinstance(value, bytes | memoryview):
        return {"base64": base64.b64encode(bytes(value)).decode()}
    if isinstance(value, datetime):
        return {"instant": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return {"json": value} if isinstance(value, dict | list) else value


def _value(plain: Any) -> Any:  # noqa: ANN401 - one cell
    if not isinstance(plain, dict):
        return plain
    kind, value = next(iter(plain.items()))
    if kind == "base64":
        return base64.b64decode(value)
    if kind == "instant":
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if kind == "date" else value


def _insert(connection: Connection, table: Table, lines: list[bytes]) -> int:
    # Stored values go in as they came out: the columns' own types must not seal or convert again.
    plain = Table(
        table.name,
        Base.metadata.__class__(),
        *(Column(column.name, _stored(column)) for column in table.columns),
    )
    for start in range(0, len(lines), _BATCH_ROWS):
        rows = [
            {name: _value(cell) for name, cell in json.loads(line).items()}
            for line in lines[start : start + _BATCH_ROWS]
        ]
        connection.execute(insert(plain), rows)
    return len(lines)


def _require_empty(connection: Connection) -> None:
    for table in Base.metadata.sorted_tables:
        if connection.scalar(select(func.count()).select_from(table)):
            raise BackupError(f"the database is not empty: table {table.name} holds rows")


def _restart_sequences(connection: Connection) -> None:
    if connection.dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        connection.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', 'id'), "  # noqa: S608  # nosec B608 - our own table names
                f'COALESCE((SELECT max(id) FROM "{table.name}"), 1), '
                f'EXISTS (SELECT 1 FROM "{table.name}"))'
            )
        )


def _extract(archive: tarfile.TarFile, var: Path) -> None:
    for member in archive.getmembers():
        if member.name.startswith("var/"):
            member.name = member.name.removeprefix("var/")
            archive.extract(member, var, filter="data")


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    archive.addfile(info, io.BytesIO(content))


def _read(archive: tarfile.TarFile, name: str) -> bytes:
    try:
        member = archive.extractfile(name)
    except KeyError as error:
        raise BackupError(f"the backup lacks {name}") from error
    return member.read() if member is not None else b""
