"""The web process of the journeys: the real application, with an encoder that loads nothing.

`gunicorn "tests.journeys.serving:make_app()"`; everything else comes from the environment.
"""

from data.clock import system_clock
from data.encryption import configure_encryption
from data.session import make_engine, make_sessions
from data.settings import Settings
from embeddings.hashing_encoder import HashingEncoder
from matcher.services.runtime import Runtime
from web.app import create_app
from web.logs import configure_logs


def make_app():
    settings = Settings()
    configure_logs(settings.log_format)
    configure_encryption(settings.effective_secret_key)
    sessions = make_sessions(make_engine(settings.effective_database_url))
    runtime = Runtime(settings, sessions, source=HashingEncoder())
    app = create_app(
        settings=settings,
        sessions=sessions,
        runtime=runtime,
        clock=system_clock(settings.clock_offset_seconds),
    )
    runtime.start()
    return app
