"""Who acts: what use cases need to know of the user behind a request."""

from dataclasses import dataclass

from data.vocabulary import JurisdictionKind, Role

REGIONAL_KINDS = frozenset(
    {JurisdictionKind.PROVINCE, JurisdictionKind.PREFECTURE, JurisdictionKind.COUNTY}
)
"""Jurisdictions that are a part of the country."""

_NO_REGION = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A user in a role, acting for an organization, by session or by token."""

    user_id: int
    organization_id: int
    role: Role
    region_code: str | None = None
    """A bureau officer's region; None is the whole country, unless the jurisdiction is a system."""

    jurisdiction: JurisdictionKind | None = None
    """Of the organization; None where it has none. An association's officer has no region at all
    (decision 0161)."""

    is_token: bool = False
    language: str = "zh"
    address_hash: str | None = None

    @property
    def is_sectoral(self) -> bool:
        """Whether the actor's jurisdiction is a system (国资委, 兵团, associations, institutes)."""
        regional = {*REGIONAL_KINDS, JurisdictionKind.NATIONAL, None}
        return self.role is Role.BUREAU_OFFICER and self.jurisdiction not in regional

    @property
    def is_national(self) -> bool:
        """Whether the actor is an officer for the whole country."""
        return self.role is Role.BUREAU_OFFICER and not self.region_prefix

    @property
    def region_prefix(self) -> str:
        """Return the significant digits of the region: 32 of 320000, 3205 of 320500.

        Empty is the whole country; an officer of a system gets a prefix that no code has.
        """
        if self.is_sectoral:
            return _NO_REGION
        code = self.region_code or ""
        while code.endswith("00") and code:
            code = code[:-2]
        return code
