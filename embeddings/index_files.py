"""Files of an index: named by their content, with a manifest that is replaced last.

A crash while writing leaves the older manifest and the files it names, so an index on disk is
either the old one or the new one. Several processes may write to one folder: the last manifest
wins, and both are complete.
"""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from embeddings.errors import StaleIndexError

MANIFEST_FILE = "manifest.json"
_HASH_LENGTH = 16
_CHUNK_BYTES = 2**22


def write_index(
    folder: Path, manifest: dict[str, Any], writers: dict[str, Callable[[Path], None]]
) -> None:
    """Write the files by their `writers` (key: file name), then the manifest that names them."""
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, str] = {}
    for name, writer in writers.items():
        part = folder / f".{os.getpid()}.{name}"
        writer(part)
        stored = f"{Path(name).stem}-{_checksum(part)}{Path(name).suffix}"
        _sync(part)
        part.replace(folder / stored)
        files[name] = stored
    part = folder / f".{os.getpid()}.{MANIFEST_FILE}"
    text = json.dumps(manifest | {"files": files}, indent=2, sort_keys=True, ensure_ascii=False)
    part.write_text(text + "\n", encoding="utf-8")
    _sync(part)
    part.replace(folder / MANIFEST_FILE)
    _remove_unnamed(folder, set(files.values()))


def read_manifest(folder: Path) -> tuple[dict[str, Any], dict[str, Path]]:
    """Return the manifest and its files by their names, their content verified.

    Raises
    ------
    StaleIndexError
        If there is no index, or a file is missing or damaged.
    """
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
        files = {name: folder / stored for name, stored in manifest.pop("files").items()}
        for name, path in files.items():
            if path.stem.rsplit("-", 1)[-1] != _checksum(path):
                raise StaleIndexError(f"{name} in {folder} is damaged")
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise StaleIndexError(f"no readable index in {folder}: {error}") from error
    return manifest, files


def _checksum(path: Path) -> str:
    digest = hashlib.blake2b(digest_size=_HASH_LENGTH // 2)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _remove_unnamed(folder: Path, named: set[str]) -> None:
    for path in folder.iterdir():
        if path.name not in named | {MANIFEST_FILE} and not path.name.startswith("."):
            path.unlink(missing_ok=True)
