"""Composition root of the web process: `gunicorn web.wsgi:app`.

The process answers /healthz at once; the application, and after it everything heavy (FAISS,
SciPy, scikit-learn, geopy, the encoder), is loaded in the background (RULINGS 34). A request for
anything else waits for the application, not for the encoder.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from web.security.policy import CONTENT_SECURITY_POLICY, FIXED_HEADERS

if TYPE_CHECKING:
    from apiflask import APIFlask

    from data.settings import Settings

Environ: TypeAlias = dict[str, Any]
StartResponse: TypeAlias = Callable[..., Any]
Wsgi: TypeAlias = Callable[[Environ, StartResponse], Iterable[bytes]]

_log = logging.getLogger(__name__)


def make_app(settings: "Settings | None" = None) -> "APIFlask":
    """Return the application of this process; the runtime begins to load."""
    from data.clock import system_clock
    from data.encryption import configure_encryption
    from data.session import make_engine, make_sessions
    from data.settings import Settings
    from matcher.services.runtime import Runtime
    from web.app import create_app
    from web.logs import configure_logs

    settings = settings or Settings()
    configure_logs(settings.log_format)
    configure_encryption(settings.effective_secret_key)
    sessions = make_sessions(make_engine(settings.effective_database_url))
    runtime = Runtime(settings, sessions)
    made = create_app(
        settings=settings,
        sessions=sessions,
        runtime=runtime,
        clock=system_clock(settings.clock_offset_seconds),
    )
    runtime.start()
    return made


class BackgroundApp:
    """A WSGI application that is built in a thread and answers /healthz meanwhile."""

    def __init__(self, make: Callable[[], Wsgi]) -> None:
        self._make = make
        self._app: Wsgi | None = None
        self._error: Exception | None = None
        self._done = threading.Event()
        threading.Thread(target=self._build, name="application", daemon=True).start()

    def _build(self) -> None:
        try:
            self._app = self._make()
        except Exception as error:
            _log.exception("the application could not be built")
            self._error = error
        finally:
            self._done.set()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request; only /healthz is answered before the application is there."""
        if not self._done.is_set() and environ.get("PATH_INFO") == "/healthz":
            return _healthy(start_response)
        self._done.wait()
        if self._app is None:
            msg = "the application could not be built"
            raise RuntimeError(msg) from self._error
        return self._app(environ, start_response)


def _healthy(start_response: StartResponse) -> Iterable[bytes]:
    headers = FIXED_HEADERS | {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "Content-Type": "application/json; charset=utf-8",
        "Cache-Control": "no-cache",
    }
    start_response("200 OK", list(headers.items()))
    return [b'{"status":"ok"}']


def __getattr__(name: str) -> BackgroundApp:
    """Build `app` when gunicorn asks for it: importing this module starts nothing."""
    if name != "app":
        raise AttributeError(name)
    made = BackgroundApp(make_app)
    globals()["app"] = made
    return made
