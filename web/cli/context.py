"""Composition root of the commands: settings, database, runtime, clock."""

import logging
from dataclasses import dataclass
from functools import cached_property

import click
from sqlalchemy import Engine

from data import migrations
from data.clock import Clock, system_clock
from data.encryption import configure_encryption
from data.session import Sessions, make_engine, make_sessions
from data.settings import Settings
from matcher.services.runtime import Runtime

READY_TIMEOUT_SECONDS = 300.0


class NotReadyInTimeError(RuntimeError):
    """The encoder or the catalogue could not be loaded."""


@dataclass(frozen=True)
class Context:
    """What a command works with; each part is made when first asked for."""

    settings: Settings

    @cached_property
    def engine(self) -> Engine:
        """The database, brought to the newest revision."""
        configure_encryption(self.settings.effective_secret_key)
        engine = make_engine(self.settings.effective_database_url)
        migrations.upgrade(engine)
        return engine

    @cached_property
    def sessions(self) -> Sessions:
        """The session factory."""
        return make_sessions(self.engine)

    @cached_property
    def runtime(self) -> Runtime:
        """The runtime, loaded: commands wait for it."""
        runtime = Runtime(self.settings, self.sessions)
        if not runtime.wait_until_ready(READY_TIMEOUT_SECONDS):
            reason = runtime.background.error or "the catalogue could not be read, see the log"
            raise NotReadyInTimeError(str(reason))
        return runtime

    @cached_property
    def clock(self) -> Clock:
        """The clock, moved by the test-only offset."""
        return system_clock(self.settings.clock_offset_seconds)

    def close(self) -> None:
        """Close the connections that were opened."""
        if "engine" in self.__dict__:
            self.engine.dispose()


def open_context() -> Context:
    """Return the context of this process's environment; it closes with the command."""
    from web.logs import configure_logs

    settings = Settings()
    configure_logs(settings.log_format, level=logging.WARNING)
    context = Context(settings)
    click.get_current_context().call_on_close(context.close)
    return context
