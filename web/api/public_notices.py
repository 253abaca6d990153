"""Public notices by JSON: what is under notice, until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.queries import public_notices as reads
from matcher.services import batches, public_comments
from web.access import Access, allow
from web.api.base import api_blueprint
from web.extensions import now, read_only
from web.schemas.public_notices import (
    NoticeApplicationOut,
    NoticeBatchListOut,
    NoticeBatchOut,
    NoticeListOut,
)

if TYPE_CHECKING:
    from data.queries.applications import ApplicationRow
    from data.queries.public_notices import NoticeBatch

bp = api_blueprint("public_notices", __name__, tag="Public notices")


@bp.get("/public-notices")
@bp.output(NoticeBatchListOut)
@allow(Access.PUBLIC)
def index() -> NoticeBatchListOut:
    """List the batches with applications under public notice."""
    with read_only() as session:
        found = reads.batches_under_notice(session)
    return NoticeBatchListOut(items=[_batch(one) for one in found])


@bp.get("/public-notices/<int:batch_id>")
@bp.output(NoticeListOut)
@bp.doc(responses={404: ""})
@allow(Access.PUBLIC)
def show(batch_id: int) -> NoticeListOut:
    """List what is under public notice in a batch; `batch` is null where nothing is."""
    with read_only() as session:
        batches.batch_of_id(session, batch_id)
        under_notice = reads.batches_under_notice(session)
        found = reads.under_notice(session, batch_id=batch_id)
    batch = next((_batch(one) for one in under_notice if one.batch.id == batch_id), None)
    return NoticeListOut(batch=batch, items=[_application(row) for row in found])


def _batch(one: NoticeBatch) -> NoticeBatchOut:
    return NoticeBatchOut(
        id=one.batch.id,
        code=one.batch.code,
        name=one.batch.name,
        scope=one.batch.scope,
        region_code=one.batch.region_code,
        count=one.count,
        notice_opens_on=one.opens_on,
        notice_closes_on=one.closes_on,
    )


def _application(row: ApplicationRow) -> NoticeApplicationOut:
    return NoticeApplicationOut(
        id=row.application.id,
        name=row.technology.name,
        applicant=row.owner_name,
        recommending_unit=row.unit_name,
        technology_type=row.technology.technology_type,
        stage=row.technology.stage,
        fields=list(row.technology.fields),
        notice_opens_on=row.application.notice_opens_on,
        notice_closes_on=row.application.notice_closes_on,
        takes_comments=public_comments.takes_comments(row, now()),
    )
