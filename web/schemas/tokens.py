"""Requests and answers about bearer tokens."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

from web.schemas.base import RequestModel, ResponseModel


class TokenIn(RequestModel):
    """A token to be created."""

    name: Annotated[str, Field(min_length=1, max_length=80, description="What it is for.")]
    expires_at: Annotated[
        AwareDatetime | None, Field(description="When it ends; null is never.")
    ] = None


class TokenOut(ResponseModel):
    """A token without its secret."""

    id: int
    name: str
    prefix: Annotated[str, Field(description="Its first characters, to recognise it by.")]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class CreatedTokenOut(ResponseModel):
    """A token just created; the secret is shown this once."""

    id: int
    token: Annotated[str, Field(description="Send it as `Authorization: Bearer TOKEN`.")]


class TokenListOut(ResponseModel):
    """The tokens of the user."""

    items: list[TokenOut]
    next: str | None
