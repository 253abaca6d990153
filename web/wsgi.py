"""Composition root of the web process: `gunicorn web.wsgi:app`.

Flask comes first and everything heavy (FAISS, SciPy, scikit-learn, geopy, the encoder) is loaded
in the background, so that /healthz answers at once (RULINGS 34).
"""

from apiflask import APIFlask

from data.clock import system_clock
from data.encryption import configure_encryption
from data.session import make_engine, make_sessions
from data.settings import Settings
from matcher.services.runtime import Runtime
from web.app import create_app
from web.logs import configure_logs


def make_app(settings: Settings | None = None) -> APIFlask:
    """Return the application of this process; the runtime begins to load."""
    settings = settings or Settings()
    configure_logs(settings.log_format)
    configure_encryption(settings.effective_secret_key)
    sessions = make_sessions(make_engine(settings.effective_database_url))
    runtime = Runtime(settings, sessions)
    app = create_app(
        settings=settings,
        sessions=sessions,
        runtime=runtime,
        clock=system_clock(settings.clock_offset_seconds),
    )
    runtime.start()
    return app


def __getattr__(name: str) -> APIFlask:
    """Build `app` when gunicorn asks for it: importing this module starts nothing."""
    if name != "app":
        raise AttributeError(name)
    made = make_app()
    globals()["app"] = made
    return made
