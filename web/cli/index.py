"""`tanqiao index`: check or rebuild the in-memory catalogue's saved files."""

import click

from data.session import reading, unit_of_work
from matcher.services.index_check import verify_catalogue
from matcher.services.lexical_manifests import refit_if_outgrown
from web.cli.context import open_context


@click.group()
def index() -> None:
    """Vector and lexical indexes."""


@index.command()
def verify() -> None:
    """Compare the indexes with the database; non-zero exit if they differ."""
    context = open_context()
    runtime = context.runtime
    with reading(context.sessions) as session:
        report = verify_catalogue(session, runtime)
    for line in report.problems:
        click.echo(line, err=True)
    if report.problems:
        raise click.ClickException(
            f"{len(report.problems)} differences; run `tanqiao index rebuild`"
        )
    click.echo(
        f"{report.technology_count} technologies: vectors, lexical index and columns agree with "
        f"the database (encoder {report.encoder_id}, change {report.change_seq})"
    )


@index.command()
def rebuild() -> None:
    """Fit the idf anew, encode what lacks a vector, and save both indexes."""
    context = open_context()
    runtime = context.runtime
    with unit_of_work(context.sessions) as session:
        refit_if_outgrown(session, now=context.clock(), force=True)
    with reading(context.sessions) as session:
        state = runtime.catalogue.rebuild(session)
    runtime.catalogue.save(built_at=context.clock().isoformat())
    click.echo(f"{len(state.columns)} technologies indexed and saved")
