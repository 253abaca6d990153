"""Every operation of /openapi.json keeps what it promises: schemathesis, all checks, all phases.

By token, as a park manager and as a technology owner, over a real connection. 422 is
allowed for input that fits the schema: whether a code is known, an address unique, a date ahead or
weights above zero cannot be said by a schema (listed in docs/reference/api.md).
"""

import shutil
import threading

import pytest
import schemathesis
from schemathesis.engine import events, from_schema
from werkzeug.serving import WSGIRequestHandler, make_server

from data.session import make_engine, make_sessions, unit_of_work
from data.vocabulary import DemandVisibility, Role
from tests.conftest import NOW
from tests.factories.catalogue import TOPICS, make_demand, make_technology
from tests.factories.people import make_bearer, make_person
from tests.factories.runtime import make_runtime
from tests.factories.web import TestClock, make_test_app

CONFIG = {
    "seed": 1,
    "generation": {"max-examples": 6, "database": "none"},
    "phases": {"stateful": {"generation": {"max-examples": 4}}},
    "checks": {
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", "401", "403", "404", "409", "422", "429"]
        }
    },
}


class QuietHandler(WSGIRequestHandler):
    """Keeps connections open and prints nothing."""

    protocol_version = "HTTP/1.1"

    def log(self, *_args) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def world(_sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("schemathesis")
    shutil.copy(_sqlite_template, folder / "api.db")
    engine = make_engine(f"sqlite:///{folder / 'api.db'}")
    sessions = make_sessions(engine)
    with unit_of_work(sessions) as session:
        owner = make_person(session, NOW, Role.TECHNOLOGY_OWNER)
        poster = make_person(session, NOW, Role.PARK_MANAGER)
        for text in TOPICS:
            make_technology(session, NOW, owner=owner, technical_principle=text)
        for _ in range(3):
            make_demand(session, NOW, poster, visibility=DemandVisibility.PUBLIC)
        bearers = {who.user.role: make_bearer(session, who, NOW) for who in (owner, poster)}
    app = make_test_app(sessions, TestClock(NOW), runtime=make_runtime(sessions, folder))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietHandler)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    yield f"http://127.0.0.1:{server.port}/openapi.json", bearers
    server.shutdown()
    serving.join()
    server.server_close()
    engine.dispose()


@pytest.mark.parametrize("role", [Role.PARK_MANAGER, Role.TECHNOLOGY_OWNER], ids=str)
def test_the_api_keeps_its_description(world, role):
    url, bearers = world
    config = schemathesis.Config.from_dict(
        {**CONFIG, "auth": {"openapi": {"bearer": {"bearer": bearers[role]}}}}
    )
    schema = schemathesis.openapi.from_url(url, config=config)

    found, requests = set(), 0
    for event in from_schema(schema).execute():
        if isinstance(event, events.FatalError):
            raise event.exception
        if isinstance(event, events.NonFatalError):
            found.add(f"{event.label}: {event.value}")
        if isinstance(event, events.ScenarioFinished):
            requests += len(event.recorder.interactions)
            found |= set(_failures(event.recorder))

    assert sorted(found) == []
    assert requests > 200


def _failures(recorder):
    for case_id, checks in recorder.checks.items():
        for check in checks:
            if check.failure_info is not None:
                case = recorder.cases[case_id].value
                failure = check.failure_info.failure
                yield f"{case.method} {case.formatted_path} {check.name}: {failure.message[:300]}"
