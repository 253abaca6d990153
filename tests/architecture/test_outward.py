"""The service opens no connection but those an operator sets: mail and geocoding (ASVS 1.3.6)."""

import ast

from tests.architecture.tree import modules, relative, syntax
from web.cli.reference.routes import reference_app

CLIENTS = (
    "requests", "httpx", "http.client", "urllib.request", "urllib3", "aiohttp", "smtplib", "ftplib",
    "geopy.geocoders", "geopy.adapters", "telnetlib", "xmlrpc",
)  # fmt: skip
MAY_CONNECT = {
    "matcher/services/mail/transports.py": "SMTP_HOST",
    "data/geocoding/online.py": "NOMINATIM_URL and the keys of map services",
    "data/geocoding/offline.py": "geopy's base class only",
}


def _imported(path) -> set[str]:
    found = set()
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def test_asvs_1_3_6_only_mail_and_geocoding_can_connect_to_other_hosts():
    connecting = {
        relative(path)
        for path in modules()
        if any(name.startswith(CLIENTS) for name in _imported(path))
    }

    assert connecting, "the search finds nothing"
    assert sorted(connecting - MAY_CONNECT.keys()) == []


def test_asvs_13_4_2_debugging_is_off():
    app = reference_app()

    assert not app.debug
    assert not app.testing
    assert app.config["PROPAGATE_EXCEPTIONS"] is None


def test_asvs_13_4_2_no_code_turns_debugging_on():
    found = [
        f"{relative(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.keyword)
        and node.arg == "debug"
        and isinstance(node.value, ast.Constant)
        and node.value.value is True
    ]

    assert found == []
