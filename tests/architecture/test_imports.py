"""Imports flow one way; the contracts stand in pyproject.toml."""

import subprocess
import sys

from tests.architecture.tree import ROOT


def test_every_import_contract_is_kept():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_every_package_takes_part_in_the_contracts():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"benchmarks", "tests"}

    text = (ROOT / "pyproject.toml").read_text("utf-8")

    assert packages, "no packages found"
    assert all(f'"{name}"' in text.split("root_packages", 1)[1].split("]")[0] for name in packages)
