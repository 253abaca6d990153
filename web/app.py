"""The application factory: where web/ is put together.

To add a module: expose `bp` in `web/api/NAME.py` or `web/pages/NAME.py` and add its path to
MODULES. Every view declares its callers with `@allow` (web/access.py), or the app does not start.
"""

import hashlib
from importlib import import_module
from typing import Any

import structlog
from apiflask import APIFlask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from data.clock import Clock
from data.session import Sessions
from data.settings import Settings
from web.access import ASSETS_RULE, require_declarations
from web.api.adapter import use_our_adapter
from web.api.base import OrjsonProvider
from web.api.openapi import register_openapi
from web.assets import register_assets
from web.errors import register_errors
from web.i18n import register_languages
from web.interface import register_interface
from web.metrics import register_metrics
from web.page_context import register_page_context
from web.schemas.base import MAX_RECORD_ID
from web.security.csrf import register_csrf
from web.security.gate import register_gate
from web.security.headers import register_headers

MODULES = (
    "web.health",
    "web.metrics",
    "web.api.docs",
    "web.api.tokens",
    "web.api.match",
    "web.api.atlas",
    "web.api.demands",
    "web.api.demand_matches",
    "web.api.technologies",
    "web.api.exchange",
    "web.api.form_audit",
    "web.api.leads",
    "web.api.reports",
    "web.api.applications",
    "web.api.public_notices",
    "web.pages.home",
    "web.pages.atlas",
    "web.pages.catalogue",
    "web.pages.notifications",
    "web.pages.needs",
    "web.pages.need_form",
    "web.pages.matches",
    "web.pages.compare",
    "web.pages.account",
    "web.pages.account_second_factor",
    "web.pages.account_settings",
    "web.pages.account_log_ins",
    "web.pages.account_audit",
    "web.pages.organizations",
    "web.pages.organization_changes",
    "web.pages.users",
    "web.pages.leads",
    "web.pages.lead_evidence",
    "web.pages.follow_up",
    "web.pages.funnel",
    "web.pages.imports",
    "web.pages.technology_drafts",
    "web.pages.technology_form",
    "web.pages.technology_cases",
    "web.pages.applications",
    "web.pages.application_moves",
    "web.pages.application_bulk",
    "web.pages.application_lists",
    "web.pages.batches",
    "web.pages.annual_checks",
    "web.pages.experts",
    "web.pages.indicators",
    "web.pages.review_rounds",
    "web.pages.round_experts",
    "web.pages.my_reviews",
    "web.pages.public_notices",
    "web.pages.public_comments",
    "web.pages.review_files",
    "web.pages.technology_files",
    "web.pages.technology_audit",
    "web.pages.form_imports",
    "web.pages.technology_submission",
    "web.pages.technology_export",
)
"""Modules with a blueprint `bp`: the one table that other authors add to."""

VERSION = "1.0.0"
_FORM_OVERHEAD_BYTES = 256 * 1024
_log = structlog.get_logger()


class RecordIdConverter(IntegerConverter):
    """`<int:...>` of at most 32 bits: a larger number is not found, not a database error."""

    def __init__(self, url_map: Map, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        kwargs.setdefault("max", MAX_RECORD_ID)
        super().__init__(url_map, *args, **kwargs)


def create_app(
    *,
    settings: Settings,
    sessions: Sessions,
    runtime: object,
    clock: Clock,
    modules: tuple[str, ...] = MODULES,
) -> APIFlask:
    """Return the application that serves pages and the JSON API.

    Parameters
    ----------
    settings
        The service's settings; read once here and by `web.extensions.settings`.
    sessions
        Factory of database sessions, shared with the caller.
    runtime
        Encoder, index and columns of this process (matcher.services.runtime).
    clock
        Returns the present instant, aware.
    modules
        Modules whose `bp` is registered; tests may pass fewer.
    """
    use_our_adapter()
    app = APIFlask(
        "web",
        title="碳桥 Tanqiao",
        version=VERSION,
        spec_path=None,
        docs_path=None,
        json_errors=False,
        static_folder=None,  # type: ignore[arg-type]
    )
    app.json = OrjsonProvider(app)
    app.extensions.update(settings=settings, sessions=sessions, runtime=runtime, clock=clock)
    _configure(app, settings)
    _register(app, modules)
    require_declarations(app)
    if not settings.is_https:
        _log.warning("cookies.not_secure", reason="PUBLIC_URL is not https (RULINGS 17)")
    return app


def _configure(app: APIFlask, settings: Settings) -> None:
    app.config["MAX_CONTENT_LENGTH"] = settings.max_upload_mb * 1024**2 + _FORM_OVERHEAD_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = 2 * 1024**2
    app.config["SECRET_KEY"] = _flash_key(settings)
    app.config["SESSION_COOKIE_NAME"] = "__Host-notice" if settings.is_https else "notice"
    app.config["SESSION_COOKIE_SECURE"] = settings.is_https
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    app.url_map.converters["int"] = RecordIdConverter
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    count = settings.trusted_proxies
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count, x_prefix=0
        )


def _flash_key(settings: Settings) -> bytes:
    # Flask's own signed cookie carries one-off notices only, never a log-in.
    return hashlib.sha256(f"notices:{settings.effective_secret_key}".encode()).digest()


def _register(app: APIFlask, modules: tuple[str, ...]) -> None:
    # after_request functions run in reverse: headers must be the last to see a response.
    register_headers(app)
    register_languages(app)
    register_csrf(app)
    register_gate(app)
    register_errors(app)
    register_assets(app)
    assets_view: Any = app.view_functions["static_asset"]
    assets_view.__access__ = ASSETS_RULE
    assets_view._spec = {"hide": True}  # noqa: SLF001 - APIFlask's mark
    register_metrics(app)
    register_page_context(app)
    register_interface(app)
    register_openapi(app)
    for name in modules:
        app.register_blueprint(import_module(name).bp)
