"""Tests mirror the code: a module of the core has a test file of the same name."""

import pytest

from tests.architecture.tree import ROOT, modules, relative

UNIT = ROOT / "tests" / "unit"
ELSEWHERE = {
    "matcher/profiles": ("test_column_builder", "values only; every ranking test builds them"),
    "matcher/columns": ("test_column_builder", "values only; built and compared there"),
    "matcher/case_columns": ("test_column_builder", "one step of building the columns"),
    "matcher/signals/semantic": ("signals/test_relative", "the relative similarity, as is"),
    "matcher/signals/medium": ("signals/test_coverage", "a covered share, as is"),
    "matcher/signals/purpose": ("signals/test_coverage", "a covered share, as is"),
    "matcher/signals/lexical": ("signals/test_relative", "the relative similarity, as is"),
}
"""Modules tested by another file, and why."""


def _single_modules() -> list[str]:
    names = [relative(path).removesuffix(".py") for path in modules("matcher")]
    return [
        name
        for name in names
        if not name.endswith("__init__")
        and (name.count("/") == 1 or name.startswith("matcher/signals/"))
    ]


def _packages() -> list[str]:
    folders = {relative(path.parent) for path in modules("matcher")}
    return sorted(folders - {"matcher", "matcher/signals"} - _services(folders))


def _services(folders: set[str]) -> set[str]:
    """Use cases: their tests need a database and stand under tests/integration."""
    return {folder for folder in folders if folder.startswith("matcher/services")}


@pytest.mark.parametrize("name", _single_modules())
def test_every_module_of_the_core_has_a_test_file(name):
    other, _reason = ELSEWHERE.get(name, (None, None))
    folder, _, leaf = name.rpartition("/")
    expected = UNIT / "matcher" / f"{other}.py" if other else UNIT / folder / f"test_{leaf}.py"

    assert expected.is_file()


@pytest.mark.parametrize("name", _packages())
def test_every_package_of_the_core_has_tests(name):
    folder, _, leaf = name.rpartition("/")

    assert [*(UNIT / name).glob("test_*.py")] or (UNIT / folder / f"test_{leaf}.py").is_file()


def test_no_exception_outlives_its_cause():
    needless = [
        name
        for name in ELSEWHERE
        if name not in _single_modules()
        or (UNIT / name.replace(name.split("/")[-1], f"test_{name.split('/')[-1]}.py")).is_file()
    ]

    assert needless == []


def test_test_files_stand_where_the_code_stands():
    astray = [
        relative(path)
        for path in UNIT.rglob("test_*.py")
        if not (ROOT / path.parent.relative_to(UNIT)).is_dir()
    ]

    assert astray == []
