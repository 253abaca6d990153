"""What a use case may refuse, in a few kinds that web and commands translate once."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FieldProblem:
    """One field that breaks one rule; the entry point puts it into the user's language."""

    field: str
    rule: str
    """Message code of `data.vocabulary.messages`."""

    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)


class ServiceError(Exception):
    """Base of everything a use case refuses on purpose."""


class NotFoundError(ServiceError):
    """No such record, or none that this actor may know of."""

    def __init__(self, kind: str, record_id: object = None) -> None:
        super().__init__(f"{kind} not found")
        self.kind = kind
        self.record_id = record_id


class ForbiddenError(ServiceError):
    """The actor knows the record but may not do this."""

    def __init__(self, code: str = "forbidden") -> None:
        super().__init__(code)
        self.code = code


class ConflictError(ServiceError):
    """The record changed meanwhile, or its state does not allow this."""

    def __init__(self, code: str, **values: Any) -> None:  # noqa: ANN401 - values of a message
        super().__init__(code)
        self.code = code
        self.values = values


class InvalidError(ServiceError):
    """Input that breaks rules; nothing was saved."""

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        super().__init__("; ".join(f"{p.field}: {p.rule}" for p in problems))
        self.problems = tuple(problems)


class NotReadyError(ServiceError):
    """The encoder or the index is still loading (RULINGS 11)."""

    def __init__(self, what: str, *, retry_after_seconds: int = 2) -> None:
        super().__init__(f"{what} is still loading")
        self.what = what
        self.retry_after_seconds = retry_after_seconds


class TooManyError(ServiceError):
    """A limit on count or rate is reached."""

    def __init__(self, code: str, *, retry_after_seconds: int = 60, **values: Any) -> None:  # noqa: ANN401
        super().__init__(code)
        self.code = code
        self.values = values
        self.retry_after_seconds = retry_after_seconds
