"""Reading JSON bodies: strict, but a whole number may be written as 5.0."""

import pytest
from pydantic import ValidationError

from web.api.adapter import JsonAdapter, problems_of
from web.schemas.base import RecordId, RequestModel


class Body(RequestModel):
    """A body of the tests."""

    number: RecordId
    share: float = 0.0
    names: list[str] | None = None


def _read(body):
    return JsonAdapter(Body)._read_json(body)


@pytest.mark.parametrize("body", [b'{"number": 5}', b'{"number": 5.0}', b'{"number": 5e0}'])
def test_a_whole_number_may_have_a_decimal_point(body):
    assert _read(body).number == 5


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (b'{"number": 5.5}', "not_an_integer"),
        (b'{"number": "5"}', "not_an_integer"),
        (b'{"number": true}', "not_an_integer"),
        (b'{"number": null}', "not_an_integer"),
        (b'{"number": 0}', "too_small"),
        (b'{"number": 2147483648}', "too_large"),
        (b'{"number": 1e300}', "not_an_integer"),
        (b'{"number": 1e16}', "not_an_integer"),
        (b'{"number": 1, "share": "0.5"}', "not_a_number"),
        (b'{"number": 1, "share": NaN}', "not_a_number"),
        (b'{"number": 1, "names": "x"}', "not_a_list"),
        (b'{"number": 1, "names": [1]}', "not_text"),
        (b'{"number": 1, "other": 1}', "unknown_field"),
        (b"{}", "required"),
    ],
)
def test_everything_else_is_a_field_problem(body, rule):
    with pytest.raises(ValidationError) as caught:
        _read(body)

    assert [problem.rule for problem in problems_of(caught.value)] == [rule]
