import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "security.md").read_text("utf-8")
NAMED = set(re.findall(r"`(tests/[\w/]+\.py)`", PAGE))


def test_every_test_that_the_security_page_names_exists():
    assert len(NAMED) > 10
    assert [name for name in sorted(NAMED) if not (ROOT / name).is_file()] == []


def test_every_security_test_stands_on_the_page():
    present = {
        f"tests/security/{path.name}" for path in (ROOT / "tests/security").glob("test_a*.py")
    }

    assert sorted(present - NAMED) == []
