"""Figures are taken as stated; what is no figure is still refused."""

from decimal import Decimal

import pytest

from data.importers.stated_figures import read_stated


def test_what_an_import_refuses_is_read_as_stated():
    row, problems = read_stated(
        {
            "adoption_share": 5,
            "cases": [{"service_life_years": 300, "investment_yuan": -1, "payback_years": 4.5}],
        }
    )

    assert problems == []
    assert row.adoption_share == 5.0
    assert row.cases[0].service_life_years == 300.0
    assert row.cases[0].investment_yuan == Decimal(-1)
    assert row.cases[0].payback_years == 4.5


def test_names_may_be_absent_and_stay_so():
    row, _ = read_stated({"name": " ", "cases": [{"name": "示例项目"}, {}]})

    assert row.name == ""
    assert [case.name for case in row.cases] == ["示例项目", ""]


@pytest.mark.parametrize(
    ("content", "path"),
    [
        ({"adoption_share": "5%"}, "adoption_share"),
        ({"cases": [{"payback_years": True}]}, "cases[0].payback_years"),
        ({"cases": [{"payback_years": float("inf")}]}, "cases[0].payback_years"),
        ({"adoption_share": 1e16}, "adoption_share"),
        ({"adoption": 1}, "adoption"),
        ({"cases": "none"}, "cases"),
        ({"cases": [1]}, "cases"),
    ],
)
def test_what_is_no_figure_is_refused_by_path(content, path):
    row, problems = read_stated(content)

    assert row is None
    assert [problem.path for problem in problems] == [path]
