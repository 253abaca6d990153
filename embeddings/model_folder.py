"""The files of a model: what our own folder holds, and the identity of any folder."""

import hashlib
import json
import lzma
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

CARD_FILE = "card.json"
TABLE_FILE = "table.npy"
SCALE_FILE = "scale.npy"
TOKENIZER_FILE = "tokenizer.json.xz"
_FORMAT = "tanqiao-static-int8"
_HASH_LENGTH = 12
# Larger files are hashed by their size, their beginning, middle and end: reading a 2 GB model
# only to name it would hold a process start for seconds.
_WHOLE_FILE_BYTES = 64 * 2**20
_SAMPLE_BYTES = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What the loader must know of one of our model folders."""

    name: str
    dimension: int
    vocabulary_count: int
    format: str = _FORMAT


def is_ours(folder: Path) -> bool:
    """Tell whether `folder` holds int8 tables in our format."""
    return (folder / CARD_FILE).is_file() and (folder / TABLE_FILE).is_file()


def read_card(folder: Path) -> Card:
    """Return the card of one of our folders.

    Raises
    ------
    ValueError
        If the format is not the one this code reads.
    """
    stored = json.loads((folder / CARD_FILE).read_text(encoding="utf-8"))
    card = Card(**{key: stored[key] for key in Card.__dataclass_fields__})
    if card.format != _FORMAT:
        raise ValueError(f"unknown model format {card.format}")
    return card


def read_table(folder: Path) -> npt.NDArray[np.float32]:
    """Return the token table, int8 rows times their scales. Shape (vocabulary, dimension)."""
    rows = np.load(folder / TABLE_FILE, allow_pickle=False)
    scale = np.load(folder / SCALE_FILE, allow_pickle=False).astype(np.float32)
    table: npt.NDArray[np.float32] = rows.astype(np.float32)
    table *= scale[:, None]
    return table


def read_tokenizer(folder: Path) -> str:
    """Return the tokenizer as the JSON that the tokenizers library reads."""
    return lzma.decompress((folder / TOKENIZER_FILE).read_bytes()).decode("utf-8")


def write(folder: Path, *, name: str, table: npt.NDArray[np.float32], tokenizer_json: str) -> Card:
    """Write a model folder: the table quantised to int8 by row, the tokenizer, the card."""
    folder.mkdir(parents=True, exist_ok=True)
    scale = (np.abs(table).max(axis=1) / 127).astype(np.float16).astype(np.float32)
    divisor = np.where(scale > 0, scale, 1.0)[:, None]
    np.save(folder / TABLE_FILE, np.clip(np.rint(table / divisor), -127, 127).astype(np.int8))
    np.save(folder / SCALE_FILE, scale.astype(np.float16))
    (folder / TOKENIZER_FILE).write_bytes(
        lzma.compress(tokenizer_json.encode("utf-8"), preset=9 | lzma.PRESET_EXTREME)
    )
    card = Card(name=name, dimension=table.shape[1], vocabulary_count=table.shape[0])
    text = json.dumps(asdict(card), indent=2, sort_keys=True)
    (folder / CARD_FILE).write_text(text + "\n", encoding="utf-8")
    return card


def name_of(folder: Path) -> str:
    """Return the card's name for our folders, the folder's name for others."""
    return read_card(folder).name if is_ours(folder) else folder.resolve().name


def content_hash(folder: Path) -> str:
    """Return 12 hexadecimal digits over the names and contents of the files that matter."""
    digest = hashlib.sha256()
    for path in _model_files(folder):
        digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        _feed(digest, path)
    return digest.hexdigest()[:_HASH_LENGTH]


def cached_revision(name: str) -> str:
    """Return the revision of a named model in the local hub cache, "unknown" if there is none."""
    from huggingface_hub import try_to_load_from_cache

    repository = name if "/" in name else f"sentence-transformers/{name}"
    found = try_to_load_from_cache(repository, "modules.json")
    return Path(found).parent.name[:_HASH_LENGTH] if isinstance(found, str) else "unknown"


def _model_files(folder: Path) -> list[Path]:
    if is_ours(folder):
        return [folder / name for name in (CARD_FILE, SCALE_FILE, TABLE_FILE, TOKENIZER_FILE)]
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".md")
    return sorted(path for path in files if ".git" not in path.relative_to(folder).parts)


def _feed(digest: "hashlib._Hash", path: Path) -> None:
    size = path.stat().st_size
    if size <= _WHOLE_FILE_BYTES:
        digest.update(path.read_bytes())
        return
    with path.open("rb") as file:
        for start in (0, size // 2, size - _SAMPLE_BYTES):
            file.seek(start)
            digest.update(file.read(_SAMPLE_BYTES))
