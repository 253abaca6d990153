"""`tanqiao exchange`: published entries to and from other platforms, as one file."""

from datetime import date, datetime
from pathlib import Path

import click

from data.exchange import ExchangeFile
from data.queries.organizations import organization_by_name
from data.session import reading
from matcher.services.exchange import (
    UnreadableExchangeError,
    exported,
    origin_of,
    read_file,
    take_in,
)
from web.cli.context import Context, open_context

SHOWN_REJECTS = 50
SHOWN_HELD = 50


@click.group()
def exchange() -> None:
    """Exchange files of published entries (docs/how-to/exchange.md)."""


@exchange.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="Only entries published on or after a day."
)
def export_file(file: Path, since: datetime | None) -> None:
    """Write all published entries with their cases."""
    context = open_context()
    day: date | None = since.date() if since else None
    with reading(context.sessions) as session:
        made = exported(session, platform=_platform(context), now=context.clock(), since=day)
    partial = file.with_name(file.name + ".partial")
    partial.write_text(made.model_dump_json(indent=1) + "\n", "utf-8")
    partial.replace(file)
    click.echo(f"{made.entry_count} entries written to {file}, checksum {made.checksum}")


@exchange.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--dry-run", is_flag=True, help="Read and check only; write nothing.")
@click.option("--organization", help="Owner of every draft; default: the owner each entry names.")
@click.option(
    "--as-published", is_flag=True, help="Take them as published: when taking over a catalogue."
)
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", help="Of reasons.")
def import_file(
    file: Path,
    *,
    dry_run: bool,
    organization: str | None,
    as_published: bool,
    language: str,
) -> None:
    """Take in the entries of a file as drafts; may be repeated, known ids are replaced."""
    try:
        entries = read_file(file.read_bytes())
    except UnreadableExchangeError as error:
        raise click.ClickException(f"nothing was imported: {error}") from error
    context = open_context()
    report = take_in(
        context.runtime,
        entries,
        platform=_platform(context),
        now=context.clock(),
        organization_id=_organization_id(context, organization),
        as_published=as_published,
        is_dry_run=dry_run,
        language=language,
    )
    for one in report.rejected[:SHOWN_REJECTS]:
        reasons = "; ".join(one.reasons)
        click.echo(f"rejected: entry {one.number} ({one.entry_id}): {reasons}", err=True)
    if dry_run:
        good = len(entries) - len(report.rejected) - report.kept - len(report.held)
        click.echo(f"{good} entries would be taken in; nothing was written")
    if report.held:
        shown = ", ".join(report.held[:SHOWN_HELD])
        click.echo(f"held by an application here, change by an update alone: {shown}", err=True)
    click.echo(
        f"{report.created} created, {report.updated} updated, {report.unchanged} unchanged, "
        f"{report.kept} kept as they are, {len(report.held)} held by an application, "
        f"{len(report.rejected)} rejected"
    )


@exchange.command("schema")
def schema() -> None:
    """Print the JSON schema of exchange files."""
    import json

    click.echo(json.dumps(ExchangeFile.model_json_schema(), ensure_ascii=False, indent=1))


def _platform(context: Context) -> str:
    return origin_of(context.settings.public_url)


def _organization_id(context: Context, name: str | None) -> int | None:
    if name is None:
        return None
    with reading(context.sessions) as session:
        found = organization_by_name(session, name)
    if found is None:
        raise click.ClickException(f"no organization is named {name}")
    return found.id
