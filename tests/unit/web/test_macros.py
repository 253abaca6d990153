"""The macros of the design system: rendered without the application, under its rules."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel

import web.interface
from matcher.scores import SIGNALS
from web.assets import register_assets
from web.interface import register_interface

TEMPLATES = Path(web.interface.__file__).parent / "templates"
HOSTILE = '"><script>alert(1)</script>'
MACROS = {
    "layout": "breadcrumb page_header notice tabs stepper progress stat empty_state",
    "forms": "csrf error_summary field textarea select radios checkboxes checkbox date file submit"
    " confirm_form",
    "facts": "number facts tag stage_tag confidence_tag timeline pagination sort_link key_figures",
    "board": "board",
    "match": "score_ring part_bars chips cost_triplet understood_chips match_card",
}
IMPORTS = "".join(
    f'{{% from "macros/{name}.html" import {", ".join(names.split())} with context %}}'
    for name, names in MACROS.items()
)


@pytest.fixture(scope="module")
def app():
    app = Flask("macros", static_folder=None, template_folder=TEMPLATES)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Babel(app, default_locale="en")
    register_assets(app)
    register_interface(app)
    return app


@pytest.fixture
def render(app):
    def draw(source, **context):
        with app.test_request_context("/"):
            template = app.jinja_env.from_string(IMPORTS + source)
            return template.render(csrf_token="token-1", **context).strip()

    return draw


class Reader(HTMLParser):
    """Collects elements with their attributes, and refuses what the security policy forbids."""

    def __init__(self, content):
        super().__init__()
        self.elements = []
        self.feed(content)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        assert tag != "script"
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        self.elements.append((tag, attributes))

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.mark.parametrize(
    "source",
    [
        "{{ field('a', x, value=x, hint=x, example=x, error=x, unit=x, unknown=true) }}",
        "{{ textarea('a', x, value=x, hint=x, error=x, maxlength=100) }}",
        "{{ select('a', x, [{'value': x, 'label': x}], value=x, blank=x) }}",
        "{{ radios('a', x, [{'value': x, 'label': x, 'hint': x}], value=x, hint=x, error=x) }}",
        "{{ checkboxes('a', x, [{'value': x, 'label': x}], values=[x], error=x) }}",
        "{{ checkbox('a', x, hint=x, error=x) }}",
        "{{ date('a', x, value=x, min=x, max=x) }}{{ file('b', x, accept=x, hint=x) }}",
        "{{ confirm_form(x, x, question=x, fields={'a': x}) }}",
        "{{ error_summary([{'field': 'a', 'message': x}, {'field': none, 'message': x}]) }}",
        "{{ breadcrumb([{'label': x, 'url': '/a'}, {'label': x}]) }}{{ page_header(x, x, x) }}",
        "{{ notice('bad', x, title=x, action={'url': '/a', 'label': x}) }}",
        "{{ tabs([{'label': x, 'url': '/a', 'count': 3, 'current': true}], x) }}",
        "{{ stepper([x, x], 1) }}{{ progress(1, 2, x) }}{{ stat(x, x, x, x, '/a') }}",
        "{{ empty_state(x, x, {'url': '/a', 'label': x}) }}",
        "{{ facts([{'label': x, 'value': x}, {'label': x, 'value': none}]) }}{{ tag(x, 'red') }}",
        "{{ timeline([{'at': x, 'title': x, 'text': x, 'who': x, 'kind': 'due'}]) }}",
        "{{ chips([{'text': x, 'kind': 'bad'}, {'text': x}], [{'text': x}]) }}",
        "{{ cost_triplet({'abatement_cost_yuan_per_tco2': none, 'levelised_yuan_per_tco2': 3,"
        " 'net_yuan_per_tco2': -4.5, 'basis': x, 'formula': x, 'inputs': []}) }}",
        "{{ understood_chips([{'label': x, 'text': x, 'on': false, 'toggle_url': '/a'}]) }}",
    ],
)
def test_hostile_text_stays_text_and_nothing_is_inline(render, source):
    content = render(source, x=HOSTILE)
    Reader(content)
    assert "alert(1)" in content


def test_a_post_form_carries_the_csrf_token(render):
    hidden = Reader(render("{{ confirm_form('/a', 'Go') }}")).all("input")
    assert {"type": "hidden", "name": "csrf_token", "value": "token-1"} in hidden


def test_a_field_with_an_error_is_described_by_hint_and_error(render):
    read = Reader(render("{{ field('power', 'Power', hint='h', error='e', unit='kWh') }}"))
    control = read.all("input")[0]
    assert control["aria-describedby"] == "power-hint power-error"
    assert control["aria-invalid"] == "true"
    assert {"power-hint", "power-error"} <= {p.get("id") for p in read.all("p")}
    assert read.all("label")[0]["for"] == "power"


def test_a_number_field_keeps_what_was_typed(render):
    control = Reader(render("{{ field('a', 'A', type='number', value='1,2x') }}")).all("input")[0]
    assert control["type"] == "text"
    assert control["inputmode"] == "decimal"
    assert control["value"] == "1,2x"


def test_error_links_lead_to_the_first_control_of_a_group(render):
    read = Reader(
        render("{{ radios('r', 'R', [{'value': 1, 'label': 'a'}, {'value': 2, 'label': 'b'}]) }}")
    )
    assert [control["id"] for control in read.all("input")] == ["r", "r-2"]


def test_no_errors_draw_no_summary(render):
    assert render("{{ error_summary([]) }}") == ""


GOOD = [{"text": f"good {index}"} for index in range(5)]


def kinds(content):
    return re.findall(r"chip chip-(\w+)", content)


@pytest.mark.parametrize(
    ("reasons", "unknowns", "expected"),
    [
        (GOOD, [], ["ok"] * 4),
        ([*GOOD, {"text": "over", "kind": "bad"}], [], ["ok", "ok", "ok", "bad"]),
        (GOOD[:1], [{"text": "u"}] * 6, ["ok", "ask", "ask", "ask"]),
        ([*GOOD, {"text": "w", "kind": "warn"}], [{"text": "u"}], ["ok", "ok", "warn", "ask"]),
        (
            [*GOOD[:2], {"text": "w", "kind": "warn"}, {"text": "b", "kind": "bad"}],
            [{"text": "u"}],
            ["ok", "bad", "warn", "ask"],
        ),
        ([], [{"text": "u"}], ["ask"]),
    ],
)
def test_of_four_chips_the_worst_is_always_one(render, reasons, unknowns, expected):
    content = render("{{ chips(reasons, unknowns) }}", reasons=reasons, unknowns=unknowns)
    assert kinds(content) == expected


def test_all_chips_are_shown_without_a_limit(render):
    content = render(
        "{{ chips(r, u, limit=0) }}", r=[*GOOD, {"text": "b", "kind": "bad"}], u=[{"text": "u"}]
    )
    assert kinds(content) == ["ok"] * 5 + ["bad", "ask"]


def part(value, weight):
    return {"value": value, "weight": weight, "contribution": (value or 0) * weight, "signals": {}}


MATCH = {
    "rank": 1,
    "score": 0.75,
    "technology": {"id": "t1", "name": HOSTILE, "stage": "promotion", "owner_name": HOSTILE},
    "confidence": "high",
    "adjustments": [{"code": "evidence", "contribution": -0.05, "text": HOSTILE}],
    "parts": {"fit": part(1.0, 0.8), "location": part(None, 0.0), "abatement_cost": part(0.0, 0.2)},
    "distance_km": None,
    "cost": None,
    "reasons": [],
    "unknowns": [{"code": "x", "text": HOSTILE}],
}


def test_a_card_of_the_plain_api_match_can_be_drawn(render):
    content = render("{{ match_card(match, compare_form='compare') }}", match=MATCH)
    read = Reader(content)
    assert read.all("input")[0]["form"] == "compare"
    assert "High confidence" in content


def test_the_composition_shows_unknown_as_unknown_and_a_deduction_with_its_sign(render):
    content = render("{{ part_bars(match.parts, match.adjustments, match.score) }}", match=MATCH)
    assert '<span class="missing">unknown</span>' in content
    assert "−5.0" in content
    assert "75.0" in content


def test_an_unknown_figure_is_read_as_unknown(render):
    content = render("{{ number(figures.money(none)) }}|{{ number(figures.count(0)) }}")
    unknown, zero = content.split("|")
    assert "unknown" in unknown
    assert zero == "0"


@pytest.mark.parametrize(
    ("sort", "state", "target"),
    [("a", "ascending", "-a"), ("-a", "descending", "a"), ("b", None, "a")],
)
def test_a_sort_link_turns_around(render, sort, state, target):
    read = Reader(render("{{ sort_link('A', 'a', sort, '?sort=') }}", sort=sort))
    assert read.all("th")[0].get("aria-sort") == state
    assert read.all("a")[0]["href"] == f"?sort={target}"


def test_pagination_offers_only_what_is_there(render):
    assert not Reader(render("{{ pagination(none) }}")).all("a")
    assert Reader(render("{{ pagination({'next_url': '/b'}) }}")).all("a")[0]["href"] == "/b"


def test_a_board_card_moves_by_buttons_and_asks_for_reasons_on_a_page(render):
    card = {
        "title": HOSTILE,
        "url": "/leads/1",
        "age": "3 d",
        "state": "late",
        "move_action": "/leads/1/move",
        "moves": [{"to": "in_talks", "label": "In talks"}, {"url": "/why", "label": HOSTILE}],
    }
    columns = [
        {"title": "New", "cards": [card]},
        {"title": "Talks", "stage": "in_talks", "cards": []},
    ]
    content = render("{{ board(columns) }}", columns=columns)
    read = Reader(content)
    button = read.all("button")[0]
    assert (button["name"], button["value"]) == ("to", "in_talks")
    assert {"action": "/leads/1/move", "method": "post"} in read.all("form")
    assert "Overdue" in content
    assert "Nothing here" in content


@pytest.mark.parametrize("signal", SIGNALS)
def test_every_signal_of_a_score_has_a_name(render, signal):
    label = render(
        '{% from "macros/match.html" import signal_label with context %}{{ signal_label(code) }}',
        code=signal,
    )
    assert label[:1].isupper(), "a bare code is no name"
