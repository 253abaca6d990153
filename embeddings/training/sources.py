"""The public training pairs: files, checksums, and what each is good for."""

import hashlib
import json
import lzma
import random
from dataclasses import dataclass
from pathlib import Path

Pair = tuple[str, str]
_MAX_CHARACTERS = 256
_CHUNK_BYTES = 2**22


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file of tab-separated pairs and its share in each stage.

    Parameters
    ----------
    limit
        Pairs taken at random for the public stage.
    domain_limit
        Pairs nearest to the taxonomy's texts, taken for the domain stage.
    cross_lingual
        Whether the two sides are in different languages.
    """

    name: str
    file: str
    limit: int
    domain_limit: int
    public_share: float
    domain_share: float
    cross_lingual: bool


SOURCES = (
    Source(
        name="sentences",
        file="training/zh_en_sentences.tsv.xz",
        limit=600_000,
        domain_limit=45_000,
        public_share=0.55,
        domain_share=0.30,
        cross_lingual=True,
    ),
    Source(
        name="title_to_text",
        file="training/chinaxiv_t2a.tsv.xz",
        limit=45_000,
        domain_limit=14_000,
        public_share=0.27,
        domain_share=0.17,
        cross_lingual=False,
    ),
    Source(
        name="abstracts",
        file="training/chinaxiv_zhen.tsv.xz",
        limit=13_000,
        domain_limit=4_000,
        public_share=0.08,
        domain_share=0.06,
        cross_lingual=True,
    ),
    Source(
        name="dictionary",
        file="training/cedict.tsv.xz",
        limit=90_000,
        domain_limit=10_000,
        public_share=0.10,
        domain_share=0.07,
        cross_lingual=True,
    ),
)
TAXONOMY_FILE = "taxonomy.json"


def checksums(data: Path) -> dict[str, str]:
    """Return the SHA-256 of every input file in `data`."""
    found = {}
    for name in (*(source.file for source in SOURCES), TAXONOMY_FILE):
        digest = hashlib.sha256()
        with (data / name).open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
        found[name] = digest.hexdigest()
    return found


def read_pairs(data: Path, source: Source, *, seed: int, limit: int | None = None) -> list[Pair]:
    """Return pairs of a source in seeded random order, each side cut to 256 characters."""
    with lzma.open(data / source.file, "rt", encoding="utf-8") as file:
        lines = file.read().split("\n")
    pairs = [tuple(line.split("\t")) for line in lines if line.count("\t") == 1]
    random.Random(seed).shuffle(pairs)
    count = source.limit if limit is None else min(limit, source.limit)
    return [(a[:_MAX_CHARACTERS], b[:_MAX_CHARACTERS]) for a, b in pairs[:count]]


def taxonomy_pairs(data: Path) -> list[Pair]:
    """Return label-label (zh-en) and keyword-label pairs of the 16 types and 97 topics."""
    pairs: list[Pair] = []
    for label_zh, label_en, keywords, parent in _taxonomy_rows(data):
        pairs.append((label_zh, label_en))
        pairs.append((label_zh, parent))
        pairs.extend((keyword, label_zh) for keyword in keywords)
        pairs.append((" ".join(keywords), label_en))
    return pairs


def taxonomy_texts(data: Path) -> list[str]:
    """Return one Chinese text per type and topic: what "in the domain" means."""
    return [f"{zh} {' '.join(keywords)}" for zh, _, keywords, _ in _taxonomy_rows(data)]


def _taxonomy_rows(data: Path) -> list[tuple[str, str, list[str], str]]:
    taxonomy = json.loads((data / TAXONOMY_FILE).read_text(encoding="utf-8"))
    rows = []
    for category in taxonomy["categories"]:
        for kind in category["types"]:
            rows.append((kind["zh"], kind["en"], kind["keywords"], category["zh"]))
            rows.extend(
                (topic["zh"], topic["en"], topic["keywords"], kind["zh"])
                for topic in kind["sub_technologies"]
            )
    return rows
