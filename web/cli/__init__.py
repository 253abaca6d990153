"""The operator's command `tanqiao`: each command's module is imported only when it is run."""

import sys
from importlib import import_module

import click

from web.cli.failures import told

COMMANDS = {
    "serve": "web.cli.serve:serve",
    "match": "web.cli.matching:match",
    "import": "web.cli.importing:import_file",
    "exchange": "web.cli.exchange:exchange",
    "user": "web.cli.people:user",
    "token": "web.cli.people:token",  # nosec B105 - a module
    "index": "web.cli.index:index",
    "encoder": "web.cli.encoder:encoder",
    "rank": "web.cli.ranking:rank",
    "jobs": "web.cli.operation:jobs",
    "backup": "web.cli.operation:backup",
    "restore": "web.cli.operation:restore",
    "audit": "web.cli.operation:audit",
    "audit-form": "web.cli.form_audit:audit_form",
    "docs": "web.cli.reference:docs",
}


class LazyGroup(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command, or None if there is no such."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=LazyGroup)
@click.version_option(package_name="tanqiao")
def cli() -> None:
    """碳桥 Tanqiao: low-carbon technologies into industrial parks.

    TANQIAO_VAR and DATABASE_URL apply to every command.
    """


def main() -> None:
    """Run a command; what it refuses on purpose is one line and a non-zero exit."""
    try:
        code = cli.main(standalone_mode=False)  # what a command leaves with, None or 0 where well
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except Exception as error:
        line = told(error)
        if line is None:
            raise
        click.echo(f"Error: {line}", err=True)
        sys.exit(1)
    if code:
        sys.exit(code)
