"""docs/reference/commands.md: every command of `tanqiao`, and of make."""

import re
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import click

from web.cli import cli
from web.cli.reference.markdown import code, page, section, table

_INTRODUCTION = (
    "`.venv/bin/tanqiao` is the operator's command. `TANQIAO_VAR` and `DATABASE_URL` apply to all "
    "of it ([settings](settings.md)). An error is one line and a non-zero exit code; "
    "`--help` stands after every command."
)
_ROOT = Path(__file__).parents[3]


def commands_page() -> str:
    """Return the page of the commands."""
    made = section("make", table(("command", "what it does"), _make_targets()))
    return page(
        "Commands",
        _INTRODUCTION,
        made,
        *(_command(path, command) for path, command in commands()),
    )


def commands(
    group: click.Group = cli, path: tuple[str, ...] = ("tanqiao",)
) -> Iterator[tuple[str, click.Command]]:
    """Yield every command that does something, with its full name, in alphabetical order."""
    context = click.Context(group, info_name=path[-1])
    for name in sorted(group.list_commands(context)):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        elif command is not None and not command.hidden:
            yield " ".join((*path, name)), command


def _make_targets() -> list[tuple[str, str]]:
    lines = (_ROOT / "Makefile").read_text("utf-8")
    found = re.findall(r"^([a-z]+):.*## (.*)$", lines, re.MULTILINE)
    return [(code(f"make {name}"), meaning) for name, meaning in found]


def _command(path: str, command: click.Command) -> str:
    context = click.Context(command, info_name=path)
    usage = " ".join([path, *command.collect_usage_pieces(context)])
    rows = [
        (
            code(" ".join((*option.opts, *option.secondary_opts))),
            _default(option),
            option.help or "",
        )
        for option in command.params
        if isinstance(option, click.Option) and not option.hidden
    ]
    options = table(("option", "default", "meaning"), rows) if rows else ""
    return section(path, code(usage), cleandoc(command.help or ""), options)


def _default(option: click.Option) -> str:
    if isinstance(option.show_default, str):
        return code(option.show_default)
    # click 8.5 marks "no default" with a sentinel of its own, which is no text to show.
    plain = option.default if isinstance(option.default, str | int | float) else None
    if option.is_flag or plain is None:
        return ""
    return code(str(plain).removeprefix(f"{_ROOT}/"))
