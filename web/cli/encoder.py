"""`tanqiao encoder`: how good an encoder is, on any folder of judged needs."""

import click


@click.group()
def encoder() -> None:
    """Measure text encoders."""
