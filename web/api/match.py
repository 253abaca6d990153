"""POST /api/v1/match: a need in, ranked and explained technologies out; nothing is saved."""

from flask import Response

from matcher.services.demands import check_dates
from matcher.services.matching import match
from web.access import Access, allow
from web.api.answers import written_json
from web.api.base import api_blueprint
from web.extensions import now, read_only, runtime
from web.i18n import current_language
from web.presenters.match import presented
from web.schemas.match import MatchIn
from web.schemas.match_answer import MatchOut

bp = api_blueprint("match", __name__, tag="Matching")


@bp.post("/match")
@bp.input(MatchIn)
@bp.output(MatchOut)
@bp.doc(responses={503: "The encoder or the index is still loading"})
@allow(Access.ANY_USER)
def create(json_data: MatchIn) -> Response:
    """Match a need without saving it."""
    moment, language = now(), current_language()
    check_dates(moment, needed_by_on=json_data.needed_by_on)
    request = json_data.as_request(limit=json_data.limit, diversity=json_data.diversity)
    with read_only() as session:
        answer = match(session, runtime(), request, language=language, now=moment)
    return written_json(presented(answer, language))
