"""docs/reference/settings.md: every environment variable, from data/settings.py."""

import ast
import inspect
from enum import Enum
from textwrap import dedent
from typing import Any

from pydantic.fields import FieldInfo

from data.settings import Settings
from web.cli.reference.markdown import code, page, table

_INTRODUCTION = (
    "All settings are environment variables, read once when a process starts. "
    "`DATABASE_URL` and `TANQIAO_VAR` apply to every command. "
    "[Configure the service](../how-to/configure.md) shows the usual ones at work."
)


def settings_page() -> str:
    """Return the page of the settings."""
    meanings = setting_meanings()
    rows = [
        (code(variable_of(name, field)), _default(field), _limits(field), meanings.get(name, ""))
        for name, field in Settings.model_fields.items()
    ]
    return page(
        "Settings", _INTRODUCTION, table(("variable", "default", "allowed", "meaning"), rows)
    )


def variable_of(name: str, field: FieldInfo) -> str:
    """Return the environment variable of a field."""
    alias = field.validation_alias
    return alias if isinstance(alias, str) else name.upper()


def setting_meanings() -> dict[str, str]:
    """Return field name -> the text that stands under it in data/settings.py."""
    (settings,) = ast.parse(dedent(inspect.getsource(Settings))).body
    if not isinstance(settings, ast.ClassDef):
        raise TypeError(type(settings).__name__)
    found: dict[str, str] = {}
    for before, after in zip(settings.body, settings.body[1:], strict=False):
        is_text = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
        if is_text and isinstance(before, ast.AnnAssign) and isinstance(before.target, ast.Name):
            found[before.target.id] = str(after.value.value)  # type: ignore[attr-defined]
    return found


def _default(field: FieldInfo) -> str:
    value: Any = field.default
    if isinstance(value, bool):
        return code(str(int(value)))
    return code(str(value.value if isinstance(value, Enum) else value))


def _limits(field: FieldInfo) -> str:
    kind = field.annotation
    if kind is bool:
        return "`0` or `1`"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return ", ".join(code(str(member.value)) for member in kind)
    signs = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
    written = [
        f"{sign} {getattr(limit, name)}"
        for limit in field.metadata
        for name, sign in signs.items()
        if hasattr(limit, name)
    ]
    patterns = [code(limit.pattern) for limit in field.metadata if getattr(limit, "pattern", None)]
    return ", ".join(written + patterns)
