"""Which part of an office file another part refers to."""

import posixpath

from data.forms.markup import parse_markup
from data.forms.package import Parts


def targets_of(parts: Parts, name: str) -> dict[str, str]:
    """Return the part that each relationship id of part `name` refers to, where it exists.

    Parameters
    ----------
    parts : mapping
        See `open_package`.
    name : str
        Name of the part; empty for the package itself.
    """
    return {key: target for key, (_, target) in _relationships(parts, name).items()}


def main_part(parts: Parts) -> str | None:
    """Return the name of the part that the package calls its document, or None."""
    for kind, target in _relationships(parts, "").values():
        if kind.endswith("/officeDocument"):
            return target
    return None


def _relationships(parts: Parts, name: str) -> dict[str, tuple[str, str]]:
    folder, _, leaf = name.rpartition("/")
    content = parts.get(posixpath.join(folder, "_rels", f"{leaf}.rels"))
    if content is None:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for element in parse_markup(f"{name}.rels", content):
        target = element.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        path = posixpath.normpath(path)
        if element.get("TargetMode") != "External" and path in parts:
            found[element.get("Id", "")] = (element.get("Type", ""), path)
    return found
