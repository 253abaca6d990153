"""Bulk imports: rows of a file into records, all in one transaction, idempotent by external_id."""

from matcher.services.imports.demands import import_demands
from matcher.services.imports.parks import import_parks
from matcher.services.imports.summary import ImportSummary, ImportTarget
from matcher.services.imports.technologies import import_technologies

__all__ = [
    "ImportSummary",
    "ImportTarget",
    "import_demands",
    "import_parks",
    "import_technologies",
]
