"""`tanqiao rank`: how good the whole ranking is, and fitting what it infers to an encoder."""

import lzma
from collections.abc import Sequence
from pathlib import Path

import click

from embeddings.sentence_encoder import SHIPPED_MODEL, SentenceEncoder
from embeddings.training.authored import read_authored
from embeddings.training.hold_out import (
    FOLDS,
    held_out_topics,
    without_topics,
)
from matcher.confidence import write_confidence_model
from matcher.inference.topics import FITTED_FOLDER, read_topic_model, write_topic_model
from matcher.services.encoder_evaluation import MEASURES, EvaluationRow
from matcher.services.hold_out import judged_hold_out
from matcher.services.judged_folder import (
    DEVELOPMENT_SET,
    JudgedFolder,
    JudgedFolderError,
    read_judged_folders,
)
from matcher.services.ranking_evaluation import INFERRED_SIGNALS, evaluate_ranking, ranked_needs
from matcher.services.ranking_fit import fit_ranking
from matcher.services.topic_fit import out_of_field_texts

SENTENCES_FILE = Path("training", "zh_en_sentences.tsv.xz")
SENTENCES, EVERY = 1500, 400
"""Everyday sentences the topic model learns as out of the field. Source: docs/decisions/0121."""

_MODEL = click.option(
    "--model", default=str(SHIPPED_MODEL), help="Name or folder; default the shipped one."
)
_FITTED = click.option(
    "--fitted",
    type=click.Path(path_type=Path, file_okay=False),
    default=FITTED_FOLDER,
    help="Where the fitted figures lie; default those that ship.",
)


@click.group()
def rank() -> None:
    """Measure the ranking, and fit it to an encoder."""


@rank.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), nargs=-1)
@_MODEL
@_FITTED
@click.option("--ablation", is_flag=True, help="Also without each inferred signal.")
@click.option(
    "--fold", type=click.IntRange(0, FOLDS - 1), help="Also a quarter of the internal hold-out."
)
def evaluate(
    folder: tuple[Path, ...], model: str, fitted: Path, ablation: bool, fold: int | None
) -> None:
    """Print nDCG@10, recall@10, MRR and hit@1 of the whole ranking with 95 % intervals.

    On the development set, and on each FOLDER as `tanqiao encoder evaluate` takes it. Places and
    costs are left out: judgements say what answers a need, not what is near or cheap.
    """
    encoder = SentenceEncoder(model)
    click.echo(f"encoder {encoder.encoder_id}")
    left_out = [frozenset({name}) for name in INFERRED_SIGNALS] + [frozenset(INFERRED_SIGNALS)]
    sets = [("development set", _read(DEVELOPMENT_SET))]
    if fold is not None:
        sets.append((f"internal hold-out, fold {fold}", judged_hold_out(fold=fold)))
    sets += [(str(one), _read(one)) for one in folder]
    topics = read_topic_model(fitted)
    for title, catalogues in sets:
        needs = [need for one in catalogues for need in ranked_needs(encoder, one, model=topics)]
        click.echo(f"\n{title}: {len(needs)} needs")
        _print(evaluate_ranking(needs, without=left_out if ablation else ()))


@rank.command()
@_MODEL
@_FITTED
@click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    required=True,
    help="Folder of the public pairs, as for the training of the encoder.",
)
@click.option(
    "--without-fold", type=click.IntRange(0, FOLDS - 1), help="Leave this fold's topics out."
)
def fit(model: str, fitted: Path, data: Path, without_fold: int | None) -> None:
    """Fit topics and confidence to an encoder: after each new model, a few minutes."""
    encoder = SentenceEncoder(model)
    authored = read_authored()
    if without_fold is not None:
        authored = without_topics(authored, held_out_topics(authored, without_fold))
    found = fit_ranking(
        encoder,
        authored,
        foreign=out_of_field_texts(),
        sentences=_sentences(data / SENTENCES_FILE),
    )
    write_topic_model(found.topics, fitted)
    write_confidence_model(found.confidence, fitted)
    click.echo(f"sharpness {found.topics.sharpness:.2f}, confidence {found.confidence}")
    click.echo(f"{'probability':<14}{'matches':>9}{'mean':>8}{'relevant':>10}")
    for one in found.reliability:
        click.echo(
            f"{one.low:.1f} to {one.high:.1f}    {one.count:>9}{one.probability:>8.2f}"
            f"{one.relevant_share:>10.2f}"
        )


def _sentences(path: Path) -> list[str]:
    """Return everyday sentences, Chinese and English, spread over the file."""
    found: list[str] = []
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % EVERY == 0:
                found += line.rstrip("\n").split("\t")[:2]
            if len(found) >= SENTENCES:
                break
    return found


def _read(folder: Path) -> list[JudgedFolder]:
    try:
        return read_judged_folders(folder)
    except JudgedFolderError as error:
        raise click.ClickException(str(error)) from error


def _print(rows: Sequence[EvaluationRow]) -> None:
    width = max(len(row.method) for row in rows) + 2
    click.echo(f"{'language':<10}{'ranking':<{width}}" + "".join(f"{m:>24}" for m in MEASURES))
    table: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        found = row.estimate
        cell = f"{found.mean:.3f} [{found.low:.3f}, {found.high:.3f}]"
        table.setdefault((row.language, row.method), []).append(f"{cell:>24}")
    for (language, method), cells in table.items():
        click.echo(f"{language:<10}{method:<{width}}{''.join(cells)}")
