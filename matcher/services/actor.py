"""Who acts: what use cases need to know of the user behind a request."""

from dataclasses import dataclass

from data.vocabulary import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A user in a role, acting for an organization, by session or by token."""

    user_id: int
    organization_id: int
    role: Role
    region_code: str | None = None
    """A bureau officer's region; None is the whole country."""

    is_token: bool = False
    language: str = "zh"
    address_hash: str | None = None

    @property
    def region_prefix(self) -> str:
        """Return the significant digits of the region: 32 of 320000, 3205 of 320500."""
        code = self.region_code or ""
        while code.endswith("00") and code:
            code = code[:-2]
        return code
