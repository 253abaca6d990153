"""Exchange files: a round trip is exact, repeats change nothing, faults are reported one by one."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from data.exchange import FORMAT, ExchangeFile, checksum_of, file_checksum
from data.models import Base, Technology
from data.session import make_engine, make_sessions, reading, unit_of_work
from data.vocabulary import CatalogueStatus, Role
from matcher.services.applications import standing
from matcher.services.exchange import (
    UnreadableExchangeError,
    exported,
    origin_of,
    read_file,
    take_in,
)
from tests.factories.catalogue import make_technology
from tests.factories.people import make_person
from tests.factories.runtime import make_runtime

HERE, THERE = "here.example.cn", "there.example.cn"
SECRETS = {"applicant_contact": {"phone": "13800138000"}, "technology_source": "来源写有人名张三",
           "recommendation_opinion": "内部推荐意见"}  # fmt: skip


@pytest.fixture
def filled(sessions, now):
    """Two published entries, one of them full, and a draft."""
    with unit_of_work(sessions) as session:
        owner = make_person(session, now, Role.TECHNOLOGY_OWNER)
        full = make_technology(
            session, now, owner=owner, name="示例甲", technology_topics=["2.1.02"],
            fields=["钢铁"], adoption_share=0.05, investment_2030_yuan=1234567,
            abatement_potential_2030_tco2_per_year=1.5e6, published_on=date(2025, 3, 1),
            applicability_rules={"sectors": ["C31"], "temperature_celsius": [80.0, None]},
            appraisal="示例鉴定", **SECRETS,
        )  # fmt: skip
        full.cases[0].co_benefits = {"so2_t_per_year": 1.25}
        full.cases[0].commissioned_on = date(2022, 1, 2)
        make_technology(
            session, now, owner=owner, name="示例乙", technology_type=None, is_demo=True
        )
        make_technology(session, now, owner=owner, name="草稿", catalogue_status="draft")
    return sessions


@pytest.fixture
def elsewhere(tmp_path):
    """Another, empty database."""
    engine = make_engine(f"sqlite:///{tmp_path / 'other.db'}")
    Base.metadata.create_all(engine)
    yield make_runtime(make_sessions(engine), tmp_path / "other")
    engine.dispose()


def _export(sessions, platform, now) -> ExchangeFile:
    with reading(sessions) as session:
        return exported(session, platform=platform, now=now)


def _entries(made: ExchangeFile) -> list:
    return read_file(made.model_dump_json().encode())


def test_export_import_into_an_empty_database_and_export_are_identical(filled, elsewhere, now):
    first = _export(filled, HERE, now)
    report = take_in(elsewhere, _entries(first), platform=THERE, now=now, as_published=True)
    second = _export(elsewhere.sessions, THERE, now)

    assert (report.created, report.rejected) == (2, [])
    assert first.entry_count == 2
    assert second.entries == first.entries
    assert second.checksum == first.checksum


def test_nothing_personal_leaves(filled, now):
    text = _export(filled, HERE, now).model_dump_json()

    for secret in ("13800138000", "张三", "内部推荐意见", "草稿"):
        assert secret not in text


def test_entries_come_in_as_drafts_and_may_come_again(filled, elsewhere, now):
    made = _export(filled, HERE, now)
    for expected in ((2, 0), (0, 2)):
        report = take_in(elsewhere, _entries(made), platform=THERE, now=now)
        assert (report.created, report.unchanged) == expected
    with reading(elsewhere.sessions) as session:
        found = session.scalars(select(Technology).order_by(Technology.id)).all()

    assert {one.catalogue_status for one in found} == {CatalogueStatus.DRAFT}
    assert {one.source for one in found} == {f"exchange:{HERE}"}
    assert [one.is_demo for one in found] == [False, True]


def test_what_is_published_here_and_what_is_ours_stays_as_it_is(filled, elsewhere, now, tmp_path):
    made = _export(filled, HERE, now)
    take_in(elsewhere, _entries(made), platform=THERE, now=now, as_published=True)
    again = take_in(elsewhere, _entries(made), platform=THERE, now=now)
    own = take_in(make_runtime(filled, tmp_path), _entries(made), platform=HERE, now=now)

    assert (again.kept, again.created, again.updated) == (2, 0, 0)
    assert (own.kept, own.created, own.updated) == (2, 0, 0)


def test_what_an_application_holds_is_named_and_keeps_its_day(filled, elsewhere, now):
    made = _export(filled, HERE, now)
    take_in(elsewhere, _entries(made), platform=THERE, now=now, as_published=True)
    with unit_of_work(elsewhere.sessions) as session:
        held = session.scalars(select(Technology).order_by(Technology.id)).first()
        standing.adopted(session, held, now=now)
        held.published_on, held.name = date(2026, 1, 1), "示例本平台管理"
        held_id, number = held.id, held.external_id

    for is_dry_run in (True, False):
        again = take_in(
            elsewhere, _entries(made), platform=THERE, now=now, as_published=True,
            is_dry_run=is_dry_run,
        )  # fmt: skip
        assert again.held == [number]
        assert (again.kept, again.unchanged) == (0, 0 if is_dry_run else 1)
    with reading(elsewhere.sessions) as session:
        kept = session.get_one(Technology, held_id)
        assert (kept.published_on, kept.name) == (date(2026, 1, 1), "示例本平台管理")


@pytest.mark.parametrize("as_published", [True, False])
def test_absence_from_a_file_changes_nothing(filled, elsewhere, now, as_published):
    made = _export(filled, HERE, now)
    take_in(elsewhere, _entries(made), platform=THERE, now=now, as_published=as_published)
    with unit_of_work(filled) as session:
        first = session.scalars(select(Technology).order_by(Technology.id)).first()
        first.catalogue_status = CatalogueStatus.WITHDRAWN
    rest = _export(filled, HERE, now)
    assert rest.entry_count == made.entry_count - 1

    take_in(elsewhere, _entries(rest), platform=THERE, now=now, as_published=as_published)
    with reading(elsewhere.sessions) as session:
        statuses = set(session.scalars(select(Technology.catalogue_status)))
        count = len(session.scalars(select(Technology.id)).all())
    wanted = CatalogueStatus.PUBLISHED if as_published else CatalogueStatus.DRAFT
    assert (statuses, count) == ({wanted}, made.entry_count)


def test_a_dry_run_writes_nothing(filled, elsewhere, now):
    made = _export(filled, HERE, now)
    take_in(elsewhere, _entries(made), platform=THERE, now=now, is_dry_run=True)

    assert _export(elsewhere.sessions, THERE, now).entry_count == 0
    with reading(elsewhere.sessions) as session:
        assert session.scalar(select(Technology.id).limit(1)) is None


def test_each_bad_entry_is_named_with_its_reasons_and_the_others_come_in(filled, elsewhere, now):
    good, other = _entries(_export(filled, HERE, now))
    edited = other | {"name": "改过的名称"}
    wrong = other | {"id": "x", "technology_type": "9.9"}
    wrong["checksum"] = checksum_of(wrong)
    entries = [good, edited, good, wrong, "text", {"id": "y"}]
    report = take_in(elsewhere, entries, platform=THERE, now=now, language="en")

    assert report.created == 1
    reasons = {one.number: " ".join(one.reasons) for one in report.rejected}
    assert set(reasons) == {2, 3, 4, 5, 6}
    assert "not what its origin published" in reasons[2]
    assert "stands before it" in reasons[3]
    assert "9.9" in reasons[4]
    assert "origin" in reasons[6]


def _file(**changes):
    empty = {"format": FORMAT, "entry_count": 0, "checksum": file_checksum([]), "entries": []}
    return json.dumps(empty | changes).encode()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe", "no JSON"),
        (b"{", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b'{"format": NaN}', "no number"),
        (b"[]", "format"),
        (_file(format="tanqiao-exchange/2"), "format"),
        (_file(entry_count=3), "number of entries"),
        (_file(checksum="0" * 64), "checksum"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(content, reason):
    with pytest.raises(UnreadableExchangeError, match=reason):
        read_file(content)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://catalogue.example.cn", "catalogue.example.cn"),
        ("http://127.0.0.1:8000", "127.0.0.1:8000"),
        ("", "localhost"),
    ],
)
def test_a_platform_goes_by_its_host(url, origin):
    assert origin_of(url) == origin


def test_a_long_host_is_cut_and_stays_its_own():
    names = {origin_of(f"https://{'a' * 40}{n}.example.cn") for n in range(3)}

    assert len(names) == 3
    assert {len(name) for name in names} == {31}
