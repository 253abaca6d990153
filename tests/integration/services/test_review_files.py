"""Who may read the attachments of an application, and which of them."""

from datetime import timedelta

import pytest

from data.models import Attachment, Technology
from data.session import reading, unit_of_work
from data.vocabulary import AssignmentStatus, Declaration, JurisdictionKind, ReviewState, Role
from matcher.services import applications, attachments
from matcher.services.applications import ReviewMove
from matcher.services.applications import files as application_files
from matcher.services.attachments import Subject
from matcher.services.errors import NotFoundError
from matcher.services.expert_review import files as expert_files
from tests.factories.applications import hand_in, make_desk, make_form, make_unit
from tests.factories.expert_review import declare, expert_of, held, make_panel, open_round
from tests.factories.people import make_person

S = ReviewState


def _attach(session, folder, owner, technology_id, now, field="appraisal"):
    return attachments.store(
        session,
        folder,
        actor=owner.actor,
        subject=Subject(kind="technology", id=technology_id, field=field),
        file_name=f"{field}.pdf",
        media_type="application/pdf",
        content=b"%PDF-1.7 example",
        now=now,
    )


@pytest.fixture
def desk(sessions, now):
    with unit_of_work(sessions) as session:
        return make_desk(session, now)


@pytest.fixture
def application(sessions, desk, now, tmp_path):
    with unit_of_work(sessions) as session:
        form = make_form(session, desk.owner, now)
        for field in ("appraisal", "original", "stamp", f"cases.{form.cases[0].id}.calculation"):
            _attach(session, tmp_path, desk.owner, form.id, now, field)
        return hand_in(session, desk, form, now)


def _names(session, person, application):
    found = application_files.files(session, actor=person.actor, application_id=application.id)
    return [row.file_name for row in found]


def test_reviewers_read_the_evidence_and_never_the_form_with_its_contacts(
    sessions, desk, application
):
    with reading(sessions) as session:
        for person in (desk.owner, desk.unit, desk.officer):
            names = _names(session, person, application)
            assert names[0] == "appraisal.pdf"
            assert names[1].endswith("calculation.pdf")
            assert len(names) == 2
        for row in session.query(Attachment).filter(Attachment.field.in_(["original", "stamp"])):
            with pytest.raises(NotFoundError):
                application_files.file(
                    session,
                    actor=desk.officer.actor,
                    application_id=application.id,
                    file_id=row.id,
                )


def test_others_do_not_know_of_the_files(sessions, application, now):
    with unit_of_work(sessions) as session:
        others = [
            make_unit(session, now, region_code="330000"),
            make_unit(session, now, kind=JurisdictionKind.ASSOCIATION),
            make_person(session, now, Role.TECHNOLOGY_OWNER),
            make_person(session, now, Role.PARK_MANAGER),
            make_person(session, now, Role.EXPERT),
        ]
    with reading(sessions) as session:
        for person in others:
            with pytest.raises(NotFoundError):
                _names(session, person, application)


def test_what_is_added_to_a_returned_draft_is_seen_once_it_is_handed_in_again(
    sessions, desk, application, now, tmp_path
):
    later = now + timedelta(days=1)
    with unit_of_work(sessions) as session:
        move = ReviewMove(to=S.RETURNED, note="请补充")
        applications.move(
            session,
            actor=desk.unit.actor,
            application_id=application.id,
            move=move,
            now=now,
        )
        _attach(session, tmp_path, desk.owner, application.technology_id, later, "patent")
    with reading(sessions) as session:
        assert "patent.pdf" not in _names(session, desk.unit, application)
    with unit_of_work(sessions) as session:
        technology = session.get_one(Technology, application.technology_id)
        assert hand_in(session, desk, technology, later).id == application.id
    with reading(sessions) as session:
        assert "patent.pdf" in _names(session, desk.unit, application)


def test_an_expert_reads_the_files_after_declaring_no_conflict(sessions, now, tmp_path):
    with unit_of_work(sessions) as session:
        panel = make_panel(session, now, applications=1, experts=3)
        technology_id = panel.applications[0].technology_id
        kept = _attach(session, tmp_path, panel.desk.owner, technology_id, now)
        made = open_round(session, panel, now)
        first, second = held(session, made.id, AssignmentStatus.ASSIGNED)

    def read(session, assignment, person):
        return expert_files.file(
            session, actor=person.actor, assignment_id=assignment.id, file_id=kept.id
        )

    with reading(sessions) as session, pytest.raises(NotFoundError):
        read(session, first, expert_of(panel, first))
    with unit_of_work(sessions) as session:
        declare(session, panel, first, now)
        declare(session, panel, second, now, Declaration.RECUSAL)
    with reading(sessions) as session:
        assert read(session, first, expert_of(panel, first)).id == kept.id
        for assignment, person in (
            (second, expert_of(panel, second)),
            (first, expert_of(panel, second)),
            (first, panel.desk.officer),
        ):
            with pytest.raises(NotFoundError):
                read(session, assignment, person)
