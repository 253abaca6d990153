"""`tanqiao encoder`: how good an encoder is, on judged needs of ours and of anyone."""

from collections.abc import Sequence
from pathlib import Path

import click

from data.session import reading
from embeddings.sentence_encoder import SHIPPED_MODEL, SentenceEncoder
from embeddings.training.hold_out import FOLDS, REPORTED_FOLD
from matcher.services.encoder_evaluation import MEASURES, EvaluationRow, evaluate_catalogues
from matcher.services.encoder_switch import work_on_switch
from matcher.services.hold_out import is_seen_in_training, judged_hold_out, written_folders
from matcher.services.judged_folder import (
    DEVELOPMENT_SET,
    JudgedFolder,
    JudgedFolderError,
    read_judged_folders,
)
from matcher.services.serving_encoder import AskedEncoder, open_sentence_encoder
from matcher.services.vector_spaces import status
from web.cli.context import open_context

_PROGRESS_SECONDS = 10.0
_FOLD = click.IntRange(0, FOLDS - 1)


@click.group()
def encoder() -> None:
    """Measure text encoders, and change the one that serves."""


@encoder.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), nargs=-1)
@click.option(
    "--model", default=str(SHIPPED_MODEL), help="Name or folder; default the shipped one."
)
@click.option(
    "--fold", type=_FOLD, default=REPORTED_FOLD, help="Which quarter of the topics is held out."
)
def evaluate(folder: tuple[Path, ...], model: str, fold: int) -> None:
    """Print nDCG@10, recall@10, MRR and hit@1 with 95 % intervals.

    On the development set, on the internal hold-out (topics held out of training; a model that
    was trained on them is marked) and on each FOLDER. A folder holds technologies.jsonl and
    demands.jsonl (text, relevant, optional exclude), or such folders, measured as one.
    """
    measured = SentenceEncoder(model)
    click.echo(f"encoder {measured.encoder_id}")
    _measure(measured, "development set", _read(DEVELOPMENT_SET))
    mark = (
        ", SEEN IN TRAINING: no measure of new needs"
        if is_seen_in_training(model, fold=fold)
        else ""
    )
    _measure(measured, f"internal hold-out, fold {fold}{mark}", judged_hold_out(fold=fold))
    for one in folder:
        _measure(measured, str(one), _read(one))


@encoder.command("hold-out")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--fold", type=_FOLD, default=REPORTED_FOLD, help="Which quarter of the topics is held out."
)
def hold_out(folder: Path, fold: int) -> None:
    """Write the catalogues of the internal hold-out as judged folders under FOLDER."""
    for path in written_folders(folder, judged_hold_out(fold=fold)):
        click.echo(str(path))


@encoder.command("status")
def show_status() -> None:
    """Print which encoder serves, which one was asked for, and how far its vectors are."""
    context = open_context()
    with reading(context.sessions) as session:
        found = status(session)
    click.echo(f"ENCODER asks for {context.settings.encoder or 'the shipped encoder'}")
    click.echo(f"in force: {found.in_force_id or 'none yet'}")
    if found.next_id is not None:
        click.echo(
            f"next: {found.next_id}, {found.encoded_count} of {found.technology_count} encoded"
        )


@encoder.command()
def switch() -> None:
    """Encode everything for the encoder that ENCODER names and put it into force, now.

    The jobs process does the same in the background. May be stopped and called again.
    """
    context = open_context()
    wanted = AskedEncoder(
        context.settings.encoder or "", open_sentence_encoder(context.settings.encoder or "")
    )
    is_in_force = False
    while not is_in_force:
        done = work_on_switch(
            context.sessions, wanted, clock=context.clock, seconds=_PROGRESS_SECONDS
        )
        is_in_force = done.is_in_force
        click.echo(f"{done.encoded_count} encoded, {done.missing_count} left")
    click.echo(f"in force: {wanted.source.encoder_id}")


def _read(folder: Path) -> list[JudgedFolder]:
    try:
        return read_judged_folders(folder)
    except JudgedFolderError as error:
        raise click.ClickException(str(error)) from error


def _measure(measured: SentenceEncoder, title: str, catalogues: list[JudgedFolder]) -> None:
    technology_count = sum(len(one.technologies) for one in catalogues)
    demand_count = sum(len(one.demands) for one in catalogues)
    among = "" if len(catalogues) == 1 else f" in {len(catalogues)} catalogues"
    click.echo(f"\n{title}: {technology_count} technologies{among}, {demand_count} needs")
    _print(evaluate_catalogues(measured, [(one.technologies, one.demands) for one in catalogues]))


def _print(rows: Sequence[EvaluationRow]) -> None:
    header = "".join(f"{name:>24}" for name in MEASURES)
    click.echo(f"{'language':<10}{'method':<9}{header}")
    table: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        found = row.estimate
        cell = f"{found.mean:.3f} [{found.low:.3f}, {found.high:.3f}]"
        table.setdefault((row.language, row.method), []).append(f"{cell:>24}")
    for (language, method), cells in table.items():
        click.echo(f"{language:<10}{method:<9}{''.join(cells)}")
