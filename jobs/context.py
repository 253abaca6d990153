"""What a job needs: made once by the entry point."""

from dataclasses import dataclass

from data.clock import Clock
from data.session import Sessions
from data.settings import Settings
from matcher.services.runtime import Runtime


@dataclass(frozen=True, slots=True, kw_only=True)
class JobContext:
    """Settings, database, clock and runtime of one jobs process.

    The runtime is not started: a job that needs the encoder or the catalogue loads it.
    """

    settings: Settings
    sessions: Sessions
    clock: Clock
    runtime: Runtime
    owner: str
    """Who holds leases: unique to this process, even after its number is used again."""
