"""Every route says who may call it, and what it does."""

from inspect import getdoc

import pytest

from web.access import rule_of
from web.cli.reference.routes import reference_app


@pytest.fixture(scope="module")
def app():
    return reference_app()


def test_every_route_declares_its_access(app):
    silent = [rule.rule for rule in app.url_map.iter_rules() if rule_of(app, rule.endpoint) is None]

    assert silent == []


def test_every_module_with_a_blueprint_is_registered(app):
    from tests.architecture.tree import modules, relative
    from web.app import MODULES

    with_blueprint = {
        relative(path).removesuffix(".py").replace("/", ".")
        for path in modules("web")
        if "\nbp = " in path.read_text("utf-8")
    }

    assert sorted(with_blueprint - set(MODULES)) == []


def test_every_route_says_what_it_does(app):
    silent = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if not getdoc(app.view_functions[rule.endpoint])
    ]

    assert silent == []
