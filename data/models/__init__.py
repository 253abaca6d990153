"""Tables: one module per aggregate; importing this package registers them all."""

from data.models.application import AnnualCheck, Application, ApplicationEvent
from data.models.atlas import AtlasPoint
from data.models.attachment import Attachment
from data.models.audit import AuditEvent
from data.models.base import Base
from data.models.demand import Demand
from data.models.expert_review import (
    ExpertProfile,
    OrganizationGroup,
    ReviewAssignment,
    ReviewRound,
    RoundApplication,
)
from data.models.follow_up import FollowUp, FollowUpToken, Outcome
from data.models.lead import Lead, LeadEvent
from data.models.matching import Change, LexicalManifest, Match, MatchRun, TextVector, VectorSpace
from data.models.message import JobRun, OutboxMessage
from data.models.notification import Notification, SavedSearch
from data.models.organization import Jurisdiction, Organization
from data.models.park import EnergyUse, Enterprise, Park
from data.models.public_comment import PublicComment
from data.models.technology import CatalogueBatch, Technology, TechnologyCase
from data.models.technology_edit import TechnologyEdit
from data.models.user import ApiToken, LoginThrottle, User, UserSession

__all__ = [
    "AnnualCheck",
    "ApiToken",
    "Application",
    "ApplicationEvent",
    "AtlasPoint",
    "Attachment",
    "AuditEvent",
    "Base",
    "CatalogueBatch",
    "Change",
    "Demand",
    "EnergyUse",
    "Enterprise",
    "ExpertProfile",
    "FollowUp",
    "FollowUpToken",
    "JobRun",
    "Jurisdiction",
    "Lead",
    "LeadEvent",
    "LexicalManifest",
    "LoginThrottle",
    "Match",
    "MatchRun",
    "Notification",
    "Organization",
    "OrganizationGroup",
    "OutboxMessage",
    "Outcome",
    "Park",
    "PublicComment",
    "ReviewAssignment",
    "ReviewRound",
    "RoundApplication",
    "SavedSearch",
    "Technology",
    "TechnologyCase",
    "TechnologyEdit",
    "TextVector",
    "User",
    "UserSession",
    "VectorSpace",
]
