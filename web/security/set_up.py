"""Steps an account must finish before it may do anything else (ASVS 6.3.3, 6.4.1)."""

from datetime import datetime
from enum import StrEnum

from flask import Response, make_response, redirect, url_for

from data.queries.users import Identity
from data.settings import PasswordProfile
from data.vocabulary import TOTP_REQUIRED_ROLES, OrganizationStatus
from matcher.services.errors import ForbiddenError
from matcher.services.passwords import is_password_due
from matcher.services.user_sessions import LogIn
from web.errors import wants_json


class SetUpStep(StrEnum):
    """What is still to do; the value is the code of the API's refusal."""

    CHANGE_PASSWORD = "password_change_required"  # noqa: S105  # nosec B105
    ENROL_SECOND_FACTOR = "second_factor_required"
    AWAIT_APPROVAL = "organization_not_approved"


_PAGES = {
    SetUpStep.CHANGE_PASSWORD: "account.password_form",
    SetUpStep.ENROL_SECOND_FACTOR: "account_second_factor.enrolment",
    SetUpStep.AWAIT_APPROVAL: "account.waiting",
}


def unfinished_step(
    identity: Identity, log_in: LogIn | None, *, now: datetime, profile: PasswordProfile
) -> SetUpStep | None:
    """Return the first step that is still to do, or None."""
    if identity.must_change_password or is_password_due(
        identity.password_changed_at, now=now, profile=profile
    ):
        return SetUpStep.CHANGE_PASSWORD
    is_passed = log_in is not None and log_in.row.is_second_factor_passed
    if identity.role in TOTP_REQUIRED_ROLES and not is_passed:
        return SetUpStep.ENROL_SECOND_FACTOR
    if identity.organization_status is not OrganizationStatus.APPROVED:
        return SetUpStep.AWAIT_APPROVAL
    return None


def way_to_finish(step: SetUpStep) -> Response:
    """Return the redirect to the step's page; refuse where a program asks.

    Raises
    ------
    ForbiddenError
        For JSON requests, with the step's code.
    """
    if wants_json():
        raise ForbiddenError(step.value)
    return make_response(redirect(url_for(_PAGES[step]), code=303))
