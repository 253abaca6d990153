"""Bearer tokens by JSON: for browser log-ins only, with the form token (RULINGS 14)."""

from apiflask import EmptySchema
from flask import Response

from data.queries.users import tokens_of_user
from matcher.services import tokens
from web.access import Access, allow, required_actor
from web.api.base import api_blueprint
from web.extensions import now, read_only, writing
from web.schemas.tokens import CreatedTokenOut, TokenIn, TokenListOut, TokenOut

bp = api_blueprint("tokens", __name__, tag="Tokens")


@bp.get("/tokens")
@bp.output(TokenListOut)
@allow(Access.ANY_USER, Access.SESSION_ONLY)
def index() -> TokenListOut:
    """List your tokens."""
    with read_only() as session:
        found = tokens_of_user(session, required_actor().user_id)
    return TokenListOut(items=[TokenOut.model_validate(_fields(one)) for one in found], next=None)


@bp.post("/tokens")
@bp.input(TokenIn)
@bp.output(CreatedTokenOut, status_code=201)
@allow(Access.ANY_USER, Access.SESSION_ONLY)
def create(json_data: TokenIn) -> CreatedTokenOut:
    """Create a token; the answer is the only time it is shown."""
    actor = required_actor()
    with writing() as session:
        secret = tokens.create_token(
            session,
            user_id=actor.user_id,
            name=json_data.name,
            now=now(),
            expires_at=json_data.expires_at,
            actor=actor,
        )
        newest = tokens_of_user(session, actor.user_id)[0]
    return CreatedTokenOut(id=newest.id, token=secret)


@bp.delete("/tokens/<int:token_id>")
@bp.output(EmptySchema, status_code=204)
@allow(Access.ANY_USER, Access.SESSION_ONLY)
def revoke(token_id: int) -> Response:
    """Revoke a token; it is dead at once."""
    with writing() as session:
        tokens.revoke_own(session, required_actor(), token_id, now=now())
    return Response(status=204)


def _fields(row: object) -> dict[str, object]:
    return {name: getattr(row, name) for name in TokenOut.model_fields}
