"""Forms that were uploaded and never taken over are deleted after thirty days, others never."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from data.models import Attachment, AuditEvent
from data.session import reading, unit_of_work
from data.vocabulary import Role
from jobs.housekeeping import purge_form_uploads
from matcher.services import attachments
from matcher.services.attachments import Subject
from matcher.services.form_upload_purge import KEPT
from tests.factories.people import make_person


@pytest.fixture
def store(sessions, tmp_path, now):
    """Keep a file and return its stored name."""
    with unit_of_work(sessions) as session:
        owner = make_person(session, now, Role.TECHNOLOGY_OWNER)

    def stored(at, subject):
        with unit_of_work(sessions) as session:
            return attachments.store(
                session,
                tmp_path / "uploads",
                actor=owner.actor,
                subject=subject,
                file_name="示例申报表.docx",
                media_type="application/octet-stream",
                content=b"PK",
                now=at,
            ).stored_name

    return stored


def test_only_old_uploads_without_a_draft_go_and_going_twice_is_harmless(
    sessions, store, tmp_path, now
):
    unconfirmed = Subject(kind="form_import", id=None, field="original")
    old = store(now - KEPT - timedelta(seconds=1), unconfirmed)
    young = store(now - KEPT + timedelta(seconds=1), unconfirmed)
    taken = store(now - 2 * KEPT, Subject(kind="technology", id=1, field="original"))
    settings = SimpleNamespace(var=tmp_path)
    context = SimpleNamespace(sessions=sessions, settings=settings, clock=lambda: now)

    reports = [purge_form_uploads(context) for _ in range(2)]

    assert [report["deleted_count"] for report in reports] == [1, 0]
    with reading(sessions) as session:
        kept = set(session.scalars(select(Attachment.stored_name)))
        events = session.scalars(
            select(AuditEvent.details).where(AuditEvent.action == "form_uploads.purged")
        ).all()
    assert kept == {young, taken}
    assert events == [{"count": 1}]
    folder = tmp_path / "uploads"
    assert not attachments.path_of(folder, old).exists()
    assert attachments.path_of(folder, young).exists()
