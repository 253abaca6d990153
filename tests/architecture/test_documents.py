"""Documents lead somewhere: links resolve, decisions are listed, generated pages are current."""

import re

import pytest

from data.settings import Settings
from tests.architecture.tree import ROOT, relative, repository_files
from web.cli.reference import reference_pages
from web.cli.reference.commands import commands
from web.cli.reference.settings import setting_meanings

DECISIONS = ROOT / "docs" / "decisions"
DOCUMENTS = [path for path in repository_files() if path.suffix == ".md"]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
DECISION = re.compile(r"(?:decisions/|[Dd]ecisions? )(\d{4})\b")


GENERATED = (
    *(f"reference/{name}.md" for name in ("settings", "commands", "fields", "codes", "routes")),
    "glossary.md",
    "decisions/README.md",
)


@pytest.fixture(scope="module")
def generated():
    return reference_pages()


@pytest.mark.parametrize("name", GENERATED)
def test_the_generated_page_is_what_the_code_says(generated, name):
    written = (ROOT / "docs" / name).read_text("utf-8")

    assert written == generated[name], "run `make docs` and commit what it writes"


def test_every_setting_says_what_it_means():
    assert sorted(set(Settings.model_fields) - setting_meanings().keys()) == []


def test_every_command_and_option_says_what_it_does():
    silent = [
        f"{path} {option.opts[0]}" if option else path
        for path, command in commands()
        for option in (None, *(o for o in command.params if o.param_type_name == "option"))
        if not (option.help if option else command.help)
    ]

    assert not silent, "\n".join(silent)


@pytest.mark.parametrize("document", DOCUMENTS, ids=relative)
def test_every_link_of_a_document_resolves(document):
    targets = [target.partition("#")[0] for target in LINK.findall(document.read_text("utf-8"))]
    inside = [target for target in targets if target and "://" not in target]

    assert [one for one in inside if not (document.parent / one).exists()] == []


def test_every_decision_stands_in_the_index_and_every_entry_exists():
    files = {path.name for path in DECISIONS.glob("[0-9]*.md")}
    listed = set(LINK.findall((DECISIONS / "README.md").read_text("utf-8")))

    assert sorted(files - listed) == [], "run `make docs`"
    assert sorted(listed - files) == []


def test_every_decision_has_its_own_number_and_says_what_was_decided():
    files = sorted(DECISIONS.glob("[0-9]*.md"))
    numbers = [path.name[:4] for path in files]

    assert len(numbers) == len(set(numbers))
    assert [path.name for path in files if not path.read_text("utf-8").startswith("# ")] == []


def test_every_decision_cited_exists():
    known = {path.name[:4] for path in DECISIONS.glob("[0-9]*.md")}
    cited = {
        f"{relative(path)} cites {number}"
        for path in repository_files()
        if path.suffix in {".py", ".md", ".html", ".css", ".js", ".toml"}
        for number in DECISION.findall(path.read_text("utf-8"))
        if number not in known
    }

    assert not cited, "\n".join(sorted(cited))
