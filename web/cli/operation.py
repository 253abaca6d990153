"""`tanqiao jobs|backup|restore|audit`: what an operator does now and then."""

import os
import sys
from pathlib import Path

import click

from data.session import reading
from matcher.services import audit as audit_trail
from web.cli.context import open_context


@click.group()
def jobs() -> None:
    """Scheduled jobs."""


@jobs.command("run")
@click.argument("name")
def run_job(name: str) -> None:
    """Run one job now (the same as `python -m jobs run NAME`)."""
    os.execv(sys.executable, [sys.executable, "-m", "jobs", "run", name])  # noqa: S606  # nosec B606


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
def backup(path: Path) -> None:
    """Write everything (database, uploads, secret) to one .tar.gz; the service may run."""
    from data.backup import write_backup

    context = open_context()
    counts = write_backup(context.engine, context.settings.var, path)
    click.echo(f"{sum(counts.values())} rows of {len(counts)} tables written to {path}")
    click.echo("the file holds the service's secret: keep it as safe as the database")


@click.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True))
def restore(path: Path) -> None:
    """Read a backup into an empty database, on SQLite or PostgreSQL alike."""
    from data.backup import read_backup

    context = open_context()
    counts = read_backup(context.engine, context.settings.var, path)
    click.echo(f"{sum(counts.values())} rows of {len(counts)} tables restored")


@click.group()
def audit() -> None:
    """Check the audit trail."""


@audit.command()
def verify() -> None:
    """Check the hash chain; non-zero exit at the first event that does not follow."""
    context = open_context()
    with reading(context.sessions) as session:
        broken = audit_trail.first_broken_event_id(session)
    if broken is not None:
        raise click.ClickException(f"event {broken} does not follow from the one before")
    click.echo("the audit trail is unbroken")
