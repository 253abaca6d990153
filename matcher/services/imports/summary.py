"""What an import is told, and what it tells."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from matcher.services.actor import Actor

Progress: TypeAlias = Callable[[int], None]
"""Called with the number of rows finished since the last call."""


def no_progress(_count: int) -> None:
    """Report nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportTarget:
    """Into whose namespace rows go, and when."""

    source: str
    """Namespace of `external_id`: an organization's id, or `operator` on the command line."""

    now: datetime
    actor: Actor | None = None
    organization_id: int | None = None
    """Owner of every row, where the importer may write for one organization only."""

    is_demo: bool = False
    forces_draft: bool = False
    """Whether every entry becomes a draft, whatever the file says (owners do not publish)."""


@dataclass(slots=True)
class ImportSummary:
    """What became of the rows."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    incomplete: int = 0
    warnings: list[tuple[str, str]] = field(default_factory=list)
    """(external_id, place warning code) of rows kept without, or with an assumed, position."""

    held: list[str] = field(default_factory=list)
    """external_id of entries that an application holds: they change by an update alone (0163)."""

    @property
    def total(self) -> int:
        """Return the number of rows taken."""
        return self.created + self.updated + self.unchanged + len(self.held)
