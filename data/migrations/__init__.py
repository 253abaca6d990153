"""Numbered revisions of the database, and the functions that run and check them."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

FOLDER = Path(__file__).parent


def alembic_config(connection: Connection) -> Config:
    """Return Alembic's configuration for an open connection."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest revision; safe to call at every start."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # Two processes may start at once: the second waits and finds nothing to do.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(741001)")
        command.upgrade(alembic_config(connection), "head")


def check(engine: Engine) -> None:
    """Raise if the models and the newest revision differ."""
    with engine.begin() as connection:
        command.check(alembic_config(connection))
