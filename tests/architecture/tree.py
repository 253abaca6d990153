"""The repository as the architecture tests see it: its files, its sources, its syntax trees."""

import ast
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("matcher", "web", "embeddings", "jobs", "data")


@lru_cache(maxsize=1)
def repository_files() -> tuple[Path, ...]:
    """Every file under version control or about to be, in order."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    paths = (ROOT / name for name in sorted(set(listed.split("\0"))) if name)
    return tuple(path for path in paths if path.is_file())


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def modules(*packages: str) -> list[Path]:
    """The Python files of the packages, without the numbered revisions of the database."""
    return [
        path
        for path in repository_files()
        if path.suffix == ".py"
        and relative(path).split("/", 1)[0] in (packages or PACKAGES)
        and "migrations/versions" not in relative(path)
    ]


@lru_cache(maxsize=1024)
def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
