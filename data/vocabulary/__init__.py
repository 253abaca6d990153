"""Code lists shared by every layer; the stored value is English, labels are zh and en."""

from data.vocabulary.application_form import (
    UNKNOWABLE,
    EditCause,
    FormFileKind,
    FormSection,
    Pollutant,
)
from data.vocabulary.atlas import AtlasColour, AtlasSize, CostBand
from data.vocabulary.catalogue import CatalogueScope, CatalogueStatus, ProjectType, TechnologyStage
from data.vocabulary.catalogue_search import CatalogueEvidence, CatalogueSort
from data.vocabulary.conversion import (
    Barrier,
    FollowUpStatus,
    JobStatus,
    LeadSide,
    LeadStage,
    MeasurementMethod,
    OutboxStatus,
)
from data.vocabulary.demands import (
    ClimateZone,
    Datum,
    DemandStatus,
    DemandVisibility,
    EnergyCarrier,
    PositionPrecision,
)
from data.vocabulary.expert_review import (
    AssignmentStatus,
    CommentStatus,
    ConflictGround,
    Declaration,
    ReviewStage,
    RoundStatus,
)
from data.vocabulary.form_audit import FindingRule, FindingSeverity
from data.vocabulary.notifications import NotificationKind
from data.vocabulary.people import (
    TOTP_REQUIRED_ROLES,
    JurisdictionKind,
    OrganizationKind,
    OrganizationStatus,
    Role,
)
from data.vocabulary.quantities import Comparator, QuantityKind
from data.vocabulary.review import (
    CheckStatus,
    Recommendation,
    ReviewSide,
    ReviewState,
    WithdrawalReason,
)
from data.vocabulary.term import Term

__all__ = [
    "TOTP_REQUIRED_ROLES",
    "UNKNOWABLE",
    "AssignmentStatus",
    "AtlasColour",
    "AtlasSize",
    "Barrier",
    "CatalogueEvidence",
    "CatalogueScope",
    "CatalogueSort",
    "CatalogueStatus",
    "CheckStatus",
    "ClimateZone",
    "CommentStatus",
    "Comparator",
    "ConflictGround",
    "CostBand",
    "Datum",
    "Declaration",
    "DemandStatus",
    "DemandVisibility",
    "EditCause",
    "EnergyCarrier",
    "FindingRule",
    "FindingSeverity",
    "FollowUpStatus",
    "FormFileKind",
    "FormSection",
    "JobStatus",
    "JurisdictionKind",
    "LeadSide",
    "LeadStage",
    "MeasurementMethod",
    "NotificationKind",
    "OrganizationKind",
    "OrganizationStatus",
    "OutboxStatus",
    "Pollutant",
    "PositionPrecision",
    "ProjectType",
    "QuantityKind",
    "Recommendation",
    "ReviewSide",
    "ReviewStage",
    "ReviewState",
    "Role",
    "RoundStatus",
    "TechnologyStage",
    "Term",
    "WithdrawalReason",
]
