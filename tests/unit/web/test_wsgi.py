import threading

import pytest

from web.wsgi import BackgroundApp


def _call(app, path):
    seen = {}

    def start_response(status, headers):
        seen.update(status=status, headers=dict(headers))

    body = b"".join(app({"PATH_INFO": path, "REQUEST_METHOD": "GET"}, start_response))
    return seen, body


def test_health_is_answered_while_the_application_is_being_built():
    built = threading.Event()

    def make():
        built.wait(10)

        def answer(environ, start_response):
            start_response("200 OK", [])
            return [b"real"]

        return answer

    app = BackgroundApp(make)
    early, body = _call(app, "/healthz")
    built.set()
    _, late = _call(app, "/anything")

    assert body == b'{"status":"ok"}'
    assert early["status"] == "200 OK"
    assert "default-src 'none'" in early["headers"]["Content-Security-Policy"]
    assert late == b"real"


def test_an_application_that_cannot_be_built_answers_nothing_as_healthy():
    def make():
        raise ValueError("no database")

    app = BackgroundApp(make)

    with pytest.raises(RuntimeError, match="could not be built"):
        _call(app, "/")
    with pytest.raises(RuntimeError, match="could not be built"):
        _call(app, "/healthz")
