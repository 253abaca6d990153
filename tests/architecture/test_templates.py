"""Templates obey the content security policy: no inline script, style or handler, no other host."""

import re

import pytest

from tests.architecture.tree import ROOT, relative, repository_files

TEMPLATES = [path for path in repository_files() if relative(path).startswith("web/templates/")]
FORBIDDEN = {
    "an inline style": r"<style\b|\sstyle\s*=",
    "an inline handler": r"\son[a-z]+\s*=\s*[\"']",
    "an inline script": r"<script(?![^>]*\ssrc=)[^>]*>",
    "a javascript: address": r"javascript:",
    "a resource of another host": r"(?:src|srcset|action)\s*=\s*[\"'](?:https?:)?//",
    "unescaped text": r"\|\s*safe\b|autoescape\s+false",
}
FOREIGN = r"url\([\"']?https?:|@import|fetch\([\"']https?:"


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_has(what):
    found = [
        f"{relative(path)}: {match.group(0)}"
        for path in TEMPLATES
        for match in re.finditer(FORBIDDEN[what], path.read_text("utf-8"))
    ]

    assert TEMPLATES
    assert found == []


def test_no_code_renders_a_template_from_a_string():
    found = [
        relative(path)
        for path in (ROOT / "web").rglob("*.py")
        if re.search(r"render_template_strin[g]|from_strin[g]\(", path.read_text("utf-8"))
    ]

    assert found == []


def test_style_sheets_and_scripts_load_nothing_from_elsewhere():
    found = [
        f"{relative(path)}: {match.group(0)}"
        for path in (ROOT / "web" / "static").rglob("*")
        if path.suffix in {".css", ".js"}
        for match in re.finditer(FOREIGN, path.read_text("utf-8"))
    ]

    assert found == []
