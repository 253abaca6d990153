"""Tests mirror the code: every module of the core is named by a test."""

import ast

from tests.architecture.tree import ROOT, modules, relative, syntax

UNIT = ROOT / "tests" / "unit"


def _core() -> list[str]:
    names = (relative(path).removesuffix(".py") for path in modules("matcher"))
    return [
        name
        for name in names
        if not name.endswith("__init__") and not name.startswith("matcher/services/")
    ]


def _imported_by_tests() -> set[str]:
    """Modules that some unit test imports, or imports from."""
    found: set[str] = set()
    for path in UNIT.rglob("*.py"):
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.ImportFrom) and node.module:
                found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
            elif isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
    return {name.replace(".", "/") for name in found}


def _has_mirror(name: str) -> bool:
    """Whether test_<module>.py exists, or for a module of a package test_<package>*.py there."""
    folder, _, leaf = name.rpartition("/")
    own = UNIT / folder / f"test_{leaf}.py"
    package = folder.rpartition("/")[2]
    of_package = [UNIT / folder, UNIT / folder.rpartition("/")[0]]
    return own.exists() or (
        package != "matcher"
        and any((place / f"test_{package}.py").exists() for place in of_package)
    )


def test_every_module_of_the_core_is_tested_by_name_or_through_its_package():
    imported = _imported_by_tests()
    untested = [name for name in _core() if not _has_mirror(name) and name not in imported]

    assert len(_core()) > 50
    assert untested == []


def test_every_signal_has_a_test_file_of_its_own_or_is_imported_by_one():
    imported = _imported_by_tests()
    signals = [name for name in _core() if name.startswith("matcher/signals/")]

    assert len(signals) >= 9
    assert [name for name in signals if not _has_mirror(name) and name not in imported] == []


def test_test_files_of_packages_stand_where_the_code_stands():
    astray = [
        relative(path)
        for path in UNIT.rglob("test_*.py")
        if not (ROOT / path.parent.relative_to(UNIT)).is_dir()
    ]

    assert astray == []
