from dataclasses import replace
from datetime import date, timedelta

import pytest

from data.session import unit_of_work
from data.vocabulary import CatalogueScope, JurisdictionKind, Role
from matcher.services import batches
from matcher.services.batches import BatchForm
from matcher.services.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from tests.factories.applications import make_batch, make_officer, make_unit
from tests.factories.people import make_person

FORM = BatchForm(
    code="6",
    name="第六批（示例）",
    call_text="示例",
    opens_on=date(2026, 6, 1),
    closes_on=date(2026, 7, 1),
)


def _make(sessions, person, now, form=FORM):
    with unit_of_work(sessions) as session:
        return batches.make_batch(session, actor=person.actor, form=form, now=now)


@pytest.fixture
def people(sessions, now):
    with unit_of_work(sessions) as session:
        return {
            "national": make_officer(session, now),
            "province": make_unit(session, now),
            "association": make_unit(session, now, kind=JurisdictionKind.ASSOCIATION),
            "other": make_unit(session, now, region_code="440000"),
            "owner": make_person(session, now, Role.TECHNOLOGY_OWNER),
        }


def test_officers_make_batches_of_their_own_jurisdiction(sessions, people, now):
    national = _make(sessions, people["national"], now)
    local = _make(sessions, people["province"], now, replace(FORM, code="JS-1"))

    assert (national.scope, national.region_code) == (CatalogueScope.NATIONAL, None)
    assert (local.scope, local.region_code) == (CatalogueScope.LOCAL, "320000")
    for name in ("association", "owner"):
        with pytest.raises(ForbiddenError):
            _make(sessions, people[name], now, replace(FORM, code=name))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"name": ""}, ("name", "required")),
        ({"opens_on": None}, ("opens_on", "required")),
        ({"closes_on": date(2026, 5, 31)}, ("closes_on", "not_before_from")),
        ({"code": "x" * 81}, ("code", "too_long")),
        ({"code": "taken"}, ("code", "batch_code_taken")),
    ],
)
def test_a_batch_that_breaks_a_rule_is_refused(sessions, people, now, change, problem):
    with unit_of_work(sessions) as session:
        make_batch(session, now, code="taken")
    with pytest.raises(InvalidError) as refused:
        _make(sessions, people["national"], now, replace(FORM, **change))

    assert [(p.field, p.rule) for p in refused.value.problems] == [problem]


def test_only_the_bureau_that_runs_a_batch_changes_or_closes_it(sessions, people, now):
    local = _make(sessions, people["province"], now)
    for name in ("national", "other", "association"):
        for change in (
            lambda s, a: batches.change_batch(
                s, actor=a, batch_id=local.id, form=FORM, version=1, now=now
            ),
            lambda s, a: batches.close_batch(s, actor=a, batch_id=local.id, version=1, now=now),
        ):
            with unit_of_work(sessions) as session, pytest.raises(NotFoundError):
                change(session, people[name].actor)
    own = people["province"].actor
    with unit_of_work(sessions) as session:
        changed = batches.change_batch(
            session,
            actor=own,
            batch_id=local.id,
            form=replace(FORM, name="江苏（示例）"),
            version=1,
            now=now,
        )
        assert batches.is_open(changed, FORM.opens_on)
    with unit_of_work(sessions) as session, pytest.raises(ConflictError):
        batches.close_batch(session, actor=own, batch_id=local.id, version=1, now=now)
    with unit_of_work(sessions) as session:
        closed = batches.close_batch(session, actor=own, batch_id=local.id, version=2, now=now)
        assert not batches.is_open(closed, FORM.opens_on)


def test_a_batch_is_open_from_its_first_day_through_its_last(sessions, people, now):
    batch = _make(sessions, people["national"], now)
    day = timedelta(days=1)

    days = (FORM.opens_on - day, FORM.opens_on, FORM.closes_on, FORM.closes_on + day)
    assert [batches.is_open(batch, one) for one in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("region_code", "outer", "is_within"),
    [
        ("320500", "320000", True),
        ("320583", "320500", True),
        ("330100", "320000", False),
        (None, "320000", False),
        ("320000", "320500", False),
    ],
)
def test_a_region_lies_in_another_by_its_digits(region_code, outer, is_within):
    assert batches.within(region_code, outer) == is_within
