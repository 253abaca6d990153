"""Write requirements.txt and requirements-dev.txt from what is installed in the environment.

The lock is the closure of pyproject's dependencies as installed, so it is exactly what the tests
ran on. torch stands without its local version part, and without CUDA packages (docs/decisions/
0001-dependencies.md).
"""

import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
SKIPPED = re.compile(r"^(nvidia-|triton$|cuda-|pip$|tanqiao$)")
HEAD = "# The full lock: written by `make lock`, read by `make run`. Edit pyproject.toml instead.\n"


def name_of(text: str) -> str:
    """Return a package's normalised name."""
    return re.sub(r"[-_.]+", "-", text).lower()


def closure(requirements: Iterable[str]) -> set[str]:
    """Return the names of requirements and of everything they need on this platform."""
    seen: set[str] = set()
    queue = [(Requirement(text), frozenset(Requirement(text).extras)) for text in requirements]
    done: set[tuple[str, str]] = set()
    while queue:
        requirement, _ = queue.pop()
        name = name_of(requirement.name)
        if SKIPPED.match(name):
            continue
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        seen.add(name)
        for extra in {"", *requirement.extras}:
            if (name, extra) in done:
                continue
            done.add((name, extra))
            for text in found.requires or []:
                needed = Requirement(text)
                if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                    queue.append((needed, frozenset(needed.extras)))
    return seen


def lines(names: Iterable[str]) -> str:
    """Return pinned lines, sorted, without local version parts."""
    pins = (f"{name}=={distribution(name).version.split('+')[0]}" for name in sorted(names))
    return "\n".join(pins) + "\n"


def main() -> None:
    """Write both files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    runtime = closure([*project["project"]["dependencies"], "setuptools"])
    tools = closure(project["dependency-groups"]["dev"]) - runtime
    (ROOT / "requirements.txt").write_text(HEAD + lines(runtime), "utf-8")
    (ROOT / "requirements-dev.txt").write_text(
        HEAD + "-r requirements.txt\n" + lines(tools), "utf-8"
    )
    sys.stdout.write(f"{len(runtime)} runtime packages, {len(tools)} tools\n")


if __name__ == "__main__":
    main()
