"""The navigation of each role: one table; entries whose page is not there are left out."""

from dataclasses import dataclass

from data.vocabulary import Role


def _(text: str) -> str:
    """Mark a text for translation; it is translated where it is shown."""
    return text


@dataclass(frozen=True, slots=True)
class Entry:
    """A link: its text, its endpoint, who sees it (empty: everyone)."""

    label: str
    endpoint: str
    roles: frozenset[Role] = frozenset()
    icon: str = "right"

    def is_for(self, role: Role | None) -> bool:
        """Return whether a caller of this role (None: the public) sees the link."""
        return not self.roles or role in self.roles


_POSTERS = frozenset({Role.PARK_MANAGER, Role.ENTERPRISE_USER})
_OWNER = frozenset({Role.TECHNOLOGY_OWNER})
_BUREAU = frozenset({Role.BUREAU_OFFICER})
_EXPERT = frozenset({Role.EXPERT})
_EVERYONE = frozenset(Role)

NAVIGATION = (
    Entry(_("Technologies"), "catalogue.index"),
    Entry(_("Atlas"), "atlas.index"),
    Entry(_("Public notices"), "public_notices.index"),
    Entry(_("My needs"), "demands.index", _POSTERS),
    Entry(_("Post a need"), "demand_form.new", _POSTERS),
    Entry(_("My technologies"), "technology_drafts.index", _OWNER),
    Entry(_("Needs"), "demands.index", _OWNER | _BUREAU),
    Entry(_("Applications"), "applications.index", _OWNER | _BUREAU),
    Entry(_("Calls"), "batches.index", _OWNER | _BUREAU),
    Entry(_("Expert reviews"), "review_rounds.index", _BUREAU),
    Entry(_("My reviews"), "my_reviews.index", _EXPERT),
    Entry(_("My expert profile"), "experts.own", _EXPERT),
    Entry(_("Introductions"), "leads.index", _POSTERS | _OWNER | _BUREAU),
    Entry(_("Funnel"), "reports.funnel", _BUREAU),
    Entry(_("Import"), "imports.index", _POSTERS | _OWNER | _BUREAU),
    Entry(_("Organizations"), "organizations.index", _BUREAU | {Role.SYSTEM_ADMIN}),
    Entry(_("Users"), "users.index", frozenset({Role.SYSTEM_ADMIN})),
    Entry(_("Log-ins"), "account_log_ins.index", frozenset({Role.SECURITY_ADMIN})),
    Entry(_("Audit trail"), "account_audit.index", frozenset({Role.AUDIT_ADMIN})),
)

ACCOUNT_ITEMS = (
    Entry(_("My account"), "account_settings.overview", _EVERYONE, "user"),
    Entry(_("Log-ins and tokens"), "account_settings.credentials", _EVERYONE, "lock"),
    Entry(_("Two-step verification"), "account_second_factor.overview", _EVERYONE, "ok"),
)
