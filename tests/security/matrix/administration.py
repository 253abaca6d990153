"""Organizations, users, failed log-ins, the audit trail: the three administrators apart."""

from itertools import count

from data.models import LoginThrottle
from data.vocabulary import OrganizationStatus, Role
from tests.factories.people import make_organization, make_person
from tests.security.row import ALL, OWN_ONLY, Row
from tests.security.world import OWN, REGIONS, World

_numbers = count(1)
_DECIDERS = {Role.BUREAU_OFFICER: OWN_ONLY, Role.SYSTEM_ADMIN: ALL}


def _organization(world: World) -> int:
    with world.write() as session:
        made = make_organization(
            session,
            world.now,
            Role.PARK_MANAGER,
            status=OrganizationStatus.PENDING,
            region_code=REGIONS[OWN],
        )
    return made.id


def _user(world: World) -> int:
    with world.write() as session:
        return make_person(session, world.now, Role.EXPERT).user.id


def _lock(world: World) -> int:
    with world.write() as session:
        row = LoginThrottle(key_hash=f"{next(_numbers):064d}", first_failed_at=world.now)
        session.add(row)
        session.flush()
        return row.id


def _by(role: Role, endpoint: str, method: str, path, **options) -> Row:
    return Row(endpoint, method, path=path, allowed={role: ALL}, is_session_only=True, **options)


ROWS = [
    Row("organizations.registration_form", "GET", path="/register", is_public=True),
    Row("organizations.register", "POST", path="/register", is_public=True),
    Row(
        "organizations.index",
        "GET",
        path="/organizations",
        allowed={Role.BUREAU_OFFICER: ALL, Role.SYSTEM_ADMIN: ALL},
        is_session_only=True,
    ),
    Row(
        "organizations.show",
        "GET",
        path=lambda world: f"/organizations/{_organization(world)}",
        allowed=_DECIDERS,
        is_session_only=True,
    ),
    Row(
        "organizations.decide",
        "POST",
        path=lambda world: f"/organizations/{_organization(world)}/decision",
        allowed=_DECIDERS,
        is_session_only=True,
        form={"decision": "approve", "version": "1"},
    ),
    Row(
        "organization_changes.rename",
        "POST",
        path=lambda world: f"/organizations/{_organization(world)}/name",
        allowed=_DECIDERS,
        is_session_only=True,
        form={"name": "", "version": "1"},
    ),
    Row(
        "organization_changes.record_group",
        "POST",
        path=lambda world: f"/organizations/{_organization(world)}/group",
        allowed={Role.BUREAU_OFFICER: OWN_ONLY},
        is_session_only=True,
        form={"group": "示例集团"},
    ),
    _by(Role.SYSTEM_ADMIN, "users.index", "GET", "/users"),
    _by(Role.SYSTEM_ADMIN, "users.new", "GET", "/users/new"),
    _by(Role.SYSTEM_ADMIN, "users.create", "POST", "/users"),
    _by(
        Role.SYSTEM_ADMIN,
        "users.deactivate",
        "POST",
        lambda world: f"/users/{_user(world)}/deactivate",
    ),
    _by(
        Role.SYSTEM_ADMIN,
        "users.activate",
        "POST",
        lambda world: f"/users/{_user(world)}/activate",
    ),
    _by(
        Role.SYSTEM_ADMIN,
        "users.reset_password",
        "POST",
        lambda world: f"/users/{_user(world)}/password",
    ),
    _by(Role.SECURITY_ADMIN, "account_log_ins.index", "GET", "/log-ins"),
    _by(
        Role.SECURITY_ADMIN,
        "account_log_ins.unlock",
        "POST",
        lambda world: f"/log-ins/locks/{_lock(world)}/unlock",
    ),
    _by(
        Role.SECURITY_ADMIN, "account_log_ins.reset_second_factor", "POST", "/log-ins/second-factor"
    ),
    _by(Role.AUDIT_ADMIN, "account_audit.index", "GET", "/audit"),
    _by(Role.AUDIT_ADMIN, "account_audit.verify", "POST", "/audit/verify"),
]
