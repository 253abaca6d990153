"""One line of the role x endpoint x owner matrix.

Add a file `tests/security/matrix/NAME.py` with `ROWS`, a list of `Row`, for each blueprint:

    ROWS = [
        Row("demands.show", "GET", path=a_demand, allowed={Role.PARK_MANAGER: OWN_ONLY}),
        Row("catalogue.index", "GET", path="/technologies", is_public=True),
    ]

`path` is text, or a function of the World that makes a fresh object of the tenant `own` and
returns the path. A role that is not named must get 403; nobody at all must be sent to the log-in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from data.vocabulary import Role
from tests.security.world import World


class Scope(Enum):
    """What a role that may call the route gets."""

    ALL = "both tenants pass"
    OWN_ONLY = "the owner's tenant passes, the other tenant gets 404"
    HIDDEN = "neither tenant may know of the object: 404"
    REFUSED = "passes the gate, but the use case answers 403"


ALL, OWN_ONLY, HIDDEN, REFUSED = Scope.ALL, Scope.OWN_ONLY, Scope.HIDDEN, Scope.REFUSED
EVERY_ROLE: Mapping[Role, Scope] = dict.fromkeys(Role, ALL)


@dataclass(frozen=True)
class Row:
    """An endpoint with a method, and what each caller gets."""

    endpoint: str
    method: str
    path: str | Callable[[World], str] = field(kw_only=True)
    allowed: Mapping[Role, Scope] = field(default_factory=dict, kw_only=True)
    is_public: bool = field(default=False, kw_only=True)
    """Nobody at all passes too; `allowed` then only names roles that get less than ALL."""

    is_session_only: bool = field(default=False, kw_only=True)
    """A bearer token of an allowed role gets 403."""

    form: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    json: Any = field(default=None, kw_only=True)
    """Body of a JSON request; None posts `form`."""

    absent: Mapping[Role | None, tuple[str, ...]] = field(default_factory=dict, kw_only=True)
    """Field level: texts that a caller of this role (None: the public) must never receive."""

    absent_for_other: Mapping[Role, tuple[str, ...]] = field(default_factory=dict, kw_only=True)
    """Field level: texts that only the owner's tenant may receive."""

    own_status: int | None = field(default=None, kw_only=True)
    """Exact status where passing means something else than success, such as a guard of its own."""

    def __str__(self) -> str:
        return f"{self.method} {self.endpoint}"

    def path_in(self, world: World) -> str:
        """The path of this row's object, freshly made if the row makes one."""
        return self.path if isinstance(self.path, str) else self.path(world)

    def scope_of(self, role: Role | None) -> Scope | None:
        """What a role gets; None: refused by the gate."""
        if role is not None and role in self.allowed:
            return self.allowed[role]
        return ALL if self.is_public else None
