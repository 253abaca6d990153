"""The application form: only the owner's organization writes it or knows of its drafts."""

from itertools import count

from data.models import Attachment, TechnologyCase
from data.vocabulary import CatalogueStatus, Role
from tests.factories.records import make_technology
from tests.security.row import ALL, OWN_ONLY, Row
from tests.security.world import World

_numbers = count(1)
SECRET = "别的单位不该看到的草稿"
_OWN = {Role.TECHNOLOGY_OWNER: OWN_ONLY}
_ANY_OWNER = {Role.TECHNOLOGY_OWNER: ALL}


def draft(world: World) -> int:
    with world.write() as session:
        person = world.person(Role.TECHNOLOGY_OWNER)
        made = make_technology(
            session, person, world.now, name=SECRET, catalogue_status=CatalogueStatus.DRAFT
        )
        return made.id


def of_draft(suffix: str = ""):
    return lambda world: f"/technologies/{draft(world)}/form{suffix}"


def _of_case(suffix: str = ""):
    def path(world: World) -> str:
        technology_id = draft(world)
        with world.write() as session:
            case = TechnologyCase(technology_id=technology_id, ordinal=1, name="示例案例")
            session.add(case)
            session.flush()
            return f"/technologies/{technology_id}/form/cases/{case.id}{suffix}"

    return path


def _list(world: World) -> str:
    draft(world)
    return "/technologies/mine"


def _row(endpoint: str, method: str, path, **more) -> Row:
    return Row(
        endpoint,
        method,
        path=path,
        allowed=_OWN,
        is_session_only=True,
        absent_for_other={Role.TECHNOLOGY_OWNER: (SECRET,)},
        **more,
    )


ROWS = [
    Row(
        "technology_drafts.index",
        "GET",
        path=_list,
        allowed=_ANY_OWNER,
        is_session_only=True,
        absent_for_other={Role.TECHNOLOGY_OWNER: (SECRET,)},
    ),
    Row(
        "technology_drafts.export",
        "GET",
        path="/technologies/mine.xlsx",
        allowed=_ANY_OWNER,
        is_session_only=True,
    ),
    Row(
        "technology_drafts.new",
        "GET",
        path="/technologies/new",
        allowed=_ANY_OWNER,
        is_session_only=True,
    ),
    Row(
        "technology_drafts.begin",
        "POST",
        path="/technologies/new",
        allowed=_ANY_OWNER,
        is_session_only=True,
        form={"name": "示例"},
    ),
    _row("technology_drafts.copy", "POST", of_draft("/copy")),
    _row("technology_drafts.ask_delete", "GET", of_draft("/delete")),
    _row("technology_drafts.delete", "POST", of_draft("/delete")),
    _row("technology_form.start", "GET", of_draft()),
    _row("technology_form.section", "GET", of_draft("/basics")),
    _row(
        "technology_form.save_section",
        "POST",
        of_draft("/basics"),
        form={"asked": "application_status", "application_status": "示例"},
    ),
    _row("technology_form.case", "GET", _of_case()),
    _row("technology_form.save_case", "POST", _of_case(), form={"go": "save"}),
    _row("technology_form.undo", "POST", of_draft("/undo"), form={"edit": "x"}),
    _row("technology_cases.add", "POST", of_draft("/cases")),
    _row("technology_cases.remove", "POST", _of_case("/remove")),
    _row("technology_cases.move", "POST", _of_case("/move"), form={"to": "up"}),
]


def _file(suffix: str = ""):
    def path(world: World) -> str:
        technology_id = draft(world)
        person = world.person(Role.TECHNOLOGY_OWNER)
        with world.write() as session:
            row = Attachment(
                organization_id=person.organization.id,
                subject_kind="technology",
                subject_id=technology_id,
                field="patent",
                file_name="示例专利.pdf",
                media_type="application/pdf",
                size_bytes=1,
                sha256="0" * 64,
                stored_name=f"matrix-form-{technology_id}",
                created_at=world.now,
            )
            session.add(row)
            session.flush()
            return f"/technologies/{technology_id}/form/files/{row.id}{suffix}"

    return path


ROWS += [
    _row("technology_files.index", "GET", of_draft("/files")),
    _row("technology_files.add", "POST", of_draft("/files")),
    _row("technology_files.download", "GET", _file()),
    _row("technology_files.remove", "POST", _file("/remove")),
    _row("technology_audit.findings", "GET", of_draft("/audit.json")),
    _row("technology_audit.adopt", "POST", of_draft("/suggestions")),
]


def _upload(world: World) -> str:
    person = world.person(Role.TECHNOLOGY_OWNER)
    with world.write() as session:
        row = Attachment(
            organization_id=person.organization.id,
            subject_kind="form_import",
            field="original",
            file_name=f"{SECRET}.docx",
            media_type="application/octet-stream",
            size_bytes=1,
            sha256="0" * 64,
            stored_name=f"matrix-import-{next(_numbers)}",
            created_at=world.now,
        )
        session.add(row)
        session.flush()
        return f"/technologies/import/{row.id}"


ROWS += [
    Row(
        "form_imports.index",
        "GET",
        path="/technologies/import",
        allowed=_ANY_OWNER,
        is_session_only=True,
    ),
    Row(
        "form_imports.upload",
        "POST",
        path="/technologies/import",
        allowed=_ANY_OWNER,
        is_session_only=True,
    ),
    _row("form_imports.show", "GET", _upload),
    _row("form_imports.confirm", "POST", _upload),
    _row("technology_submission.check", "GET", of_draft("/check")),
    _row("technology_submission.submit", "POST", of_draft("/submission")),
    _row("technology_export.printed", "GET", of_draft("/print")),
    _row("technology_export.docx", "GET", of_draft("/export.docx")),
    _row("technology_export.xlsx", "GET", of_draft("/export.xlsx")),
]
