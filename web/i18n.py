"""Languages: which one a request speaks, and the catalogues it is translated with.

Message ids are English. Chinese stands in `web/translations/zh_Hans/*.po`, several small files
read at first use (docs/decisions/0064-translations-as-po.md); no compiled file is kept.
"""

from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, Response, g, has_request_context, request
from flask_babel import Babel, Domain, get_locale

from data.clock import LOCAL_ZONE
from web.access import current_actor
from web.security import cookies

LANGUAGES = ("zh", "en")
DEFAULT_LANGUAGE = "zh"
_LOCALES = {"zh": "zh_Hans_CN", "en": "en"}
_FOLDER = Path(__file__).with_name("translations")


class PoDomain(Domain):  # type: ignore[misc]
    """Reads .po files directly, so that no compiled copy can be out of date."""

    def get_translations(self) -> NullTranslations:
        """Return the catalogue of the request's language."""
        locale = get_locale()
        is_chinese = locale is not None and locale.language == "zh"
        return chinese() if is_chinese else NullTranslations()


@lru_cache(maxsize=1)
def chinese() -> Translations:
    """Return the merged Chinese catalogue."""
    merged = Translations()
    merged._catalog = dict(chinese_messages())  # noqa: SLF001
    merged.plural = lambda _n: 0
    return merged


def chinese_messages() -> dict[str | tuple[str, int], str]:
    """Return message id -> Chinese text of all .po files; plurals under (id, 0)."""
    found: dict[str | tuple[str, int], str] = {}
    for path in sorted((_FOLDER / "zh_Hans").glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale="zh_Hans_CN")
        for message in catalogue:
            if not message.id or not message.string:
                continue
            if isinstance(message.id, (list, tuple)):
                text = message.string[0] if not isinstance(message.string, str) else message.string
                if text:
                    found[message.id[0], 0] = text
            else:
                found[message.id] = str(message.string)
    return found


def register_languages(app: Flask) -> None:
    """Set up Flask-Babel and the language cookie."""
    Babel(
        app,
        default_locale=_LOCALES[DEFAULT_LANGUAGE],
        default_timezone=LOCAL_ZONE.key,
        locale_selector=lambda: _LOCALES[current_language()],
    )
    app.extensions["babel"].instance.__dict__["domain_instance"] = PoDomain()
    app.after_request(_keep_language)


def current_language() -> str:
    """Return `zh` or `en`: ?lang=, cookie, user, Accept-Language; programs choose by header."""
    if not has_request_context():
        return DEFAULT_LANGUAGE
    if "language" not in g:
        g.language = _chosen_language()
    return str(g.language)


def _chosen_language() -> str:
    actor = current_actor()
    is_program = request.path.startswith("/api/v") or (actor is not None and actor.is_token)
    accepted = request.accept_languages.best_match(("zh", "en"), default="")
    if is_program and accepted:
        return str(accepted)
    given = (
        request.args.get("lang"),
        cookies.read(cookies.LANGUAGE),
        actor.language if actor else None,
        accepted,
    )
    return next((one for one in given if one in LANGUAGES), DEFAULT_LANGUAGE)


def _keep_language(response: Response) -> Response:
    chosen = request.args.get("lang")
    if chosen in LANGUAGES and request.endpoint not in {None, "static_asset"}:
        cookies.write(response, cookies.LANGUAGE, chosen, max_age=cookies.LANGUAGE_SECONDS)
    response.headers.setdefault("Content-Language", "en" if current_language() == "en" else "zh-CN")
    return response
