"""Checksums see every change of an entry and no change of how it is written."""

import json

from hypothesis import given
from hypothesis import strategies as st

from data.exchange import checksum_of, file_checksum

values = st.one_of(
    st.none(), st.booleans(), st.text(max_size=5), st.floats(allow_nan=False, allow_infinity=False)
)
entries = st.dictionaries(st.text(min_size=1, max_size=4), values, max_size=5)


@given(entries)
def test_a_checksum_survives_being_written_and_read(entry):
    again = json.loads(json.dumps(entry, indent=3))

    assert checksum_of(dict(reversed(again.items()))) == checksum_of(entry)
    assert checksum_of(entry | {"checksum": "x"}) == checksum_of(
        {k: v for k, v in entry.items() if k != "checksum"}
    )


def test_whole_numbers_are_alike_however_they_are_written():
    assert checksum_of({"a": 10_000_000.0}) == checksum_of({"a": 10_000_000})
    assert checksum_of({"a": 1.5}) != checksum_of({"a": 1})


def test_the_order_of_entries_counts():
    assert file_checksum(["a", "b"]) != file_checksum(["b", "a"])
