"""What the pages of introductions, answers and imports read and keep, on both databases."""

from datetime import timedelta

import pytest

from data.importers import ImportKind
from data.queries import lead_filters
from data.queries import leads as reads
from data.queries.follow_ups import of_lead
from data.queries.lead_filters import LeadFilter
from data.session import reading, unit_of_work
from data.vocabulary import LeadSide, LeadStage, Role
from matcher.services import access, attachments, follow_ups, upload_imports
from matcher.services.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from matcher.services.follow_up_forms import form_of_link
from matcher.services.follow_ups import Answer, hash_of, link_token
from tests.factories.people import make_person
from tests.factories.records import make_lead, make_stand_in_runtime

PDF = b"%PDF-1.7 example"


@pytest.fixture
def runtime(sessions, tmp_path):
    return make_stand_in_runtime(sessions, tmp_path)


@pytest.fixture
def asked(sessions, runtime, now):
    """An accepted lead whose demand side was asked 31 days later."""
    at = now + timedelta(days=31)
    with unit_of_work(sessions) as session:
        made = make_lead(session, runtime, now)
        [row] = [q for q in of_lead(session, made.lead.id) if q.side is LeadSide.DEMAND]
        assert follow_ups.send_due_message(session, runtime, follow_up_id=row.id, now=at)
    return made, row, at


def test_a_link_shows_the_project_and_the_answer_so_far(sessions, runtime, asked):
    made, row, at = asked
    token_hash = hash_of(link_token(runtime, row, 0))

    with reading(sessions) as session:
        before = form_of_link(session, token_hash=token_hash, now=at)
    with unit_of_work(sessions) as session:
        follow_ups.answer(session, follow_up_id=row.id, given=Answer(satisfaction=5), now=at)
    with reading(sessions) as session:
        after = form_of_link(session, token_hash=token_hash, now=at)

    assert (before.technology_name, before.demand_title) == (
        made.technology.name,
        made.demand.title,
    )
    assert (before.stage, before.outcome) == (LeadStage.ACCEPTED, None)
    assert after.outcome.satisfaction == 5


def test_a_link_works_until_the_next_reminder_and_two_weeks(sessions, runtime, asked):
    _made, row, at = asked
    token_hash = hash_of(link_token(runtime, row, 0))

    with reading(sessions) as session:
        last = form_of_link(session, token_hash=token_hash, now=at).valid_until
        assert last == at + timedelta(days=7 + 14)
        form_of_link(session, token_hash=token_hash, now=last)
        with pytest.raises(NotFoundError):
            form_of_link(session, token_hash=token_hash, now=last + timedelta(seconds=1))
        with pytest.raises(NotFoundError):
            form_of_link(session, token_hash="0" * 64, now=at)


@pytest.mark.parametrize(
    ("wanted", "is_found"),
    [
        (LeadFilter(), True),
        (LeadFilter(stages=(LeadStage.ACCEPTED,)), True),
        (LeadFilter(stages=(LeadStage.INTRODUCED,)), False),
        (LeadFilter(reached=(LeadStage.INTRODUCED,)), True),
        (LeadFilter(reached=(LeadStage.CONTRACTED,)), False),
        (LeadFilter(is_asked=True), True),
        (LeadFilter(is_silent=True), True),
        (LeadFilter(confirmed=(LeadStage.ACCEPTED,)), False),
        (LeadFilter(region_prefix="32"), True),
        (LeadFilter(region_prefix="11"), False),
        (LeadFilter(region_prefix=lead_filters.UNKNOWN), False),
        (LeadFilter(technology_type="2"), True),
        (LeadFilter(technology_type="1.1"), False),
        (LeadFilter(technology_type=lead_filters.UNKNOWN), False),
        (LeadFilter(query="余热"), True),
        (LeadFilter(query="100%_"), False),
    ],
)
def test_each_filter_finds_or_leaves_out_the_lead(sessions, asked, wanted, is_found):
    made, _row, _at = asked

    with reading(sessions) as session:
        readable = access.leads_readable_by(made.park.actor)
        counted = lead_filters.count(session, readable=readable, wanted=wanted)
        listed = reads.page(session, readable=readable & lead_filters.conditions(wanted))

    assert counted == len(listed) == int(is_found)


def test_the_day_of_opening_is_counted_from_and_to(sessions, asked, now):
    made, _row, _at = asked
    readable = access.leads_readable_by(made.park.actor)

    with reading(sessions) as session:

        def found(**days):
            return lead_filters.count(session, readable=readable, wanted=LeadFilter(**days))

        assert found(from_at=now) == found(to_at=now + timedelta(seconds=1)) == 1
        assert found(from_at=now + timedelta(seconds=1)) == found(to_at=now) == 0


def test_evidence_is_kept_as_it_came_up_to_a_number_of_files(sessions, asked, tmp_path, now):
    made, _row, _at = asked

    def store(session):
        return attachments.store_evidence(
            session, tmp_path, actor=made.park.actor, lead_id=made.lead.id,
            file_name="报告.pdf", content=PDF, max_bytes=100, now=now,
        )  # fmt: skip

    with unit_of_work(sessions) as session:
        rows = [store(session) for _ in range(attachments.MAX_FILES_PER_SUBJECT)]
        with pytest.raises(ConflictError):
            store(session)
    path = attachments.path_of(tmp_path, rows[0].stored_name)

    assert attachments.content_of(tmp_path, rows[0]) == PDF
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_bytes(PDF + b"!")
    with pytest.raises(ConflictError):
        attachments.content_of(tmp_path, rows[0])
    path.unlink()
    with pytest.raises(ConflictError):
        attachments.content_of(tmp_path, rows[0])


def test_uploads_are_listed_for_the_own_organization_and_role(sessions, tmp_path, now):
    with unit_of_work(sessions) as session:
        owner, other = (make_person(session, now, Role.TECHNOLOGY_OWNER) for _ in range(2))
        expert = make_person(session, now, Role.EXPERT)

        def keep(person, kind, name="rows.jsonl", content=b"{}"):
            return upload_imports.keep_upload(
                session, tmp_path, actor=person.actor, kind=kind, file_name=name,
                content=content, max_bytes=10, now=now,
            )  # fmt: skip

        kept = keep(owner, ImportKind.TECHNOLOGIES)
        with pytest.raises(ForbiddenError):
            keep(owner, ImportKind.PARKS)
        with pytest.raises(ForbiddenError):
            keep(expert, ImportKind.DEMANDS)
        with pytest.raises(InvalidError):
            keep(owner, ImportKind.TECHNOLOGIES, content=b"x" * 11)

    with reading(sessions) as session:
        assert [f.id for f in upload_imports.uploads_of(session, actor=owner.actor)] == [kept.id]
        assert upload_imports.uploads_of(session, actor=other.actor) == []
        with pytest.raises(NotFoundError):
            upload_imports.upload_of(session, actor=other.actor, upload_id=kept.id)
