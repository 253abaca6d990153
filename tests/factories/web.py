"""The application for tests, and a browser that knows about forms."""

import re
from datetime import datetime, timedelta
from types import SimpleNamespace

import pyotp
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from data.session import Sessions, unit_of_work
from data.settings import Settings
from matcher.services.atlas_snapshot import SnapshotCache
from matcher.services.errors import NotReadyError
from matcher.services.search_snapshot import SearchCache
from tests.factories.people import PASSWORD, Person, make_session_token
from web.app import create_app

SECRET = "a secret of the web tests only"


class CompiledTemplates(BytecodeCache):
    """Templates compiled once a process: a new application a test need not compile them again."""

    def __init__(self) -> None:
        self._by_key: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._by_key:
            bucket.bytecode_from_string(self._by_key[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._by_key[bucket.key] = bucket.bytecode_to_string()


_templates = CompiledTemplates()


def _built_once(make):
    """Share what Werkzeug compiles of a rule between applications: half the cost of making one."""
    made = {}

    def _compile_builder(rule, append_unknown=True):
        key = (tuple(rule._trace), repr(rule.defaults), append_unknown)
        if key not in made:
            made[key] = make(rule, append_unknown)
        return made[key]

    return _compile_builder


Rule._compile_builder = _built_once(Rule._compile_builder)


class TestClock:
    """A clock that a test moves."""

    __test__ = False

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **duration) -> datetime:
        self.now += timedelta(**duration)
        return self.now


class UnreadCatalogue:
    """A stand-in for a catalogue that is still being read."""

    encoder_id = "test-encoder"

    def current(self, session):
        raise NotReadyError("index")


def ready_runtime() -> SimpleNamespace:
    """A stand-in for matcher.services.runtime.Runtime where no matching happens."""
    return SimpleNamespace(
        atlas=SnapshotCache(),
        search=SearchCache(),
        is_built=True,
        background=SimpleNamespace(ready=True),
        encoder=SimpleNamespace(encoder_id="test-encoder"),
        catalogue=UnreadCatalogue(),
    )


def make_test_app(sessions: Sessions, clock: TestClock, *, runtime=None, modules=None, **settings):
    values = {"secret_key": SECRET, "rate_limit_per_minute": 100_000, "demo": False}
    more = {} if modules is None else {"modules": modules}
    app = create_app(
        settings=Settings(**(values | settings)),
        sessions=sessions,
        runtime=runtime or ready_runtime(),
        clock=clock,
        **more,
    )
    app.jinja_env.bytecode_cache = _templates
    return app


class Browser:
    """A test client that keeps cookies and fills in the form token, like a person's browser."""

    def __init__(self, app, sessions: Sessions, clock: TestClock) -> None:
        self.app, self.sessions, self.clock = app, sessions, clock
        self.client = app.test_client()

    @property
    def cookie_name(self) -> str:
        return "__Host-sid" if self.app.extensions["settings"].is_https else "sid"

    def be(self, person: Person) -> "Browser":
        """Take on a finished log-in without the log-in page."""
        with unit_of_work(self.sessions) as session:
            token = make_session_token(session, person, self.clock())
        self.client.set_cookie(self.cookie_name, token)
        return self

    def token(self, path: str = "/login") -> str:
        """The form token as a page shows it; the account pages draw the log-out form."""
        page = self.client.get(path, follow_redirects=True).get_data(as_text=True)
        found = re.search(r'name="csrf_token" value="([0-9a-f]{64})"', page)
        assert found, f"no form on {path}: {page[:300]}"
        return found.group(1)

    def get(self, path: str, **kwargs):
        return self.client.get(path, **kwargs)

    def post(self, path: str, data: dict | None = None, *, form: str = "/login", **kwargs):
        """Post a form that stands on the page `form`."""
        fields = {"csrf_token": self.token(form)} | (data or {})
        return self.client.post(path, data=fields, **kwargs)

    def log_in(self, email: str, password: str = PASSWORD, **fields):
        return self.post("/login", {"email": email, "password": password} | fields)

    def log_in_fully(self, person: Person, password: str = PASSWORD):
        """Password and one-time code."""
        response = self.log_in(person.user.email, password)
        if person.totp_secret is None:
            return response
        code = pyotp.TOTP(person.totp_secret).at(self.clock())
        return self.post("/login/code", {"code": code}, form="/login/code")
