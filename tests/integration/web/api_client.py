"""A caller of the JSON API with a bearer token."""

from data.session import unit_of_work
from tests.factories.people import make_bearer


class Caller:
    """Calls /api/v1 as a person, or as nobody."""

    def __init__(self, app, sessions, now, person=None) -> None:
        self.client = app.test_client()
        self.headers = {}
        if person is not None:
            with unit_of_work(sessions) as session:
                self.headers["Authorization"] = f"Bearer {make_bearer(session, person, now)}"

    def call(self, method, path, *, language="en", **kwargs):
        headers = {**self.headers, "Accept-Language": language, **kwargs.pop("headers", {})}
        return self.client.open(f"/api/v1{path}", method=method, headers=headers, **kwargs)

    def get(self, path, **kwargs):
        return self.call("GET", path, **kwargs)

    def post(self, path, json=None, **kwargs):
        return self.call("POST", path, json=json, **kwargs)

    def put(self, path, json, **kwargs):
        return self.call("PUT", path, json=json, **kwargs)
