"""Pages of introductions, their evidence, follow-up answers, the funnel, imports."""

from itertools import count

from data.models import Attachment, Lead
from data.vocabulary import LeadStage, Role
from tests.factories.records import make_demand, make_technology
from tests.security.row import ALL, HIDDEN, OWN_ONLY, Row
from tests.security.world import World

MESSAGE = "只给双方看的留言"
FILE_NAME = "只给部门看的验收报告.pdf"
_OPENERS = {
    Role.PARK_MANAGER: OWN_ONLY,
    Role.ENTERPRISE_USER: HIDDEN,
    Role.TECHNOLOGY_OWNER: OWN_ONLY,
}
_SIDES = {**_OPENERS, Role.BUREAU_OFFICER: OWN_ONLY}
_numbers = count(1)
_IMPORTERS = dict.fromkeys(_SIDES, ALL)


def _pair(world: World) -> tuple[int, int]:
    with world.write() as session:
        demand = make_demand(session, world.person(Role.PARK_MANAGER), world.now)
        technology = make_technology(session, world.person(Role.TECHNOLOGY_OWNER), world.now)
        return demand.id, technology.id


def _pair_query(world: World) -> str:
    demand_id, technology_id = _pair(world)
    return f"demand_id={demand_id}&technology_id={technology_id}"


def _lead(world: World) -> int:
    demand_id, technology_id = _pair(world)
    with world.write() as session:
        lead = Lead(
            demand_id=demand_id,
            technology_id=technology_id,
            demand_organization_id=world.person(Role.PARK_MANAGER).organization.id,
            owner_organization_id=world.person(Role.TECHNOLOGY_OWNER).organization.id,
            stage=LeadStage.INTRODUCED,
            message=MESSAGE,
            created_at=world.now,
            stage_changed_at=world.now,
        )
        session.add(lead)
        session.flush()
        return lead.id


def _file(world: World, role: Role, kind: str, subject_id: int | None, field: str) -> int:
    with world.write() as session:
        person = world.person(role)
        row = Attachment(
            organization_id=person.organization.id,
            uploaded_by_id=person.user.id,
            subject_kind=kind,
            subject_id=subject_id,
            field=field,
            file_name=FILE_NAME,
            media_type="application/pdf",
            size_bytes=1,
            sha256="0" * 64,
            stored_name=f"matrix-{kind}-{next(_numbers)}",
            created_at=world.now,
        )
        session.add(row)
        session.flush()
        return row.id


def _lead_with_file(world: World) -> tuple[int, int]:
    lead_id = _lead(world)
    return lead_id, _file(world, Role.PARK_MANAGER, "lead", lead_id, "evidence")


def _download(world: World) -> str:
    lead_id, file_id = _lead_with_file(world)
    return f"/leads/{lead_id}/evidence/{file_id}"


def _list(world: World) -> str:
    _lead(world)
    return "/leads?view=list"


def _one(suffix: str = ""):
    return lambda world: f"/leads/{_lead_with_file(world)[0]}{suffix}"


def _upload(suffix: str = ""):
    def path(world: World) -> str:
        file_id = _file(world, Role.TECHNOLOGY_OWNER, "import", None, "technologies")
        return f"/imports/{file_id}{suffix}"

    return path


def _lead_row(endpoint: str, method: str, suffix: str, **options) -> Row:
    allowed = options.pop("allowed", _SIDES)
    return Row(
        endpoint, method, path=_one(suffix), allowed=allowed, is_session_only=True, **options
    )


def _import_row(endpoint: str, method: str, path, allowed, **options) -> Row:
    return Row(endpoint, method, path=path, allowed=allowed, is_session_only=True, **options)


_OWN_UPLOAD = {**dict.fromkeys(_SIDES, HIDDEN), Role.TECHNOLOGY_OWNER: OWN_ONLY}
_BUREAU = {Role.BUREAU_OFFICER: ALL}

ROWS = [
    Row(
        "leads.index",
        "GET",
        path=_list,
        allowed=dict.fromkeys(_SIDES, ALL),
        is_session_only=True,
        absent={Role.ENTERPRISE_USER: ("/leads/",)},
        absent_for_other=dict.fromkeys(_SIDES, ('<th scope="row">',)),
    ),
    Row(
        "leads.export",
        "GET",
        path="/leads/export.xlsx",
        allowed=dict.fromkeys(_SIDES, ALL),
        is_session_only=True,
    ),
    Row(
        "leads.new",
        "GET",
        path=lambda world: f"/leads/new?{_pair_query(world)}",
        allowed=_OPENERS,
        is_session_only=True,
    ),
    Row(
        "leads.open",
        "POST",
        path=lambda world: f"/leads?{_pair_query(world)}",
        allowed=_OPENERS,
        is_session_only=True,
    ),
    _lead_row("leads.opened", "GET", "/opened", allowed=_OPENERS),
    _lead_row(
        "leads.show",
        "GET",
        "",
        absent={Role.TECHNOLOGY_OWNER: (FILE_NAME,)},
    ),
    _lead_row("leads.move", "POST", "/moves", form={"to": "in_talks"}),
    _lead_row("leads.reject_stage", "POST", "/proposed-stage/reject"),
    _lead_row("lead_evidence.form", "GET", "/evidence"),
    _lead_row("lead_evidence.add", "POST", "/evidence"),
    Row(
        "lead_evidence.download",
        "GET",
        path=_download,
        allowed={**_SIDES, Role.TECHNOLOGY_OWNER: HIDDEN},
        is_session_only=True,
    ),
    Row("follow_up.link", "GET", path="/f/unknown", is_public=True, own_status=404),
    Row("follow_up.form", "GET", path="/follow-up/1", is_public=True, own_status=404),
    Row("follow_up.save", "POST", path="/follow-up/1", is_public=True, own_status=404),
    Row("follow_up.receipt", "GET", path="/follow-up/1/receipt", is_public=True, own_status=404),
    _import_row("reports.funnel", "GET", "/reports/funnel", _BUREAU),
    _import_row("reports.funnel_sheet_file", "GET", "/reports/funnel.xlsx", _BUREAU),
    _import_row("imports.index", "GET", "/imports", _IMPORTERS),
    _import_row("imports.upload", "POST", "/imports", _IMPORTERS),
    _import_row(
        "imports.template_file",
        "GET",
        "/imports/templates/parks.xlsx",
        {**dict.fromkeys(_SIDES, HIDDEN), Role.BUREAU_OFFICER: ALL},
    ),
    _import_row("imports.show", "GET", _upload(), _OWN_UPLOAD),
    _import_row("imports.rejected", "GET", _upload("/rejected.txt"), _OWN_UPLOAD),
    _import_row("imports.run", "POST", _upload("/run"), _OWN_UPLOAD),
]
