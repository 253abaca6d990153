import json
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from data.models import AuditEvent, Technology, TechnologyCase, TechnologyEdit
from data.session import reading, unit_of_work
from data.vocabulary import CatalogueStatus, EditCause, ProjectType, Role
from matcher.services import (
    technology_cases,
    technology_copies,
    technology_drafts,
    technology_edits,
)
from matcher.services.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
)
from matcher.services.technology_drafts import FieldChange
from matcher.services.technology_fields import FieldPath, mark_of, value_at
from tests.factories.people import make_person


@pytest.fixture
def owner(sessions, now):
    with unit_of_work(sessions) as session:
        return make_person(session, now, Role.TECHNOLOGY_OWNER)


@pytest.fixture
def colleague(sessions, now, owner):
    with unit_of_work(sessions) as session:
        return make_person(
            session, now, Role.TECHNOLOGY_OWNER, organization=owner.organization, name="同事"
        )


@pytest.fixture
def draft_id(sessions, now, owner):
    with unit_of_work(sessions) as session:
        return technology_drafts.begin(session, actor=owner.actor, name="示例技术", now=now).id


@pytest.fixture
def case_id(sessions, now, owner, draft_id):
    with unit_of_work(sessions) as session:
        made = technology_cases.add_case(
            session, actor=owner.actor, technology_id=draft_id, now=now
        )
        return made.id


@pytest.fixture
def save(sessions, now, draft_id):
    def saved(person, *changes, **more):
        with unit_of_work(sessions) as session:
            found = [FieldChange(path=c[0], value=c[1], base=(*c, None)[2]) for c in changes]
            return technology_drafts.save(
                session,
                actor=person.actor,
                technology_id=draft_id,
                changes=found,
                now=now,
                **more,
            )

    return saved


@pytest.fixture
def stored(sessions, draft_id, owner):
    def at(path):
        with reading(sessions) as session:
            technology = technology_drafts.readable(
                session, actor=owner.actor, technology_id=draft_id
            )
            return value_at(technology, FieldPath.parse(path))

    return at


def test_fields_are_kept_in_base_units_and_read_by_the_rules_of_an_import(
    save, stored, owner, case_id
):
    saved = save(
        owner,
        ("technology_type", "工业领域降碳技术"),
        ("adoption_share", Decimal("0.07")),
        ("applicability_rules.temperature_celsius", [Decimal(80), None]),
        ("applicant_contact.email", "a@example.com"),
        (f"cases.{case_id}.investment_yuan", Decimal(10_000_000)),
        (f"cases.{case_id}.project_type", "retrofit"),
        (f"cases.{case_id}.co_benefits.so2_t_per_year", Decimal("1.5")),
    )

    assert (saved.problems, saved.conflicts) == ([], [])
    assert stored("technology_type") == "2.1"
    assert stored("adoption_share") == 0.07
    assert stored("applicability_rules.temperature_celsius") == [80.0, None]
    assert stored("applicant_contact.email") == "a@example.com"
    assert stored(f"cases.{case_id}.investment_yuan") == Decimal(10_000_000)
    assert stored(f"cases.{case_id}.project_type") is ProjectType.RETROFIT
    assert stored(f"cases.{case_id}.co_benefits.so2_t_per_year") == 1.5


def test_a_bad_value_keeps_the_old_one_and_stops_no_other(save, stored, owner):
    save(owner, ("adoption_share", Decimal("0.07")))

    saved = save(owner, ("adoption_share", Decimal("7.5")), ("typical_users", "示例用户"))

    assert [(p.field, p.rule) for p in saved.problems] == [("adoption_share", "row_out_of_range")]
    assert stored("adoption_share") == 0.07
    assert stored("typical_users") == "示例用户"


def test_the_name_cannot_be_emptied_but_that_of_a_case_can(save, stored, owner, case_id):
    path = f"cases.{case_id}.name"
    save(owner, (path, "示例项目"))
    saved = save(owner, ("name", None), (path, None))

    assert [p.field for p in saved.problems] == ["name"]
    assert stored("name") == "示例技术"
    assert stored(path) is None


def test_capacity_and_its_unit_are_read_together(save, stored, owner):
    capacity, unit = "applicability_rules.capacity", "applicability_rules.capacity_unit"
    alone = save(owner, (capacity, [Decimal(1), Decimal(20)]))
    both = save(owner, (capacity, [Decimal(1), Decimal(20)]), (unit, "t/h"))
    wider = save(owner, (capacity, [Decimal(1), Decimal(40)]))
    bare = save(owner, (unit, None))

    assert [p.rule for p in alone.problems] == ["row_incomplete_pair"]
    assert (both.problems, wider.problems) == ([], [])
    assert [p.field for p in bare.problems] == [unit]
    assert stored(capacity) == [1.0, 40.0]
    assert stored(unit) == "t/h"


def test_two_people_in_different_fields_both_succeed(save, stored, owner, colleague):
    empty = mark_of(None)

    save(owner, ("key_technology", "甲写的", empty))
    saved = save(colleague, ("process_flow", "乙写的", empty))

    assert saved.conflicts == []
    assert (stored("key_technology"), stored("process_flow")) == ("甲写的", "乙写的")


def test_two_people_in_one_field_collide_and_nothing_is_lost(
    sessions, save, stored, owner, colleague, draft_id
):
    empty = mark_of(None)
    save(owner, ("key_technology", "甲写的", empty))

    saved = save(colleague, ("key_technology", "乙写的", empty), ("typical_users", "丙", empty))

    conflict = saved.conflicts[0]
    assert (conflict.theirs, conflict.mine) == ("甲写的", "乙写的")
    assert stored("key_technology") == "甲写的"
    assert stored("typical_users") == "丙"
    with reading(sessions) as session:
        last = technology_edits.last_editors(session, draft_id, ["key_technology"])
    assert last["key_technology"][0] == owner.user.name

    chosen = save(colleague, ("key_technology", "乙写的", conflict.mark))
    assert chosen.conflicts == []
    assert stored("key_technology") == "乙写的"


def test_a_field_left_as_it_was_drawn_never_undoes_another_persons_change(
    save, stored, owner, colleague
):
    empty = mark_of(None)
    save(owner, ("key_technology", "甲写的", empty))

    saved = save(colleague, ("key_technology", None, empty))

    assert saved.conflicts == []
    assert stored("key_technology") == "甲写的"


def test_the_same_words_from_two_people_are_no_collision(save, owner, colleague):
    empty = mark_of(None)
    save(owner, ("key_technology", "一样", empty))

    assert save(colleague, ("key_technology", "一样", empty)).conflicts == []


def test_a_case_removed_meanwhile_is_reported_beside_its_fields(
    sessions, now, save, owner, draft_id, case_id
):
    with unit_of_work(sessions) as session:
        technology_cases.remove_case(
            session, actor=owner.actor, technology_id=draft_id, case_id=case_id, now=now
        )

    saved = save(owner, (f"cases.{case_id}.scale", "大"), ("typical_users", "示例"))

    assert [(p.field, p.rule) for p in saved.problems] == [(f"cases.{case_id}.scale", "case_gone")]
    assert "typical_users" in saved.written


def test_numbers_go_into_the_audit_trail_as_numbers_and_persons_not_at_all(sessions, save, owner):
    save(owner, ("adoption_share", Decimal("0.07")))
    save(
        owner,
        ("adoption_share", Decimal("0.09")),
        ("key_technology", "秘密的工艺"),
        ("applicant_contact.mobile", "13800000000"),
    )

    with reading(sessions) as session:
        event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    changes = {one["field"]: one for one in event.details["changes"]}
    assert changes["adoption_share"] == {"field": "adoption_share", "from": 0.07, "to": 0.09}
    assert set(changes["key_technology"]) == {"field", "from_mark", "to_mark"}
    assert changes["applicant_contact.mobile"] == {"field": "applicant_contact.mobile"}
    assert "13800000000" not in json.dumps(event.details)


def test_typing_on_is_one_change_and_is_undone_as_one(sessions, now, save, stored, owner, draft_id):
    for text in ("一", "一二", "一二三"):
        saved = save(owner, ("key_technology", text))
    with reading(sessions) as session:
        count = session.scalar(select(func.count()).select_from(TechnologyEdit))
    edit_id = next(iter(saved.changed.values()))

    with unit_of_work(sessions) as session:
        technology_drafts.undo(
            session, actor=owner.actor, technology_id=draft_id, edit_id=edit_id, now=now
        )

    assert count == 1
    assert stored("key_technology") is None


def test_an_undo_gives_back_money_exactly_and_never_a_later_change(
    sessions, now, save, stored, owner, draft_id, case_id
):
    path = f"cases.{case_id}.investment_yuan"
    save(owner, (path, Decimal("1234567.89")))
    saved = save(owner, (path, Decimal(12_000_000)), cause=EditCause.SUGGESTION)
    edit_id = next(iter(saved.changed.values()))

    def undo():
        with unit_of_work(sessions) as session:
            technology_drafts.undo(
                session, actor=owner.actor, technology_id=draft_id, edit_id=edit_id, now=now
            )

    undo()
    assert stored(path) == Decimal("1234567.89")
    with pytest.raises(ConflictError):
        undo()


def test_only_the_owners_organization_knows_of_a_draft(sessions, now, draft_id):
    with unit_of_work(sessions) as session:
        stranger = make_person(session, now, Role.TECHNOLOGY_OWNER)
        officer = make_person(session, now, Role.BUREAU_OFFICER)
    for person in (stranger, officer):
        with unit_of_work(sessions) as session, pytest.raises(NotFoundError):
            technology_drafts.readable(session, actor=person.actor, technology_id=draft_id)
    with unit_of_work(sessions) as session, pytest.raises(ForbiddenError):
        technology_drafts.begin(session, actor=officer.actor, name="示例", now=now)


def test_what_was_submitted_is_not_written_to(sessions, save, owner, draft_id):
    with unit_of_work(sessions) as session:
        session.get(Technology, draft_id).catalogue_status = CatalogueStatus.SUBMITTED

    with pytest.raises(ConflictError, match="draft_is_submitted"):
        save(owner, ("typical_users", "示例"))


@pytest.mark.parametrize(
    "path",
    [
        "catalogue_status",
        "cases.1.id",
        "applicant_contact.x",
        "owner",
        "version",
        "cases.1.co_benefits",
        "applicability_rules",
    ],
)
def test_nothing_but_the_fields_of_the_form_can_be_written(save, owner, path):
    with pytest.raises(InvalidError):
        save(owner, (path, "x"))


def test_cases_move_and_leave_no_gap(sessions, now, owner, draft_id, case_id):
    def do(call, **more):
        with unit_of_work(sessions) as session:
            return call(session, actor=owner.actor, technology_id=draft_id, now=now, **more)

    second = do(technology_cases.add_case).id
    third = do(technology_cases.add_case).id
    do(technology_cases.move_case, case_id=third, step=-1)
    do(technology_cases.move_case, case_id=case_id, step=-1)  # stays first
    do(technology_cases.remove_case, case_id=case_id)

    with reading(sessions) as session:
        cases = session.scalars(select(TechnologyCase).order_by(TechnologyCase.ordinal)).all()
    assert [(case.id, case.ordinal) for case in cases] == [(third, 1), (second, 2)]


def test_a_copy_is_a_draft_of_its_own(sessions, now, save, owner, draft_id, case_id):
    save(owner, ("fields", ["钢铁"]), (f"cases.{case_id}.name", "示例项目"))
    with unit_of_work(sessions) as session:
        made = technology_copies.copy(
            session, actor=owner.actor, technology_id=draft_id, suffix="（副本）", now=now
        )
        assert (made.name, made.fields) == ("示例技术（副本）", ["钢铁"])
        assert [case.name for case in made.cases] == ["示例项目"]
        assert made.external_id != session.get(Technology, draft_id).external_id


def test_a_draft_goes_with_everything_in_it(sessions, now, save, owner, draft_id, case_id):
    save(owner, ("fields", ["钢铁"]))
    with unit_of_work(sessions) as session:
        technology_copies.discard(session, actor=owner.actor, technology_id=draft_id, now=now)

    with reading(sessions) as session:
        for model in (Technology, TechnologyCase, TechnologyEdit):
            assert session.scalar(select(func.count()).select_from(model)) == 0
