"""Home and catalogue pages: public; drafts, contacts and review texts are not."""

from data.vocabulary import CatalogueStatus, Role
from tests.factories.catalogue import make_technology
from tests.security.row import Row
from tests.security.world import World

CONTACT, OPINION, SOURCE = "13800138001", "只给主管部门看的意见", "联系人张某"
DRAFT = "还是草稿的技术条目"
_REVIEWERS = {Role.BUREAU_OFFICER, Role.TECHNOLOGY_OWNER}
_PRIVATE = dict.fromkeys(
    (None, *(role for role in Role if role not in _REVIEWERS)), (CONTACT, OPINION, SOURCE)
)


def _technology(world: World, **fields) -> int:
    values = {
        "applicant_contact": {"phone": CONTACT},
        "recommendation_opinion": OPINION,
        "technology_source": SOURCE,
    }
    owner = world.person(Role.TECHNOLOGY_OWNER)
    with world.write() as session:
        return make_technology(session, world.now, owner=owner, **(values | fields)).id


def _list(path: str):
    def made(world: World) -> str:
        _technology(world, catalogue_status=CatalogueStatus.DRAFT, name=DRAFT)
        return path

    return made


_NO_DRAFT = {
    "absent": dict.fromkeys(
        (None, *(role for role in Role if role is not Role.TECHNOLOGY_OWNER)), (DRAFT,)
    ),
    "absent_for_other": {Role.TECHNOLOGY_OWNER: (DRAFT,)},
}

ROWS = [
    Row("home.home", "GET", path="/", is_public=True),
    Row(
        "catalogue.index",
        "GET",
        path=_list("/technologies?status=draft"),
        is_public=True,
        **_NO_DRAFT,
    ),
    Row("catalogue.export", "GET", path=_list("/technologies.xlsx"), is_public=True),
    Row(
        "catalogue.show",
        "GET",
        path=lambda world: f"/technologies/{_technology(world)}",
        is_public=True,
        absent=_PRIVATE | {Role.BUREAU_OFFICER: (CONTACT,), Role.TECHNOLOGY_OWNER: (CONTACT,)},
        absent_for_other={Role.TECHNOLOGY_OWNER: (OPINION, SOURCE)},
    ),
]
