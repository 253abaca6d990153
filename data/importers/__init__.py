"""Bulk import: files to rows, with a report of every rejected row."""

from data.cells import neutralise_cell, restore_cell
from data.importers.demands import read_demand
from data.importers.outcomes import (
    AcceptedRow,
    FileFormat,
    ImportKind,
    Outcome,
    RejectedRow,
    UnreadableFileError,
)
from data.importers.parks import read_park
from data.importers.problems import FieldProblem
from data.importers.reading import count_lines, format_of, read_file, read_rows
from data.importers.rows import (
    CaseRow,
    DemandRow,
    EnergyUseRow,
    EnterpriseRow,
    OwnerRow,
    ParkRow,
    Row,
    SiteRow,
    TechnologyRow,
)
from data.importers.social_credit_code import is_unified_social_credit_code
from data.importers.technologies import read_technology
from data.importers.template import template

__all__ = [
    "AcceptedRow",
    "CaseRow",
    "DemandRow",
    "EnergyUseRow",
    "EnterpriseRow",
    "FieldProblem",
    "FileFormat",
    "ImportKind",
    "Outcome",
    "OwnerRow",
    "ParkRow",
    "RejectedRow",
    "Row",
    "SiteRow",
    "TechnologyRow",
    "UnreadableFileError",
    "count_lines",
    "format_of",
    "is_unified_social_credit_code",
    "neutralise_cell",
    "read_demand",
    "read_file",
    "read_park",
    "read_rows",
    "read_technology",
    "restore_cell",
    "template",
]
