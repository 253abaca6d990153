"""Files and functions stay small enough to be read in one go."""

import ast

import pytest

from tests.architecture.tree import functions, modules, relative

FILE_LINES, WATCHED_FILE_LINES = 500, 300
FUNCTION_LINES = 60


def _too_long(limit: int) -> list[str]:
    sized = ((len(path.read_text("utf-8").splitlines()), path) for path in modules())
    return [f"{relative(path)}: {lines} lines" for lines, path in sized if lines > limit]


def test_no_file_has_more_than_500_lines():
    assert len(modules()) > 100
    assert _too_long(FILE_LINES) == []


def test_files_over_300_lines_are_few():
    watched = _too_long(WATCHED_FILE_LINES)

    assert len(watched) <= 5, f"split some of these: {watched}"


@pytest.mark.parametrize("package", ["matcher", "web", "embeddings", "jobs", "data"])
def test_no_function_has_a_body_of_more_than_60_lines(package):
    long = [
        f"{relative(path)}:{function.lineno} {function.name}: {lines} lines"
        for path in modules(package)
        for function in functions(path)
        if (lines := _body_lines(function)) > FUNCTION_LINES
    ]

    assert long == []


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first statement to the last; the docstring does not count."""
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0
