"""The internal hold-out of the authored pairs as judged folders, and whether a model knows it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from embeddings.training.authored import PAIRS_FOLDER, read_authored
from embeddings.training.hold_out import REPORTED_FOLD, held_out_catalogues, held_out_topics
from matcher.fusion import uses_lexical
from matcher.inference.topics import TYPE_CHARACTERS
from matcher.services.encoder_evaluation import JudgedDemand
from matcher.services.judged_folder import JudgedFolder
from matcher.texts import demand_text, technology_text

RECORD_FILE = "training.json"
"""Where our own models tell what they were trained on."""


def judged_hold_out(pairs: Path = PAIRS_FOLDER, *, fold: int = REPORTED_FOLD) -> list[JudgedFolder]:
    """Return the catalogues of the internal hold-out, each with the needs judged in it.

    References
    ----------
    docs/decisions/0110-internal-hold-out.md.
    """
    authored = read_authored(pairs)
    types = {
        technology: topic[:TYPE_CHARACTERS]
        for (_, technology), topic in zip(authored.needs, authored.topics, strict=True)
    }
    return [
        JudgedFolder(
            {name: technology_text(name=text) for name, text in one.technologies.items()},
            tuple(
                JudgedDemand(
                    text=demand_text(text=need),
                    language="zh" if uses_lexical(need) else "en",
                    relevant=relevant,
                )
                for need, relevant in one.needs
            ),
            {name: types[text] for name, text in one.technologies.items()},
        )
        for one in held_out_catalogues(authored, fold)
    ]


def is_seen_in_training(
    model: str, pairs: Path = PAIRS_FOLDER, *, fold: int = REPORTED_FOLD
) -> bool:
    """Tell whether a model was trained on the needs of the hold-out.

    Only models of our own pipeline say so (`training.json`); any other has not seen the pairs.
    """
    record = Path(model) / RECORD_FILE
    if not record.is_file():
        return False
    left_out = set(json.loads(record.read_text(encoding="utf-8")).get("held_out_topics", ()))
    return not set(held_out_topics(read_authored(pairs), fold)) <= left_out


def written_folders(folder: Path, catalogues: list[JudgedFolder]) -> Iterator[Path]:
    """Write each catalogue as a judged folder under `folder`; yield their paths."""
    for number, one in enumerate(catalogues, start=1):
        target = folder / f"catalogue-{number:02d}"
        target.mkdir(parents=True, exist_ok=True)
        technologies = [
            {"external_id": name, "name": text} for name, text in one.technologies.items()
        ]
        demands = [
            {"text": demand.text, "language": demand.language, "relevant": sorted(demand.relevant)}
            for demand in one.demands
        ]
        _write_lines(target / "technologies.jsonl", technologies)
        _write_lines(target / "demands.jsonl", demands)
        yield target


def _write_lines(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
