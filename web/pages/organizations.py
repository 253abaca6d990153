"""Registering an organization, and deciding on registrations."""

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from data.queries.organizations import members, organizations_in_region
from data.vocabulary import OrganizationStatus, Role
from matcher.services import organization_changes, organizations, user_sessions
from matcher.services.errors import FieldProblem, InvalidError
from matcher.services.organizations import REGISTRABLE_ROLES, Registration
from web.access import Access, allow, required_actor
from web.extensions import now, read_only, settings, writing
from web.forms import form_page, notify, redirect_to, text
from web.i18n import current_language
from web.paging import before_id, next_link
from web.regions import region_name, region_options
from web.security.addresses import address_hash
from web.security.log_in_state import hand_over

bp = Blueprint("organizations", __name__)

PAGE = 30


@bp.get("/register")
@allow(Access.PUBLIC)
def registration_form() -> ResponseReturnValue:
    """Show the registration form."""
    return _registration_page([])


@bp.post("/register")
@allow(Access.PUBLIC)
def register() -> ResponseReturnValue:
    """Create a pending organization with its first user, and log them in."""
    form = Registration(
        organization_name=text("organization_name"),
        role=text("role"),
        region_code=text("region_code"),
        address=text("address"),
        unified_social_credit_code=text("unified_social_credit_code"),
        name=text("name"),
        email=text("email"),
        password=request.form.get("password", ""),
        has_consented=bool(text("consent")),
    )
    try:
        with writing() as session:
            user = organizations.register(
                session,
                form,
                profile=settings().password_profile,
                now=now(),
                language=current_language(),
                address_hash=address_hash(),
            )
            token, _id = user_sessions.open_session(
                session,
                user_id=user.id,
                now=now(),
                is_second_factor_passed=False,
                address_hash=address_hash(),
                user_agent=request.user_agent.string,
            )
    except InvalidError as error:
        return _registration_page(list(error.problems)), 422
    return hand_over(token, url_for("account.waiting"))


def _registration_page(problems: list[FieldProblem]) -> str:
    language = current_language()
    roles = [{"value": role.value, "label": role.label(language)} for role in REGISTRABLE_ROLES]
    return form_page(
        "organizations/register.html",
        problems,
        roles=roles,
        regions=region_options(language),
        profile=settings().password_profile.value,
    )


@bp.get("/organizations")
@allow(Role.BUREAU_OFFICER, Role.SYSTEM_ADMIN, Access.SESSION_ONLY)
def index() -> ResponseReturnValue:
    """List registrations of the region, those that wait first by filter."""
    actor = required_actor()
    status = _status(request.args.get("status"))
    prefix = "" if actor.role is Role.SYSTEM_ADMIN else actor.region_prefix
    with read_only() as session:
        found = organizations_in_region(
            session, region_prefix=prefix, status=status, before_id=before_id(), limit=PAGE + 1
        )
    language = current_language()
    return render_template(
        "organizations/index.html",
        organizations=[
            {
                "id": one.id,
                "name": one.name,
                "kind": one.kind.label(language),
                "status": one.status,
                "status_label": one.status.label(language),
                "region": region_name(one.region_code, language),
                "created_at": one.created_at,
            }
            for one in found[:PAGE]
        ],
        status=status.value if status else "all",
        next_url=next_link(found, PAGE),
    )


def _status(given: str | None) -> OrganizationStatus | None:
    if given == "all":
        return None
    if given in list(OrganizationStatus):
        return OrganizationStatus(given)
    return OrganizationStatus.PENDING


@bp.get("/organizations/<int:organization_id>")
@allow(Role.BUREAU_OFFICER, Role.SYSTEM_ADMIN, Access.SESSION_ONLY)
def show(organization_id: int) -> ResponseReturnValue:
    """Show one registration with the form to decide."""
    return organization_page(organization_id, [])


@bp.post("/organizations/<int:organization_id>/decision")
@allow(Role.BUREAU_OFFICER, Role.SYSTEM_ADMIN, Access.SESSION_ONLY)
def decide(organization_id: int) -> ResponseReturnValue:
    """Approve or reject a registration."""
    decision, version = text("decision"), text("version")
    if decision not in {"approve", "reject"} or not version.isdecimal():
        abort(400)
    try:
        with writing() as session:
            organizations.decide(
                session,
                required_actor(),
                organization_id,
                is_approved=decision == "approve",
                note=text("note"),
                version=int(version),
                now=now(),
            )
    except InvalidError as error:
        return organization_page(organization_id, list(error.problems)), 422
    if decision == "approve":
        notify(_("The organization was approved and may use the service now."))
    else:
        notify(_("The registration was rejected."))
    return redirect_to("organizations.index")


def organization_page(organization_id: int, problems: list[FieldProblem]) -> str:
    """Return the page of one organization, with what is wrong in the form that was sent."""
    actor, language = required_actor(), current_language()
    with read_only() as session:
        found = organizations.decidable(session, actor, organization_id)
        group = organization_changes.group_of(session, organization_id)
        people = members(session, organization_id)
    return form_page(
        "organizations/show.html",
        problems,
        organization=found,
        kind=found.kind.label(language),
        status_label=found.status.label(language),
        region=region_name(found.region_code, language),
        people=[{"name": p.name, "email": p.email, "role": p.role.label(language)} for p in people],
        is_pending=found.status is OrganizationStatus.PENDING,
        group=group,
        records_group=actor.role is Role.BUREAU_OFFICER,
        labels={"name": _("Name"), "group": _("Owner group")},
    )
