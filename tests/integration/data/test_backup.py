from decimal import Decimal

import pytest
from sqlalchemy import select

from data import migrations
from data.backup import BackupError, read_backup, write_backup
from data.models import Organization, Technology, TechnologyCase
from data.session import make_engine, make_sessions, reading, unit_of_work
from data.vocabulary import CatalogueStatus, OrganizationKind, TechnologyStage


@pytest.fixture
def var(tmp_path):
    folder = tmp_path / "var"
    (folder / "uploads").mkdir(parents=True)
    (folder / "uploads" / "a-file").write_bytes(b"evidence")
    (folder / "secret.key").write_text("kept secret")
    return folder


@pytest.fixture
def other_engine(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path / 'other.db'}")
    migrations.upgrade(engine)
    yield engine
    engine.dispose()


def _fill(sessions, now):
    with unit_of_work(sessions) as session:
        owner = Organization(
            name="甲（示例）", kind=OrganizationKind.TECHNOLOGY_OWNER, created_at=now
        )
        session.add(owner)
        session.flush()
        session.add(
            Technology(
                external_id="T1",
                name="余热利用",
                organization_id=owner.id,
                catalogue_status=CatalogueStatus.PUBLISHED,
                stage=TechnologyStage.PROMOTION,
                applicant_contact={"mobile": "000-0000-0000"},
                applicability_rules={"temperature_celsius": [80, None]},
                created_at=now,
                updated_at=now,
                cases=[
                    TechnologyCase(ordinal=1, name="案例", investment_yuan=Decimal("123456.78"))
                ],
            )
        )


def test_a_backup_restores_every_row_into_another_database(
    engine, sessions, other_engine, var, tmp_path, now
):
    _fill(sessions, now)

    written = write_backup(engine, var, tmp_path / "b.tar.gz")
    restored = read_backup(other_engine, tmp_path / "restored", tmp_path / "b.tar.gz")

    assert written == restored
    assert (tmp_path / "restored" / "uploads" / "a-file").read_bytes() == b"evidence"
    assert (tmp_path / "restored" / "secret.key").read_text() == "kept secret"
    with reading(make_sessions(other_engine)) as session:
        technology = session.scalars(select(Technology)).one()
        case = session.scalars(select(TechnologyCase)).one()
        assert technology.applicant_contact == {"mobile": "000-0000-0000"}
        assert technology.created_at == now
        assert technology.stage is TechnologyStage.PROMOTION
        assert case.investment_yuan == Decimal("123456.78")


def test_a_restored_database_takes_new_rows(engine, sessions, other_engine, var, tmp_path, now):
    _fill(make_sessions(other_engine), now)
    write_backup(other_engine, var, tmp_path / "b.tar.gz")

    read_backup(engine, tmp_path / "restored", tmp_path / "b.tar.gz")

    with unit_of_work(sessions) as session:
        session.add(Organization(name="乙", kind=OrganizationKind.BUREAU, created_at=now))


def test_a_backup_is_refused_where_rows_are(engine, sessions, var, tmp_path, now):
    _fill(sessions, now)
    write_backup(engine, var, tmp_path / "b.tar.gz")

    with pytest.raises(BackupError, match="not empty"):
        read_backup(engine, var, tmp_path / "b.tar.gz")


def test_another_file_is_no_backup(engine, var, tmp_path):
    (tmp_path / "x.tar.gz").write_bytes(b"nothing")

    with pytest.raises(BackupError):
        read_backup(engine, var, tmp_path / "x.tar.gz")


def test_the_backup_shows_no_sealed_value(engine, sessions, var, tmp_path, now):
    _fill(sessions, now)
    path = tmp_path / "b.tar.gz"

    write_backup(engine, var, path)

    import gzip

    assert b"000-0000-0000" not in gzip.decompress(path.read_bytes())
    assert path.stat().st_mode & 0o077 == 0
