"""What every template may call beside `asset`: charts, and figures in the reader's language."""

from collections.abc import Callable
from types import SimpleNamespace

from flask import Flask
from flask_babel import get_locale, gettext
from jinja2 import Undefined
from markupsafe import Markup

from web import charts, figures
from web.figures import Figure, Translate, Value


def _is_chinese() -> bool:
    locale = get_locale()
    return locale is None or locale.language == "zh"


def _money(value_yuan: Value) -> Figure:
    return figures.money(value_yuan, chinese=_is_chinese())


def _translated(make: Callable[[Value, Translate], Figure]) -> Callable[[Value], Figure]:
    return lambda value: make(value, gettext)


def _absent_is_unknown(make: Callable[[Value], Figure]) -> Callable[[Value | Undefined], Figure]:
    """Let a key that a dict lacks be an unknown figure, like None."""
    return lambda value: make(None if isinstance(value, Undefined) else value)


def spoken(text: object) -> Markup:
    """Return the attribute that says a text is Chinese, where the page around it is not.

    Names and texts that people wrote stay in their language on English pages; a reader must know
    which one to speak (WCAG 3.1.2).
    """
    first = str(text).lstrip()[:1]
    is_han = "\u3400" <= first <= "\u9fff"
    return Markup(' lang="zh-CN"') if is_han and not _is_chinese() else Markup()


def register_interface(app: Flask) -> None:
    """Give templates `charts`, `figures` and `spoken`.

    Parameters
    ----------
    app : flask.Flask
        The application; Flask-Babel may be set up before or after.
    """
    app.jinja_env.globals["charts"] = charts
    app.jinja_env.globals["spoken"] = spoken
    makers: dict[str, Callable[[Value], Figure]] = {
        "money": _money,
        "tonnes": _translated(figures.tonnes),
        "unit_cost": _translated(figures.unit_cost),
        "years": _translated(figures.years),
        "distance": figures.distance,
        "share": figures.share,
        "count": figures.count,
    }
    app.jinja_env.globals["figures"] = SimpleNamespace(
        **{name: _absent_is_unknown(make) for name, make in makers.items()}
    )
