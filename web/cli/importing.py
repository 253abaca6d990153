"""`tanqiao import`: bulk files into the catalogue, all rows or, if asked, the good ones."""

from collections.abc import Callable, Sequence
from pathlib import Path

import click
from tqdm import tqdm

from data.forms.limits import FILE_BYTES
from data.forms.recognising import is_form_file
from data.importers import AcceptedRow, ImportKind, RejectedRow, Row, read_file, template
from data.queries.organizations import organization_by_name
from data.session import reading
from matcher.services.imports import (
    ImportSummary,
    ImportTarget,
    import_demands,
    import_parks,
    import_technologies,
)
from web.cli.context import Context, open_context
from web.cli.forms import WORD_ENDING, blank_form, form_row

SHOWN_WARNINGS = 20
_IMPORTS: dict[ImportKind, Callable[..., ImportSummary]] = {
    ImportKind.TECHNOLOGIES: import_technologies,
    ImportKind.DEMANDS: import_demands,
    ImportKind.PARKS: import_parks,
}
_ROWS_COUNTED_TWICE = frozenset({ImportKind.TECHNOLOGIES})
"""Kinds whose rows are encoded and then written: both steps move the bar."""


@click.command("import")
@click.argument("kind", type=click.Choice([kind.value for kind in ImportKind]))
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Read and check only; write nothing.")
@click.option("--skip-bad", is_flag=True, help="Import the good rows; default is all or none.")
@click.option("--organization", help="Organization the rows belong to (needed for demands).")
@click.option(
    "--template",
    "template_path",
    type=click.Path(path_type=Path),
    help="Write a template and stop: an .xlsx for many rows, or, ending in .docx, a blank 申报表.",
)
@click.option("--form", is_flag=True, help="With --template: a blank 申报表, also as .xlsx.")
@click.option("--number", help="Number of the entry that one 申报表 becomes; made up by default.")
@click.option(
    "--language", type=click.Choice(["zh", "en"]), default="zh", help="Of headers and messages."
)
def import_file(
    kind: str,
    file: Path | None,
    dry_run: bool,
    skip_bad: bool,
    organization: str | None,
    template_path: Path | None,
    form: bool,
    number: str | None,
    language: str,
) -> None:
    """Import technologies, demands or parks from a .jsonl or .xlsx file.

    One technology may also come as its 申报表, .docx or .xlsx.
    """
    wanted = ImportKind(kind)
    if template_path is not None:
        template_path.write_bytes(_template(wanted, template_path, is_form=form))
        click.echo(f"Template written to {template_path}")
        return
    if file is None:
        raise click.UsageError("FILE is missing")
    rows = _form(wanted, file, language, number)
    if rows is None:
        rows = _read(wanted, file, language, skip_bad=skip_bad)
    if dry_run:
        click.echo(f"{len(rows)} rows would be imported; nothing was written")
        return
    context = open_context()
    summary = _written(context, wanted, rows, organization)
    _report(summary)


def _template(kind: ImportKind, path: Path, *, is_form: bool) -> bytes:
    is_form = is_form or path.suffix.lower() == WORD_ENDING
    if is_form and kind is not ImportKind.TECHNOLOGIES:
        raise click.UsageError("only technologies have a form")
    return blank_form(path) if is_form else template(kind)


def _form(kind: ImportKind, file: Path, language: str, number: str | None) -> list[Row] | None:
    """Return the one row of a form, or None where the file is for bulk import."""
    if kind is not ImportKind.TECHNOLOGIES:
        return None
    with file.open("rb") as stream:
        content = stream.read(FILE_BYTES + 1)
    if not is_form_file(content, file_name=file.name):
        return None
    return [form_row(content, file_name=file.name, language=language, number=number)]


def _read(kind: ImportKind, file: Path, language: str, *, skip_bad: bool) -> list[Row]:
    rows: list[Row] = []
    rejected = 0
    for outcome in read_file(kind, file):
        if isinstance(outcome, AcceptedRow):
            rows.append(outcome.row)
        elif isinstance(outcome, RejectedRow):
            rejected += 1
            click.echo(f"rejected: {outcome.text(language)}", err=True)
    if rejected and not skip_bad:
        raise click.ClickException(
            f"{rejected} of {rejected + len(rows)} rows are rejected; nothing was imported "
            "(--skip-bad imports the others)"
        )
    return rows


def _written(
    context: Context, kind: ImportKind, rows: Sequence[Row], organization: str | None
) -> ImportSummary:
    target = ImportTarget(
        source="operator",
        now=context.clock(),
        organization_id=_organization_id(context, organization),
    )
    total = len(rows) * (2 if kind in _ROWS_COUNTED_TWICE else 1)
    runtime = context.runtime
    with tqdm(total=total, unit=" rows", desc=kind.value, leave=False) as bar:
        summary = _IMPORTS[kind](
            runtime,
            rows,
            target=target,
            progress=bar.update,
        )
    if kind is ImportKind.TECHNOLOGIES:
        with reading(context.sessions) as session:
            runtime.catalogue.current(session)
        runtime.catalogue.save(built_at=context.clock().isoformat())
    return summary


def _organization_id(context: Context, name: str | None) -> int | None:
    if name is None:
        return None
    with reading(context.sessions) as session:
        found = organization_by_name(session, name)
    if found is None:
        raise click.ClickException(f"no organization is named {name}")
    return found.id


def _report(summary: ImportSummary) -> None:
    click.echo(
        f"{summary.created} created, {summary.updated} updated, {summary.unchanged} unchanged"
        f", {summary.incomplete} incomplete"
    )
    if summary.held:
        shown = ", ".join(summary.held[:SHOWN_WARNINGS])
        click.echo(f"left as they are, an application holds them: {shown}", err=True)
    for external_id, warning in summary.warnings[:SHOWN_WARNINGS]:
        click.echo(f"note: {external_id}: {warning}", err=True)
    if len(summary.warnings) > SHOWN_WARNINGS:
        click.echo(f"note: {len(summary.warnings) - SHOWN_WARNINGS} more", err=True)
