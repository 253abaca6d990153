"""Schemathesis on every operation of /openapi.json: all checks, valid and broken requests.

On SQLite only: what it finds lies in reading and describing, not in the database. A 422 for a
schema-valid request is right only for rules that a schema cannot know: the list below (RULINGS 33).
"""

import shutil

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from data.session import make_engine, make_sessions, unit_of_work
from data.vocabulary import Role
from tests.conftest import NOW
from tests.factories.people import make_bearer, make_person
from tests.factories.runtime import make_runtime
from tests.factories.web import TestClock, make_test_app

EXAMPLES = 12
UNKNOWABLE = frozenset(
    {
        "ambiguous_place",  # names and addresses are looked up
        "bad_cursor",  # only lists make cursors
        "control_character",  # NUL, which JSON Schema strings may hold
        "coordinates_incomplete",  # two fields together
        "in_past",  # depends on today
        "not_in_future",
        "not_yours",  # records of other organizations
        "required",  # needed only beside another field
        "text_without_words",
        "unknown_code",  # codes of the reference data
        "unknown_place",
        "unreadable_field",  # an audited record is read by the import's rules
        "weights_all_zero",  # a sum
    }
)


@pytest.fixture(scope="module")
def service(_sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("fuzz")
    shutil.copy(_sqlite_template, folder / "fuzz.db")
    engine = make_engine(f"sqlite:///{folder / 'fuzz.db'}")
    sessions = make_sessions(engine)
    app = make_test_app(sessions, TestClock(NOW), runtime=make_runtime(sessions, folder))
    with unit_of_work(sessions) as session:
        people = [make_person(session, NOW, role) for role in (Role.PARK_MANAGER, Role.EXPERT)]
        bearers = [make_bearer(session, person, NOW) for person in people]
    load_all_checks()
    yield app, bearers
    engine.dispose()


def _schema(app, bearer):
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)

    @schema.auth()
    class _Bearer:
        def get(self, case, context):
            return bearer

        def set(self, case, data, context):
            case.headers["Authorization"] = f"Bearer {data}"

    return schema


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_schemathesis_finds_nothing(service, mode):
    app, bearers = service
    findings = []
    operations = list(_schema(app, bearers[0]).get_all_operations())
    for found in operations:
        operation = found.ok()
        try:
            strategy = operation.as_strategy(generation_mode=mode)
            _run(strategy, findings, operation.label)
        except Unsatisfiable:
            continue  # nothing can be broken in an operation without parameters

    assert len(operations) >= 10
    assert not findings, "\n\n".join(findings[:6])


def _run(strategy, findings, label):
    checks = [c for c in CHECKS.get_all() if c.__name__ != "positive_data_acceptance"]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy, data=st.just(None))
    def run(case, data):
        response = case.call()
        if response.status_code == 422 and case.meta.generation.mode is GenerationMode.POSITIVE:
            rules = {error["rule"] for error in response.json()["errors"]}
            if not rules <= UNKNOWABLE:
                findings.append(f"{label}: refused a valid request: {rules - UNKNOWABLE}")
        try:
            case.validate_response(response, checks=checks)
        except (Exception, BaseExceptionGroup) as error:
            findings.append(f"{label}: {error}"[:800])

    run()
