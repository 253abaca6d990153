"""`tanqiao docs`: the reference pages that are written from the code."""

from pathlib import Path

import click

DEFAULT_FOLDER = Path(__file__).parents[3] / "docs"


@click.command()
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=DEFAULT_FOLDER,
    show_default="docs",
    help="Where the pages are written.",
)
def docs(folder: Path) -> None:
    """Write the pages that the code says: reference, glossary, index of decisions."""
    for name, text in reference_pages().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
        click.echo(f"wrote {name}")


def reference_pages() -> dict[str, str]:
    """Return every generated page: path under docs/ -> Markdown. The same code, the same pages."""
    from web.cli.reference.codes import codes_page
    from web.cli.reference.commands import commands_page
    from web.cli.reference.decisions import decisions_page
    from web.cli.reference.fields import fields_page
    from web.cli.reference.glossary import glossary_page
    from web.cli.reference.routes import routes_page
    from web.cli.reference.settings import settings_page

    return {
        "reference/settings.md": settings_page(),
        "reference/commands.md": commands_page(),
        "reference/fields.md": fields_page(),
        "reference/codes.md": codes_page(),
        "reference/routes.md": routes_page(),
        "glossary.md": glossary_page(),
        "decisions/README.md": decisions_page(),
    }
