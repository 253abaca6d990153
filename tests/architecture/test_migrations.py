"""The newest revision and the models describe the same database."""

import re

from data import migrations
from tests.architecture.tree import ROOT

VERSIONS = ROOT / "data" / "migrations" / "versions"


def test_the_newest_revision_equals_the_models(engine):
    migrations.check(engine)


def test_revisions_are_numbered_and_each_follows_the_one_before():
    texts = [path.read_text("utf-8") for path in sorted(VERSIONS.glob("*.py"))]
    numbers = [re.search(r'^revision.*= "(\w+)"', text, re.MULTILINE).group(1) for text in texts]
    before = [
        re.search(r"^down_revision.*= (?:None|\"(\w+)\")", text, re.MULTILINE).group(1)
        for text in texts
    ]

    assert numbers == [f"{number:04d}" for number in range(1, len(texts) + 1)]
    assert before == [None, *numbers[:-1]]
