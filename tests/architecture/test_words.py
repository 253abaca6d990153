"""Nothing in the repository belongs to one machine or one way of working on it."""

import re

from tests.architecture.tree import relative, repository_files

# The brackets keep each pattern from finding itself.
FORBIDDEN = {
    "a path of one machine": r"(?<![\w.])/(?:wor[k]|roo[t]|hom[e]/\w+|User[s]/\w+)/",
    "a folder outside the repository": r"\.\./share[d]\b",
    "a package registry's host": (
        r"pypi\.or[g]|pythonhosted\.or[g]|npmjs\.(?:or[g]|co[m])|pypi\.tun[a]|mirrors\.\w+\.(?:edu|com)"
        r"|download\.pytorc[h]"
    ),
    "a tool of the workplace": r"HOUS[E]\.md|issue[s] show|\bsub-?agen[t]|\bClaud[e]\b",
}
TEXT = {
    ".py", ".md", ".toml", ".txt", ".html", ".css", ".js", ".po", ".csv", ".json", ".jsonl", ".yml",
    ".ini", ".cfg", ".sh", ".mako", ".svg", "",
}  # fmt: skip


def test_nothing_names_one_machine_a_registry_or_a_workplace():
    found = [
        f"{relative(path)}: {what}: {match.group(0)}"
        for path in repository_files()
        if path.suffix in TEXT
        for what, pattern in FORBIDDEN.items()
        for match in re.finditer(pattern, path.read_text("utf-8", errors="replace"))
    ]

    assert found == []


def test_the_search_finds_what_it_is_for():
    samples = ["see /wor" + "k/x", "../share" + "d/data", "https://pypi.or" + "g/x"]

    for sample in samples:
        assert any(re.search(pattern, sample) for pattern in FORBIDDEN.values()), sample
