"""Applications, batches, lists and yearly checks: applicant, unit, bureau of the region."""

from datetime import timedelta
from itertools import count

from data.models import AnnualCheck, Application, ApplicationEvent, Attachment, CatalogueBatch
from data.vocabulary import CatalogueScope, CatalogueStatus, ReviewSide, ReviewState, Role
from tests.factories.applications import make_form
from tests.security.row import ALL, HIDDEN, OWN_ONLY, Row
from tests.security.world import World

NOTE = "只给参与评审的各方看的理由"
NAME = "只给参与评审的各方看的技术"
CONTACT = "13800000000"
_numbers = count(1)

_SIDES = {Role.TECHNOLOGY_OWNER: OWN_ONLY, Role.BUREAU_OFFICER: OWN_ONLY}
_OWNER = {Role.TECHNOLOGY_OWNER: OWN_ONLY}
_BOTH = dict.fromkeys(_SIDES, ALL)
_OFFICER = {Role.BUREAU_OFFICER: ALL}


def _draft(world: World, **fields) -> int:
    with world.write() as session:
        owner = world.person(Role.TECHNOLOGY_OWNER)
        return make_form(session, owner, world.now, name=NAME, **fields).id


def _application(world: World, state: ReviewState = ReviewState.SUBMITTED) -> int:
    status = CatalogueStatus.SUBMITTED
    if state is ReviewState.PUBLISHED:
        status = CatalogueStatus.PUBLISHED
    technology_id = _draft(world, catalogue_status=status)
    with world.write() as session:
        made = Application(
            technology_id=technology_id,
            organization_id=world.person(Role.TECHNOLOGY_OWNER).organization.id,
            recommending_organization_id=world.person(Role.BUREAU_OFFICER).organization.id,
            state=state,
            state_since=world.now,
            created_at=world.now,
        )
        session.add(made)
        session.flush()
        session.add(
            ApplicationEvent(
                application_id=made.id,
                at=world.now,
                side=ReviewSide.OWNER,
                to_state=state,
                note=NOTE,
                content={"name": NAME},
            )
        )
        return made.id


def _batch(world: World) -> int:
    """An open batch of the own officer's region."""
    with world.write() as session:
        made = CatalogueBatch(
            code=f"M{next(_numbers)}",
            name="示例批次",
            scope=CatalogueScope.LOCAL,
            region_code=world.person(Role.BUREAU_OFFICER).user.region_code,
            opens_on=world.now.date() - timedelta(days=1),
            closes_on=world.now.date() + timedelta(days=1),
            created_at=world.now,
        )
        session.add(made)
        session.flush()
        return made.id


def _published(world: World) -> int:
    batch_id, application_id = _batch(world), _application(world, ReviewState.PUBLISHED)
    with world.write() as session:
        session.get_one(Application, application_id).batch_id = batch_id
    return batch_id


def _check(world: World) -> int:
    technology_id = _draft(world, catalogue_status=CatalogueStatus.PUBLISHED)
    with world.write() as session:
        made = AnnualCheck(
            technology_id=technology_id,
            organization_id=world.person(Role.TECHNOLOGY_OWNER).organization.id,
            due_on=world.now.date(),
            created_at=world.now,
        )
        session.add(made)
        session.flush()
        return made.id


def _stamped(world: World) -> str:
    application_id = _application(world)
    with world.write() as session:
        officer = world.person(Role.BUREAU_OFFICER)
        row = Attachment(
            organization_id=officer.organization.id,
            uploaded_by_id=officer.user.id,
            subject_kind="application",
            subject_id=application_id,
            field="opinion_stamp",
            file_name="盖章意见.pdf",
            media_type="application/pdf",
            size_bytes=1,
            sha256="0" * 64,
            stored_name=f"matrix-stamp-{next(_numbers)}",
            created_at=world.now,
        )
        session.add(row)
        session.flush()
        session.get_one(Application, application_id).opinion_attachment_id = row.id
    return f"/applications/{application_id}/stamp"


def _with_file(world: World) -> str:
    """A certificate of an application; the owner gives it, reviewers of the application read it."""
    application_id = _application(world)
    with world.write() as session:
        owner = world.person(Role.TECHNOLOGY_OWNER)
        row = Attachment(
            organization_id=owner.organization.id,
            uploaded_by_id=owner.user.id,
            subject_kind="technology",
            subject_id=session.get_one(Application, application_id).technology_id,
            field="appraisal",
            file_name="鉴定证书.pdf",
            media_type="application/pdf",
            size_bytes=1,
            sha256="0" * 64,
            stored_name=f"matrix-file-{next(_numbers)}",
            created_at=world.now,
        )
        session.add(row)
        session.flush()
        return f"/applications/{application_id}/files/{row.id}"


def _one(prefix: str, suffix: str = ""):
    joint = "" if prefix.endswith("=") else "/"
    return lambda world: f"{prefix}{joint}{_application(world)}{suffix}"


def _of_batch(suffix: str):
    return lambda world: f"/batches/{_batch(world)}{suffix}"


def _page(endpoint: str, path, allowed, method: str = "GET", **options) -> Row:
    return Row(endpoint, method, path=path, allowed=allowed, is_session_only=True, **options)


def _list(path: str):
    def made(world: World) -> str:
        _application(world)
        return path

    return made


_HIDDEN_FROM_OTHERS = dict.fromkeys(_SIDES, (NAME, NOTE, CONTACT))

ROWS = [
    _page("applications.index", _list("/applications"), _BOTH,
          absent_for_other=_HIDDEN_FROM_OTHERS, absent=dict.fromkeys(_SIDES, (CONTACT,))),
    _page("applications.export", "/applications/export.xlsx", _BOTH),
    _page("applications.new", lambda world: f"/applications/new?technology_id={_draft(world)}",
          _OWNER),
    _page("applications.create", lambda world: f"/applications?technology_id={_draft(world)}",
          _OWNER, "POST"),
    _page("applications.show", _one("/applications"), _SIDES,
          absent=dict.fromkeys(_SIDES, (CONTACT,)), absent_for_other=_HIDDEN_FROM_OTHERS),
    _page("review_files.of_application", _with_file, _SIDES),
    _page("applications.stamp", _stamped, _SIDES),
    _page(
        "applications.start_update",
        lambda world: "/applications/updates?technology_id="
        f"{_draft(world, catalogue_status=CatalogueStatus.PUBLISHED)}",
        _OWNER,
        "POST",
    ),
    _page(
        "applications.open_listing",
        lambda world: "/applications/listings?technology_id="
        f"{_draft(world, catalogue_status=CatalogueStatus.PUBLISHED)}",
        _SIDES,
        "POST",
    ),
    _page("application_moves.form", _one("/applications", "/moves/returned"), _SIDES,
          absent_for_other=_HIDDEN_FROM_OTHERS),
    _page("application_moves.move", _one("/applications", "/moves/recommended"), _SIDES, "POST"),
    _page("application_bulk.form", _one("/applications/bulk?to=recommended&pick=", ".1"), _OFFICER,
          absent_for_other={Role.BUREAU_OFFICER: (NAME, NOTE)}),
    _page("application_bulk.move", "/applications/bulk", _OFFICER, "POST",
          form={"to": "recommended", "pick": "2000000000.1", "opinion": "示例"}),
    _page("application_lists.index", _list("/application-lists"), _OFFICER),
    _page("application_lists.unit_list", "/application-lists/unit.xlsx", _OFFICER),
    _page("application_lists.roll_up_list", "/application-lists/roll-up.xlsx", _OFFICER),
    Row("batches.index", "GET", path="/batches", is_public=True),
    Row("batches.show", "GET", path=_of_batch(""), is_public=True,
        absent=dict.fromkeys((None, *Role), (NOTE, CONTACT))),
    Row("batches.publication_xlsx", "GET", is_public=True,
        path=lambda world: f"/batches/{_published(world)}/publication.xlsx"),
    Row("batches.publication_docx", "GET", is_public=True,
        path=lambda world: f"/batches/{_published(world)}/publication.docx"),
    _page("batches.new", "/batches/new", _OFFICER),
    _page("batches.create", "/batches", _OFFICER, "POST"),
    _page("batches.edit", _of_batch("/edit"), {Role.BUREAU_OFFICER: OWN_ONLY}),
    _page("batches.change", _of_batch("/edit"), {Role.BUREAU_OFFICER: OWN_ONLY}, "POST"),
    _page("batches.close", _of_batch("/close"), {Role.BUREAU_OFFICER: OWN_ONLY}, "POST"),
    _page("batches.board", _of_batch("/board"), _OFFICER),
    _page("annual_checks.index", _list("/annual-checks"), _BOTH),
    _page("annual_checks.answer", lambda world: f"/annual-checks/{_check(world)}/answer", _OWNER,
          "POST"),
    _page("annual_checks.decide", lambda world: f"/annual-checks/{_check(world)}/decision",
          {Role.BUREAU_OFFICER: OWN_ONLY}, "POST"),
    Row("api_applications.index", "GET", path=_list("/api/v1/applications"), allowed=_BOTH,
        absent=dict.fromkeys(_SIDES, (CONTACT,)), absent_for_other=_HIDDEN_FROM_OTHERS),
    Row("api_applications.create", "POST", path="/api/v1/applications",
        allowed={Role.TECHNOLOGY_OWNER: ALL}, json={"technology_id": 0}),
    Row("api_applications.start_update", "POST", path="/api/v1/applications/updates",
        allowed={Role.TECHNOLOGY_OWNER: HIDDEN}, json={"technology_id": 2_000_000_000}),
    Row("api_applications.show", "GET", path=_one("/api/v1/applications"), allowed=_SIDES,
        absent=dict.fromkeys(_SIDES, (CONTACT,))),
    Row("api_applications.move", "POST", path=_one("/api/v1/applications", "/transitions"),
        allowed=_SIDES, json={"to": "recommended"}),
]  # fmt: skip
