"""Pages of needs and matches: the poster's tenant and its bureau; owners see what is visible."""

from data.vocabulary import DemandVisibility, Role
from tests.factories.catalogue import make_demand
from tests.security.row import ALL, HIDDEN, OWN_ONLY, Row
from tests.security.world import World

_POSTERS = {Role.PARK_MANAGER: OWN_ONLY, Role.ENTERPRISE_USER: HIDDEN}
_READERS = _POSTERS | {Role.BUREAU_OFFICER: OWN_ONLY}
_LISTERS = dict.fromkeys(
    (Role.PARK_MANAGER, Role.ENTERPRISE_USER, Role.TECHNOLOGY_OWNER, Role.BUREAU_OFFICER), ALL
)
_MAY_POST = {Role.PARK_MANAGER: ALL, Role.ENTERPRISE_USER: ALL}
SECRET = "别的单位不该看到的需求"


def _demand(world: World, **fields) -> int:
    poster = world.person(Role.PARK_MANAGER)
    with world.write() as session:
        return make_demand(session, world.now, poster, **fields).id


def _of_demand(suffix: str = "", **fields):
    return lambda world: f"/needs/{_demand(world, **fields)}{suffix}"


def _list(world: World) -> str:
    _demand(world, title=SECRET, visibility=DemandVisibility.PRIVATE)
    return "/needs"


ROWS = [
    Row(
        "demands.index",
        "GET",
        path=_list,
        allowed=_LISTERS,
        absent={Role.TECHNOLOGY_OWNER: (SECRET,), Role.ENTERPRISE_USER: (SECRET,)},
        absent_for_other=dict.fromkeys(_LISTERS, (SECRET,)),
    ),
    Row(
        "demands.show",
        "GET",
        path=_of_demand(visibility=DemandVisibility.PRIVATE),
        allowed=_READERS | {Role.TECHNOLOGY_OWNER: HIDDEN},
    ),
    Row("demands.close", "POST", path=_of_demand("/close"), allowed=_POSTERS, is_session_only=True),
    Row(
        "demands.reopen",
        "POST",
        path=_of_demand("/reopen"),
        allowed=_POSTERS,
        is_session_only=True,
    ),
    Row("demand_form.new", "GET", path="/needs/new", allowed=_MAY_POST),
    Row(
        "demand_form.post",
        "POST",
        path="/needs/new",
        allowed=_MAY_POST,
        is_session_only=True,
        form={"step": "text", "text": "余热回收"},
    ),
    Row("demand_form.edit", "GET", path=_of_demand("/edit"), allowed=_POSTERS),
    Row(
        "demand_form.change",
        "POST",
        path=_of_demand("/edit"),
        allowed=_POSTERS,
        is_session_only=True,
        form={"step": "text", "text": "余热回收"},
    ),
    Row("matches.show", "GET", path=_of_demand("/matches"), allowed=_READERS),
    Row(
        "matches.use_reading",
        "POST",
        path=_of_demand("/understood"),
        allowed=_POSTERS,
        is_session_only=True,
        form={"code": "max_investment", "use": "0"},
    ),
    Row("compare.show", "GET", path=_of_demand("/compare?technology=1"), allowed=_READERS),
]
