"""Every operation of /openapi.json keeps what it promises: schemathesis, all checks, all phases.

By token, as a park manager and as a technology owner, over a real connection. On SQLite only: what
it finds lies in reading and describing, not in the database. A 422 for input that fits the schema
is right only for rules that a schema cannot know: the list below (RULINGS 33, and the page
docs/reference/api.md).
"""

import shutil
import threading

import pytest
import schemathesis
from schemathesis import GenerationMode
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
    "generation": {"max-examples": 3, "database": "none"},
    "phases": {"stateful": {"generation": {"max-examples": 2}}},
    "checks": {
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", "401", "403", "404", "409", "422", "429"]
        }
    },
}

UNKNOWABLE = frozenset(
    {
        "address_not_found",  # names and addresses are looked up
        "ambiguous_place",
        "bad_cursor",  # only lists make cursors
        "control_character",  # NUL, which JSON Schema strings may hold
        "coordinates_incomplete",  # two fields together
        "in_past",  # depends on today
        "not_all_zero",  # a sum
        "not_in_future",
        "not_yours",  # records of other organizations
        "number_taken",  # among the organization's own
        "required",  # needed only beside another field
        "text_without_words",
        "too_few_items",  # cases of the form that is handed in
        "unknown_code",  # codes of the reference data
        "unknown_place",
        "unreadable_field",  # an audited record is read by the import's rules
        "weights_all_zero",
    }
)


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
            found |= set(_failures(event.recorder)) | set(_refusals(event.recorder))

    assert sorted(found) == []
    assert requests > 200


def _failures(recorder):
    for case_id, checks in recorder.checks.items():
        for check in checks:
            if check.failure_info is not None:
                case = recorder.cases[case_id].value
                failure = check.failure_info.failure
                yield f"{case.method} {case.formatted_path} {check.name}: {failure.message[:300]}"


def _refusals(recorder):
    for case_id, interaction in recorder.interactions.items():
        case = recorder.cases[case_id].value
        response = interaction.response
        if response is None or response.status_code != 422 or not _is_valid(case):
            continue
        rules = {error["rule"] for error in response.json()["errors"]} - UNKNOWABLE
        if rules:
            yield f"{case.method} {case.formatted_path} refused a valid request: {sorted(rules)}"


def _is_valid(case) -> bool:
    return case.meta is not None and case.meta.generation.mode is GenerationMode.POSITIVE
