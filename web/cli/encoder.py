"""`tanqiao encoder`: how good an encoder is, on any folder of judged needs."""

from collections.abc import Sequence
from pathlib import Path

import click

from embeddings.sentence_encoder import SHIPPED_MODEL, SentenceEncoder
from matcher.services.encoder_evaluation import MEASURES, EvaluationRow, evaluate_encoder
from matcher.services.judged_folder import JudgedFolderError, read_judged_folder


@click.group()
def encoder() -> None:
    """Measure text encoders."""


@encoder.command()
@click.argument(
    "folder", type=click.Path(path_type=Path, exists=True, file_okay=False), nargs=-1, required=True
)
@click.option(
    "--model", default=str(SHIPPED_MODEL), help="Name or folder; default the shipped one."
)
def evaluate(folder: tuple[Path, ...], model: str) -> None:
    """Print nDCG@10, recall@10, MRR and hit@1 with 95 % intervals for each FOLDER.

    A folder holds technologies.jsonl and demands.jsonl (text, relevant, optional exclude).
    """
    measured = SentenceEncoder(model)
    click.echo(f"encoder {measured.encoder_id}")
    for one in folder:
        try:
            judged = read_judged_folder(one)
        except JudgedFolderError as error:
            raise click.ClickException(str(error)) from error
        rows = evaluate_encoder(measured, technologies=judged.technologies, demands=judged.demands)
        click.echo(f"\n{one}: {len(judged.technologies)} technologies, {len(judged.demands)} needs")
        _print(rows)


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
