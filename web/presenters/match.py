"""A match answer in words: its codes and values become sentences in the caller's language.

Pages and the API show the same thing: the dict of `matcher.services.matching` (fresh or stored),
with `text` beside every `code`.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from data.geocoding.place import PlaceWarning
from data.vocabulary.messages import TEMPLATES, message_text

Json: TypeAlias = dict[str, Any]

_PLACE_WARNINGS = {warning.value: warning for warning in PlaceWarning}


def presented(response: Mapping[str, Any], language: str) -> Json:
    """Return a match answer with sentences; the given one, which may be stored, is not changed.

    Parameters
    ----------
    response
        Of `matching.match`, `match_runs.matches_of_demand` or `match_runs.past_run`.
    language
        `zh` or `en`.

    Returns
    -------
    dict
        As API.md describes it: what `web.schemas.match.MatchOut` declares.
    """
    empty_reason = response.get("empty_reason")
    return {
        **response,
        "matches": [presented_match(match, language) for match in response["matches"]],
        "excluded": [
            {**entry, "reasons": _messages(entry["reasons"], language)}
            for entry in response["excluded"]
        ],
        "warnings": _messages(response["warnings"], language),
        "empty_reason": presented_message(empty_reason, language) if empty_reason else None,
    }


def presented_match(match: Mapping[str, Any], language: str) -> Json:
    """Return one match of an answer with sentences."""
    cost = match["cost"]
    return {
        **match,
        "adjustments": _messages(match["adjustments"], language),
        "cost": None if cost is None else _cost(cost, language),
        "reasons": _messages(match["reasons"], language),
        "unknowns": _messages(match["unknowns"], language),
        "warnings": _messages(match["warnings"], language),
    }


def warning_texts(codes: Sequence[str], language: str) -> list[Json]:
    """Return warnings about a place, which have no values, as `{code, text, values}`."""
    return [presented_message({"code": code, "values": {}}, language) for code in codes]


def _cost(cost: Mapping[str, Any], language: str) -> Json:
    basis = cost["basis"]
    return {
        **cost,
        "basis": _sentence(basis["code"], basis["values"], language) if basis else None,
        "basis_code": basis["code"] if basis else None,
    }


def _messages(messages: Sequence[Mapping[str, Any]], language: str) -> list[Json]:
    return [presented_message(message, language) for message in messages]


def presented_message(message: Mapping[str, Any], language: str) -> Json:
    """Return a message with its sentence beside code and values."""
    code, values = message["code"], message["values"]
    if code not in TEMPLATES and code in _PLACE_WARNINGS:
        text = _PLACE_WARNINGS[code].label(language)
    else:
        text = _sentence(code, values, language)
    return {**message, "text": text}


def _sentence(code: str, values: Mapping[str, Any], language: str) -> str:
    try:
        return _kept_sentence(code, tuple(values.items()), language)
    except TypeError:  # a list among the values, which no key can hold
        return message_text(code, values, language)


@lru_cache(maxsize=8192)
def _kept_sentence(code: str, values: tuple[tuple[str, Any], ...], language: str) -> str:
    """Return a sentence; other weights and other needs mostly repeat those of before."""
    return message_text(code, dict(values), language)
