"""The catalogue by JSON: published entries are public; drafts and review fields are not."""

from data.vocabulary import CatalogueStatus, Role
from tests.factories.catalogue import make_technology
from tests.security.row import EVERY_ROLE, OWN_ONLY, Row
from tests.security.world import World

CONTACT, OPINION, DRAFT = "13800138000", "内部推荐意见", "草稿中的技术"
_NO_REVIEW = dict.fromkeys(
    (None, *(r for r in Role if r not in {Role.BUREAU_OFFICER, Role.TECHNOLOGY_OWNER})),
    (CONTACT, OPINION),
)


def _technology(world: World, **fields) -> int:
    owner = world.person(Role.TECHNOLOGY_OWNER)
    values = {"applicant_contact": {"phone": CONTACT}, "recommendation_opinion": OPINION}
    with world.write() as session:
        return make_technology(session, world.now, owner=owner, **(values | fields)).id


def _list(world: World) -> str:
    _technology(world, catalogue_status=CatalogueStatus.DRAFT, name=DRAFT)
    return "/api/v1/technologies?status=draft"


def _exchange(world: World) -> str:
    _technology(world)
    _technology(world, catalogue_status=CatalogueStatus.DRAFT, name=DRAFT)
    return "/api/v1/exchange"


ROWS = [
    Row(
        "api_technologies.index",
        "GET",
        path=_list,
        is_public=True,
        absent=dict.fromkeys(
            (None, *(role for role in Role if role is not Role.TECHNOLOGY_OWNER)), (DRAFT,)
        ),
        absent_for_other={Role.TECHNOLOGY_OWNER: (DRAFT,)},
    ),
    Row(
        "api_technologies.show",
        "GET",
        path=lambda world: f"/api/v1/technologies/{_technology(world)}",
        is_public=True,
        absent=_NO_REVIEW | {Role.BUREAU_OFFICER: (CONTACT,), Role.TECHNOLOGY_OWNER: (CONTACT,)},
        absent_for_other={Role.TECHNOLOGY_OWNER: (OPINION,)},
    ),
    Row(
        "api_technologies.demands",
        "GET",
        path=lambda world: f"/api/v1/technologies/{_technology(world)}/demands",
        allowed={Role.TECHNOLOGY_OWNER: OWN_ONLY},
    ),
    Row(
        "api_exchange.index",
        "GET",
        path=_exchange,
        is_public=True,
        absent=dict.fromkeys((None, *Role), (DRAFT, CONTACT, OPINION)),
    ),
    Row(
        "api_form_audit.create",
        "POST",
        path="/api/v1/technologies/audit",
        allowed=EVERY_ROLE,
        json={"name": "示例技术"},
    ),
]
