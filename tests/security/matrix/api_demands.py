"""Demands and matches by JSON: the poster's tenant, its bureau; owners as far as they may see."""

from data.vocabulary import Role
from tests.factories.catalogue import NEED, make_demand
from tests.security.row import ALL, EVERY_ROLE, HIDDEN, OWN_ONLY, Row
from tests.security.world import World

_POSTERS = {Role.PARK_MANAGER: OWN_ONLY, Role.ENTERPRISE_USER: HIDDEN}
_MATCH_READERS = _POSTERS | {Role.BUREAU_OFFICER: OWN_ONLY}
_LISTERS = dict.fromkeys(
    (Role.PARK_MANAGER, Role.ENTERPRISE_USER, Role.TECHNOLOGY_OWNER, Role.BUREAU_OFFICER), ALL
)
SECRET = "只有本园区知道的需求"


def _demand(world: World, **fields) -> int:
    with world.write() as session:
        return make_demand(session, world.now, world.person(Role.PARK_MANAGER), **fields).id


def _private(suffix: str = ""):
    return lambda world: f"/api/v1/demands/{_demand(world)}{suffix}"


def _list(world: World) -> str:
    _demand(world, title=SECRET)
    return "/api/v1/demands"


ROWS = [
    Row("api_match.create", "POST", path="/api/v1/match", allowed=EVERY_ROLE, json={"text": NEED}),
    Row(
        "api_demands.index",
        "GET",
        path=_list,
        allowed=_LISTERS,
        absent={Role.TECHNOLOGY_OWNER: (SECRET,), Role.ENTERPRISE_USER: (SECRET,)},
        absent_for_other=dict.fromkeys(_LISTERS, (SECRET,)),
    ),
    Row(
        "api_demands.create",
        "POST",
        path="/api/v1/demands",
        allowed={Role.PARK_MANAGER: ALL, Role.ENTERPRISE_USER: ALL},
        json={"title": "示例", "text": NEED},
    ),
    Row(
        "api_demands.show",
        "GET",
        path=_private(),
        allowed=_MATCH_READERS | {Role.TECHNOLOGY_OWNER: HIDDEN},
    ),
    Row(
        "api_demands.change",
        "PUT",
        path=_private(),
        allowed=_POSTERS,
        json={"title": "示例", "text": NEED},
    ),
    Row("api_demands.close", "POST", path=_private("/close"), allowed=_POSTERS),
    Row("api_demands.reopen", "POST", path=_private("/reopen"), allowed=_POSTERS),
    Row("api_demand_matches.runs", "GET", path=_private("/runs"), allowed=_MATCH_READERS),
    Row("api_demand_matches.index", "GET", path=_private("/matches"), allowed=_MATCH_READERS),
]
