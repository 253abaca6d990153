"""Two tenants of every role, and the objects of the first: what the matrix acts in."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from types import SimpleNamespace

from sqlalchemy.orm import Session

from data.models import UserSession
from data.session import Sessions, unit_of_work
from data.vocabulary import Role
from matcher.services import user_sessions
from matcher.services.atlas_snapshot import SnapshotCache
from matcher.services.errors import NotReadyError
from tests.factories.people import Person, make_bearer, make_person

OWN, OTHER = "own", "other"
REGIONS = {OWN: "320500", OTHER: "110000"}


class LoadingRuntime(SimpleNamespace):
    """A runtime that is still loading: what passes the gate and needs it answers 503."""

    is_built = False
    background = SimpleNamespace(ready=False)
    factor_set = "notice-2024-0.5703"

    def __init__(self) -> None:
        super().__init__(atlas=SnapshotCache())

    def __getattr__(self, name: str):
        if name.startswith("__"):
            raise AttributeError(name)
        raise NotReadyError(name)


class World:
    """People by role and tenant. Objects that rows make belong to the tenant `own`."""

    def __init__(self, sessions: Sessions, now: datetime, app) -> None:
        self.sessions, self.now, self.app = sessions, now, app
        self.people: dict[tuple[Role, str], Person] = {}
        with self.write() as session:
            for tenant, region in REGIONS.items():
                for role in Role:
                    is_officer = role is Role.BUREAU_OFFICER
                    person = make_person(
                        session, now, role, region_code=region if is_officer else None
                    )
                    person.organization.region_code = region
                    self.people[role, tenant] = person
            self.bearers = {
                key: make_bearer(session, person, now) for key, person in self.people.items()
            }

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A unit of work in which a row makes its object."""
        with unit_of_work(self.sessions) as session:
            yield session

    def person(self, role: Role, tenant: str = OWN) -> Person:
        """The user of a role in a tenant."""
        return self.people[role, tenant]

    def client(self, role: Role | None, tenant: str = OWN):
        """A fresh browser, logged in unless the role is None, and its form token."""
        client = self.app.test_client()
        if role is None:
            page = client.get("/login").get_data(as_text=True)
            return client, re.search(r'name="csrf_token" value="([0-9a-f]{64})"', page).group(1)
        person = self.people[role, tenant]
        with self.write() as session:
            token, row_id = user_sessions.open_session(
                session,
                user_id=person.user.id,
                now=self.now,
                is_second_factor_passed=person.totp_secret is not None,
            )
            csrf_token = session.get(UserSession, row_id).csrf_token
        client.set_cookie("sid", token)
        return client, csrf_token
