"""Notifications and saved searches: everybody's own alone."""

from itertools import count

from data.models import Notification, SavedSearch
from data.vocabulary import NotificationKind, Role
from tests.security.row import EVERY_ROLE, HIDDEN, OWN_ONLY, Row
from tests.security.world import World

_OWNERS = dict.fromkeys(Role, HIDDEN) | {Role.PARK_MANAGER: OWN_ONLY}
_numbers = count(1)


def _search(world: World) -> str:
    with world.write() as session:
        row = SavedSearch(
            user_id=world.person(Role.PARK_MANAGER).user.id,
            name="示例",
            conditions={"type": ["2.1"]},
            last_change_seq=0,
            last_looked_at=world.now,
            created_at=world.now,
        )
        session.add(row)
        session.flush()
        return f"/searches/{row.id}/delete"


def _notification(world: World) -> str:
    with world.write() as session:
        row = Notification(
            user_id=world.person(Role.PARK_MANAGER).user.id,
            kind=NotificationKind.NEW_ENTRIES,
            subject_kind="saved_search",
            subject_id=1,
            details={"name": "示例", "count": 1, "conditions": {"type": ["2.1"]}},
            dedup_key=f"test/{next(_numbers)}",
            created_at=world.now,
        )
        session.add(row)
        session.flush()
        return f"/notifications/{row.id}/open"


def _own(endpoint: str, method: str, path: str, **options) -> Row:
    return Row(endpoint, method, path=path, allowed=EVERY_ROLE, is_session_only=True, **options)


ROWS = [
    _own("notifications.index", "GET", "/notifications"),
    _own("notifications.read_all", "POST", "/notifications/read"),
    _own("notifications.searches", "GET", "/searches"),
    _own("notifications.save", "POST", "/searches", form={"name": "示例", "type": "2.1"}),
    Row("notifications.delete", "POST", path=_search, allowed=_OWNERS, is_session_only=True),
    Row(
        "notifications.open_one", "POST", path=_notification, allowed=_OWNERS, is_session_only=True
    ),
]
