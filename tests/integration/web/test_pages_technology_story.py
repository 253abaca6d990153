"""An entry's page: its history, its neighbours, where a superseded address leads."""

from datetime import date

import pytest

from data.models import Application, ApplicationEvent
from data.session import unit_of_work
from data.vocabulary import CatalogueStatus, ReviewSide, ReviewState, Role
from matcher.services.missing_vectors import encode_missing
from tests.factories.catalogue import TOPICS, make_technology
from tests.factories.people import make_person
from tests.factories.runtime import make_runtime
from tests.factories.web import Browser, make_test_app


@pytest.fixture
def owner(sessions, now):
    with unit_of_work(sessions) as session:
        return make_person(session, now, Role.TECHNOLOGY_OWNER)


@pytest.fixture
def browser(sessions, clock, tmp_path):
    return Browser(
        make_test_app(sessions, clock, runtime=make_runtime(sessions, tmp_path)), sessions, clock
    )


@pytest.fixture
def add(sessions, now, owner):
    def made(**fields):
        with unit_of_work(sessions) as session:
            return make_technology(session, now, **({"owner": owner} | fields)).id

    return made


def _withdraw(sessions, now, technology_id, owner):
    with unit_of_work(sessions) as session:
        row = Application(
            technology_id=technology_id,
            organization_id=owner.organization.id,
            state=ReviewState.WITHDRAWN,
            state_since=now,
            created_at=now,
        )
        session.add(row)
        session.flush()
        for before, after, reason in (
            (ReviewState.PUBLIC_NOTICE, ReviewState.PUBLISHED, None),
            (ReviewState.PUBLISHED, ReviewState.WITHDRAWN, "outdated"),
        ):
            session.add(
                ApplicationEvent(
                    application_id=row.id,
                    at=now,
                    side=ReviewSide.BUREAU,
                    from_state=before,
                    to_state=after,
                    reason=reason,
                    note="内部说明",
                )
            )


def _page(browser, path, status=200):
    response = browser.get(f"{path}?lang=en")
    assert response.status_code == status
    return response.get_data(as_text=True)


def test_a_withdrawn_entry_is_told_to_those_who_may_know_and_to_nobody_else(
    browser, add, sessions, now, owner
):
    number = add(catalogue_status=CatalogueStatus.WITHDRAWN)
    _withdraw(sessions, now, number, owner)

    _page(browser, f"/technologies/{number}", status=404)
    page = _page(browser.be(owner), f"/technologies/{number}")
    assert "It is matched no more." in page
    assert "The technology is outdated" in page
    assert "内部说明" not in page


def test_a_superseded_address_leads_to_what_took_its_place(browser, add, owner):
    first = add(catalogue_status=CatalogueStatus.SUPERSEDED, published_on=date(2024, 1, 1))
    second = add(catalogue_status=CatalogueStatus.SUPERSEDED, supersedes_id=first)
    third = add(supersedes_id=second, name="更新后的技术")
    response = browser.get(f"/technologies/{first}")

    assert response.status_code == 302
    assert response.headers["Location"] == f"/technologies/{third}"
    page = _page(browser, f"/technologies/{third}")
    assert page.count("Published as an update") == 2
    assert 'datetime="2024-01-01"' in page
    assert "更新后的技术" in _page(browser.be(owner), f"/technologies/{first}")


def test_a_superseded_entry_without_a_published_successor_is_not_found(browser, add):
    first = add(catalogue_status=CatalogueStatus.SUPERSEDED)
    add(supersedes_id=first, catalogue_status=CatalogueStatus.WITHDRAWN)
    draft = add(catalogue_status=CatalogueStatus.DRAFT)
    add(supersedes_id=draft)

    _page(browser, f"/technologies/{first}", status=404)
    _page(browser, f"/technologies/{draft}", status=404)


def test_alike_entries_of_other_owners_stand_there_with_what_is_shared(browser, add, sessions, now):
    with unit_of_work(sessions) as session:
        other = make_person(session, now, Role.TECHNOLOGY_OWNER)
    shared = {"technology_topics": ["2.1.02"], "fields": ["钢铁"]}
    number = add(name="本技术", **shared)
    add(name="同一持有方的技术", **shared)
    add(name="相近的技术", owner=other, **shared)
    add(name="别的技术", owner=other, technical_principle=TOPICS[3], technology_type="4.1")
    runtime = browser.app.extensions["runtime"]
    encode_missing(sessions, runtime.background, space_id=runtime.catalogue.space_id, now=now)
    page = _page(browser, f"/technologies/{number}")
    alike = page.partition('id="similar-title"')[2].partition("</section>")[0]

    assert "相近的技术" in alike
    assert "同一持有方的技术" not in alike
    assert "same direction" in alike
    assert "/technologies?topic=2.1.02" in page
