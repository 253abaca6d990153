"""What every template may call beside `asset`: charts, and figures in the reader's language."""

from types import SimpleNamespace

from flask import Flask
from flask_babel import get_locale, gettext

from web import charts, figures
from web.figures import Figure, Value


def _is_chinese() -> bool:
    locale = get_locale()
    return locale is None or locale.language == "zh"


def _money(value_yuan: Value) -> Figure:
    return figures.money(value_yuan, chinese=_is_chinese())


def _translated(name: str) -> object:
    make = getattr(figures, name)

    def figure(value: Value) -> Figure:
        result: Figure = make(value, gettext)
        return result

    return figure


def register_interface(app: Flask) -> None:
    """Give templates `charts` and `figures`.

    Parameters
    ----------
    app : flask.Flask
        The application; Flask-Babel may be set up before or after.
    """
    app.jinja_env.globals["charts"] = charts
    app.jinja_env.globals["figures"] = SimpleNamespace(
        money=_money,
        tonnes=_translated("tonnes"),
        unit_cost=_translated("unit_cost"),
        years=_translated("years"),
        distance=figures.distance,
        share=figures.share,
        count=figures.count,
    )
