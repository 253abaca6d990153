"""What went wrong, in one line an operator can act on."""

from sqlalchemy.exc import OperationalError

from data.importers.outcomes import UnreadableFileError
from embeddings.errors import EncoderLoadError
from matcher.services.errors import InvalidError, ServiceError
from web.cli.context import NotReadyInTimeError


def told(error: Exception) -> str | None:
    """Return the line for an expected failure, None for a defect of ours."""
    if isinstance(error, InvalidError):
        return "; ".join(f"{p.field}: {p.rule} {_values(p.values)}".strip() for p in error.problems)
    if isinstance(error, UnreadableFileError):
        return error.text("en")
    if isinstance(error, OperationalError):
        return f"the database does not answer: {error.orig}".splitlines()[0]
    if isinstance(error, ServiceError | EncoderLoadError | NotReadyInTimeError | OSError):
        return str(error)
    return None


def _values(values: object) -> str:
    return " ".join(f"{name}={value}" for name, value in dict(values).items())  # type: ignore[call-overload]
