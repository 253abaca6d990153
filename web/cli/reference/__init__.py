"""`tanqiao docs`: the reference pages that are written from the code."""

from pathlib import Path

import click

DEFAULT_FOLDER = Path(__file__).parents[3] / "docs" / "reference"


@click.command()
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=DEFAULT_FOLDER,
    show_default="docs/reference",
    help="Where the pages are written.",
)
def docs(folder: Path) -> None:
    """Write docs/reference from the code: settings, commands, fields, codes, routes."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in reference_pages().items():
        (folder / name).write_text(text, "utf-8")
        click.echo(f"wrote {name}")


def reference_pages() -> dict[str, str]:
    """Return every generated page: file name -> Markdown. The same code gives the same pages."""
    from web.cli.reference.codes import codes_page
    from web.cli.reference.commands import commands_page
    from web.cli.reference.fields import fields_page
    from web.cli.reference.routes import routes_page
    from web.cli.reference.settings import settings_page

    return {
        "settings.md": settings_page(),
        "commands.md": commands_page(),
        "fields.md": fields_page(),
        "codes.md": codes_page(),
        "routes.md": routes_page(),
    }
