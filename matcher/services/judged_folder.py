"""A folder of technologies and judged needs, as `tanqiao encoder evaluate` reads it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import data
from matcher.fusion import uses_lexical
from matcher.services.encoder_evaluation import JudgedDemand
from matcher.texts import demand_text, technology_text

DEVELOPMENT_SET = Path(data.__file__).parent / "judged" / "development"
"""Fictional technologies and judged needs that choices were made on (data/judged/README.md)."""

DEMO_TECHNOLOGIES = Path(data.__file__).parent / "demo" / "technologies"
"""The fictional catalogue of a demo instance."""

_TEXT_FIELDS = (
    "technology_type",
    "technical_principle",
    "key_technology",
    "process_flow",
    "applicability",
)


class JudgedFolderError(ValueError):
    """A file is missing, or a line of it cannot be used."""


@dataclass(frozen=True, slots=True)
class JudgedFolder:
    """Texts by id, and needs with the ids that answer them."""

    technologies: Mapping[str, str]
    demands: tuple[JudgedDemand, ...]
    types: Mapping[str, str] = field(default_factory=dict)
    """Technology type by id, of those that state one."""


def read_judged_folder(folder: Path) -> JudgedFolder:
    """Read `technologies.jsonl` and `demands.jsonl` (`text`, `relevant`, optional `exclude`).

    Raises
    ------
    JudgedFolderError
        Naming the file and line that cannot be used.
    """
    catalogue = _catalogue([folder / "technologies.jsonl"])
    technologies = catalogue.technologies
    demands = tuple(
        _demand(row) for row in _rows(folder / "demands.jsonl", needs=("text", "relevant"))
    )
    unknown = {name for demand in demands for name in demand.relevant} - set(technologies)
    if unknown:
        raise JudgedFolderError(f"relevant technologies are missing: {sorted(unknown)[:5]}")
    return JudgedFolder(technologies, demands, catalogue.types)


def read_technologies(folder: Path) -> JudgedFolder:
    """Return the technologies of all .jsonl files of a folder, without needs.

    Raises
    ------
    JudgedFolderError
        Naming the file and line that cannot be used.
    """
    return _catalogue(sorted(folder.glob("*.jsonl")))


def read_judged_folders(folder: Path) -> list[JudgedFolder]:
    """Read a judged folder, or every judged folder that lies directly in `folder`.

    Raises
    ------
    JudgedFolderError
        As `read_judged_folder`.
    """
    inner = sorted(path.parent for path in folder.glob("*/technologies.jsonl"))
    return [read_judged_folder(one) for one in inner or [folder]]


def _catalogue(paths: Sequence[Path]) -> JudgedFolder:
    rows = [row for path in paths for row in _rows(path, needs=("external_id", "name"))]
    return JudgedFolder(
        {str(row["external_id"]): _technology(row) for row in rows},
        (),
        {
            str(row["external_id"]): str(row["technology_type"])
            for row in rows
            if row.get("technology_type")
        },
    )


def _technology(row: Mapping[str, Any]) -> str:
    return technology_text(
        name=str(row["name"]),
        technology_topics=tuple(row.get("technology_topics") or ()),
        fields=tuple(row.get("fields") or ()),
        **{name: row.get(name) for name in _TEXT_FIELDS},
    )


def _demand(row: Mapping[str, Any]) -> JudgedDemand:
    text = str(row["text"])
    return JudgedDemand(
        text=demand_text(title=row.get("title"), text=text),
        language=str(row.get("language") or ("zh" if uses_lexical(text) else "en")),
        relevant=frozenset(map(str, row["relevant"])),
        excluded=frozenset(map(str, row.get("exclude") or ())),
    )


def _rows(path: Path, *, needs: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    if not path.is_file():
        raise JudgedFolderError(f"{path} is missing")
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                raise JudgedFolderError(f"{path} line {number}: {error}") from error
            lacking = [name for name in needs if name not in row]
            if lacking:
                raise JudgedFolderError(f"{path} line {number} lacks {', '.join(lacking)}")
            yield row
