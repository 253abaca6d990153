"""An import leaves alone what an application holds (decision 0163)."""

import pytest

from data.models import Technology
from data.session import reading, unit_of_work
from data.vocabulary import CatalogueStatus, ReviewState
from matcher.services.imports import ImportTarget, import_technologies
from tests.factories.applications import hand_in, make_desk, make_form, step, take_to
from tests.factories.rows import technology_row
from tests.factories.runtime import make_runtime

S = ReviewState


@pytest.fixture
def desk(sessions, now):
    with unit_of_work(sessions) as session:
        return make_desk(session, now)


def _import(sessions, tmp_path, form, now):
    runtime = make_runtime(sessions, tmp_path)
    target = ImportTarget(
        source=form.source,
        now=now,
        organization_id=form.organization_id,
        forces_draft=True,
    )
    rows = [technology_row(external_id=form.external_id, name="改过的名称"), technology_row(99)]
    return import_technologies(runtime, rows, target=target)


@pytest.mark.parametrize("state", [S.SUBMITTED, S.PUBLISHED])
def test_an_entry_under_review_or_published_stays_as_it_is(sessions, desk, now, tmp_path, state):
    with unit_of_work(sessions) as session:
        form = make_form(session, desk.owner, now)
        made = hand_in(session, desk, form, now)
        if state is S.PUBLISHED:
            take_to(session, desk, made, state, now)
    before = form.catalogue_status

    summary = _import(sessions, tmp_path, form, now)

    assert (summary.held, summary.created, summary.updated) == ([form.external_id], 1, 0)
    with reading(sessions) as session:
        kept = session.get_one(Technology, form.id)
        assert (kept.name, kept.catalogue_status) == (form.name, before)


def test_a_returned_form_is_a_draft_that_an_import_may_replace(sessions, desk, now, tmp_path):
    with unit_of_work(sessions) as session:
        form = make_form(session, desk.owner, now)
        made = hand_in(session, desk, form, now)
        step(session, desk, made, S.RECOMMENDED, now)
        step(session, desk, made, S.FIRST_REVIEW, now)
        step(session, desk, made, S.RETURNED, now)

    summary = _import(sessions, tmp_path, form, now)

    assert (summary.held, summary.updated) == ([], 1)
    with reading(sessions) as session:
        kept = session.get_one(Technology, form.id)
        assert (kept.name, kept.catalogue_status) == ("改过的名称", CatalogueStatus.DRAFT)
