"""Asking for the password again before sensitive changes (ASVS 7.5.1)."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import redirect, request, url_for

from matcher.services.errors import ForbiddenError
from web.errors import wants_json
from web.extensions import now
from web.security.csrf import SAFE_METHODS
from web.security.log_in_state import required_log_in

View = TypeVar("View", bound=Callable[..., Any])


def reauthenticated(view: View) -> View:
    """Let a view run only shortly after the password was given again.

    It stands below `@allow`. A page is asked for again afterwards; a posted form is not
    repeated: the user is sent to the password form and back to the form's page.
    """

    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - passes everything through
        if required_log_in().was_reauthenticated(now()):
            return view(*args, **kwargs)
        if wants_json():
            raise ForbiddenError("reauthentication_required")
        back = (
            request.path if request.method in SAFE_METHODS else url_for("account_settings.overview")
        )
        return redirect(url_for("account_settings.password_again_form", next=back), code=303)

    return checked  # type: ignore[return-value]
