"""`python -m embeddings.training --data DIR`: train the shipped encoder from scratch."""

import argparse
import hashlib
import json
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

from embeddings import model_folder
from embeddings.sentence_encoder import SHIPPED_MODEL
from embeddings.training.authored import PAIRS_FOLDER, read_authored
from embeddings.training.hold_out import held_out_topics, without_topics
from embeddings.training.leakage import held_out_texts, without_leaks
from embeddings.training.sources import SOURCES, checksums
from embeddings.training.stages import Model, Selected, domain_pairs, domain_stage, public_stage
from embeddings.training.table import Settings

NAME = "tanqiao-static"
RECORD_FILE = "training.json"


def main() -> None:
    """Read the arguments, train, write the model folder and the record of how it was made."""
    options = _options()
    began = time.monotonic()
    torch.set_num_threads(options.threads)
    written = read_authored(options.pairs)
    authored = without_leaks(written, *held_out_texts(options.data))
    left_out_count = len(written.needs) - len(authored.needs)
    held = [] if options.hold_out is None else held_out_topics(written, options.hold_out)
    authored = without_topics(authored, held)
    files = checksums(options.data)
    public = Settings(steps=options.steps, seed=options.seed)
    domain = Settings(steps=options.domain_steps, rate=options.domain_rate, seed=options.seed + 1)
    record = {
        "inputs_sha256": files,
        "authored": {
            "pairs": len(authored.needs),
            "synonyms": len(authored.synonyms),
            "hard_negatives": len(authored.hard_negatives),
            "left_out_near_development_set": left_out_count,
            "sha256": _authored_hash(options.pairs),
        },
        "held_out_topics": held,
        "dimension": options.dimension,
        "public_stage": asdict(public),
        "domain_stage": asdict(domain) | {"runs": options.domain_runs},
        "shares": {source.name: (source.public_share, source.domain_share) for source in SOURCES},
    }
    first, pairs = _public_part(options, public, files)
    last = domain_stage(
        options.data,
        first,
        pairs,
        authored,
        settings=domain,
        runs=options.domain_runs,
        report=_say,
    )
    tokenizer_json = last.tokenizer().to_str()
    model_folder.write(options.out, name=NAME, table=last.table, tokenizer_json=tokenizer_json)
    record["training_minutes"] = round((time.monotonic() - began) / 60, 1)
    text = json.dumps(record, indent=2, sort_keys=True)
    (options.out / RECORD_FILE).write_text(text + "\n", encoding="utf-8")
    _say(f"{model_folder.name_of(options.out)}@{model_folder.content_hash(options.out)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m embeddings.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public pairs")
    parser.add_argument("--pairs", type=Path, default=PAIRS_FOLDER, help="authored pairs")
    parser.add_argument("--out", type=Path, default=SHIPPED_MODEL, help="model folder to write")
    parser.add_argument(
        "--work", type=Path, help="keep the public stage here (empty it after changes of the code)"
    )
    parser.add_argument("--dimension", type=int, default=256)
    parser.add_argument("--steps", type=int, default=4000, help="of the public stage")
    parser.add_argument("--domain-steps", type=int, default=900)
    parser.add_argument("--domain-runs", type=int, default=3, help="tables averaged")
    parser.add_argument("--domain-rate", type=float, default=0.006)
    parser.add_argument(
        "--hold-out", type=int, help="train a twin without every fourth topic, from this one on"
    )
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def _public_part(
    options: argparse.Namespace, settings: Settings, files: dict[str, str]
) -> tuple[Model, list[Selected]]:
    """Return the public model and the pairs it finds near the domain, kept in `--work`."""
    identity = json.dumps([files, asdict(settings), options.dimension], sort_keys=True)
    name = hashlib.sha256(identity.encode()).hexdigest()[:12]
    kept = None if options.work is None else options.work / f"public-{name}"
    if kept is not None and kept.with_suffix(".npy").is_file():
        vocabulary, selected = json.loads(kept.with_suffix(".json").read_text(encoding="utf-8"))
        pieces = [(piece, score) for piece, score in vocabulary]
        pairs = [(source, [(left, right) for left, right in rows]) for source, rows in selected]
        return Model(pieces, np.load(kept.with_suffix(".npy"))), pairs
    model = public_stage(
        options.data, dimension=options.dimension, settings=settings, extra=[], report=_say
    )
    pairs = domain_pairs(options.data, model, settings.seed)
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps([model.vocabulary, pairs], ensure_ascii=False)
        kept.with_suffix(".json").write_text(text, encoding="utf-8")
        np.save(kept.with_suffix(".npy"), model.table)
    return model, pairs


def _authored_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.jsonl")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
