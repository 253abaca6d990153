"""The atlas: public totals; needs only to those who may read them."""

from data.vocabulary import DemandVisibility, Role
from tests.factories.catalogue import make_demand, make_technology
from tests.security.row import ALL, Row
from tests.security.world import World

PRIVATE_NEED, DRAFT = "私有需求的标题", "图谱不显示的草稿"


def _with_records(path: str):
    def made(world: World) -> str:
        poster = world.person(Role.PARK_MANAGER)
        with world.write() as session:
            make_demand(
                session,
                world.now,
                poster,
                title=PRIVATE_NEED,
                visibility=DemandVisibility.PRIVATE,
                technology_types=["2.1.02"],
            )
            make_technology(session, world.now, catalogue_status="draft", name=DRAFT)
        return path

    return made


_NOTHING_PRIVATE = {"absent": dict.fromkeys((None, *Role), (PRIVATE_NEED, DRAFT))}
_READERS = {
    Role.PARK_MANAGER: ALL,
    Role.ENTERPRISE_USER: ALL,
    Role.TECHNOLOGY_OWNER: ALL,
    Role.BUREAU_OFFICER: ALL,
}

ROWS = [
    Row("atlas.index", "GET", path=_with_records("/atlas"), is_public=True, **_NOTHING_PRIVATE),
    Row("atlas.picture_file", "GET", path="/atlas/picture.svg", is_public=True),
    Row("atlas.balance", "GET", path="/atlas/balance", is_public=True),
    Row("atlas.balance_file", "GET", path="/atlas/balance.xlsx", is_public=True),
    Row(
        "atlas.needs",
        "GET",
        path=_with_records("/atlas/needs?topic=2.1.02"),
        allowed=_READERS,
        absent={Role.TECHNOLOGY_OWNER: (PRIVATE_NEED, DRAFT)},
    ),
    Row(
        "api_atlas.atlas",
        "GET",
        path=_with_records("/api/v1/atlas"),
        is_public=True,
        **_NOTHING_PRIVATE,
    ),
    Row("api_atlas.balance", "GET", path="/api/v1/atlas/balance", is_public=True),
]
