"""Precision and recall over generated forms that share no code with the audit (decision 0143)."""

import random

import pytest

from matcher.form_audit import audit_form
from tests.factories.consistent_forms import consistent_form
from tests.factories.form_slips import SLIPS
from tests.factories.slip_measurement import measure_pairs, measure_single

FLOORS = {
    "both shares ÷100": 0.75,
    "payback ×2.2": 0.6,
    "payback ÷12": 0.9,
    "unit cost ×1.6": 0.85,
    "unit cost ×0.6": 0.85,
}
"""Recall reached by slips that another figure may hide; the others reach 0.95."""

CONSISTENT_FORMS, SPOILT_FORMS, PAIRS = 600, 36, 90


@pytest.fixture(scope="module")
def told():
    return measure_single(seed=7, forms=SPOILT_FORMS)[0]


def test_consistent_forms_raise_nothing():
    rng = random.Random(3)
    found = [audit_form(consistent_form(rng).audited()) for _ in range(CONSISTENT_FORMS)]

    assert [one for one in found if one] == []


@pytest.mark.parametrize("name", [slip.name for slip in SLIPS])
def test_every_slip_is_told(told, name):
    assert told[name].put > 0
    assert told[name].recall >= FLOORS.get(name, 0.94)


def test_units_ten_thousand_apart_are_told_and_put_right(told):
    units = [tally for name, tally in told.items() if "10⁴" in name]

    assert sum(one.put for one in units) > 400
    assert sum(one.told for one in units) >= 0.98 * sum(one.put for one in units)
    assert sum(one.first for one in units) >= 0.98 * sum(one.told for one in units)


def test_the_likely_value_is_the_true_one(told):
    # A payback reckoned with construction cannot be restored from a wrong one: two are right.
    slips = [tally for name, tally in told.items() if name != "payback ×2.2"]

    assert sum(one.first for one in slips) >= 0.97 * sum(one.told for one in slips)
    assert sum(one.offered for one in slips) >= 0.99 * sum(one.told for one in slips)


def test_one_slip_is_one_finding(told):
    findings = sum(one.told + sum(one.other.values()) for one in told.values())

    assert sum(one.told for one in told.values()) >= 0.98 * findings


def test_two_slips_are_two_findings():
    tally = measure_pairs(seed=11, forms=PAIRS)

    assert tally.recall >= 0.93
    assert tally.precision >= 0.95
    assert tally.first >= 0.9 * tally.told
