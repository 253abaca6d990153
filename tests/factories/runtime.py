"""A runtime over the test's database whose encoder loads nothing."""

from pathlib import Path

from data.session import Sessions
from data.settings import Settings
from embeddings.hashing_encoder import HashingEncoder
from matcher.services.runtime import Runtime

SECRET = "a secret of the test suite only"


def make_settings(var: Path, **changes: object) -> Settings:
    """Return settings that touch nothing outside `var`."""
    return Settings(var=var, secret_key=SECRET, **changes)


def make_runtime(sessions: Sessions, var: Path, **changes: object) -> Runtime:
    """Return a runtime with a hashing encoder, ready to match."""
    runtime = Runtime(make_settings(var, **changes), sessions, source=HashingEncoder())
    assert runtime.wait_until_ready(30)
    return runtime
