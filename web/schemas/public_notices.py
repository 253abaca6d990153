"""Public notices in answers of the API."""

from datetime import date

from data.vocabulary import CatalogueScope, TechnologyStage
from web.schemas.base import ResponseModel


class NoticeBatchOut(ResponseModel):
    """A batch with applications under public notice."""

    id: int
    code: str
    name: str
    scope: CatalogueScope
    region_code: str | None
    count: int
    notice_opens_on: date | None
    notice_closes_on: date | None


class NoticeBatchListOut(ResponseModel):
    """All batches under public notice."""

    items: list[NoticeBatchOut]


class NoticeApplicationOut(ResponseModel):
    """One application under public notice, without contacts."""

    id: int
    name: str
    applicant: str | None
    recommending_unit: str | None
    technology_type: str | None
    stage: TechnologyStage | None
    fields: list[str]
    notice_opens_on: date | None
    notice_closes_on: date | None
    takes_comments: bool


class NoticeListOut(ResponseModel):
    """What is under public notice in a batch."""

    batch: NoticeBatchOut | None
    items: list[NoticeApplicationOut]
