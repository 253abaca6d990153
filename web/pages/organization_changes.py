"""An organization's record: a new name, and its owner group."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from data.vocabulary import Role
from matcher.services import organization_changes
from matcher.services.errors import InvalidError
from web.access import Access, allow, required_actor
from web.extensions import now, writing
from web.forms import notify, redirect_to, text
from web.pages.organizations import organization_page

bp = Blueprint("organization_changes", __name__, url_prefix="/organizations/<int:organization_id>")


@bp.post("/name")
@allow(Role.BUREAU_OFFICER, Role.SYSTEM_ADMIN, Access.SESSION_ONLY)
def rename(organization_id: int) -> ResponseReturnValue:
    """Give an organization a new name."""
    version = text("version")
    if not version.isdecimal():
        abort(400)
    try:
        with writing() as session:
            organization_changes.rename(
                session,
                actor=required_actor(),
                organization_id=organization_id,
                name=text("name"),
                version=int(version),
                now=now(),
            )
    except InvalidError as error:
        return organization_page(organization_id, list(error.problems)), 422
    notify(_("The organization was renamed."))
    return redirect_to("organizations.show", organization_id=organization_id)


@bp.post("/group")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def record_group(organization_id: int) -> ResponseReturnValue:
    """Record the owner group of an organization, for conflicts of interest."""
    try:
        with writing() as session:
            organization_changes.record_group(
                session,
                actor=required_actor(),
                organization_id=organization_id,
                name=text("group"),
                seen=text("seen"),
                now=now(),
            )
    except InvalidError as error:
        return organization_page(organization_id, list(error.problems)), 422
    notify(_("The owner group was recorded."))
    return redirect_to("organizations.show", organization_id=organization_id)
