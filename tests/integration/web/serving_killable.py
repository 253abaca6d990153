"""A gunicorn application that is loaded once and forked, so that a killed worker is soon replaced.

`gunicorn --preload "tests.integration.web.serving_killable:make_app()"`
"""

from data.clock import system_clock
from data.encryption import configure_encryption
from data.session import make_engine, make_sessions
from data.settings import Settings
from embeddings.hashing_encoder import HashingEncoder
from matcher.services.runtime import Runtime
from web.app import create_app


def make_app():
    settings = Settings()
    configure_encryption(settings.effective_secret_key)
    engine = make_engine(settings.effective_database_url)
    sessions = make_sessions(engine)
    runtime = Runtime(settings, sessions, source=HashingEncoder())
    app = create_app(settings=settings, sessions=sessions, runtime=runtime, clock=system_clock())
    assert runtime.wait_until_ready(60)
    engine.dispose()  # no worker may inherit a connection
    return app
