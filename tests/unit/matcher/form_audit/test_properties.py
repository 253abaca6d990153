"""What holds of any form, however absurd."""

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from data.vocabulary import FindingSeverity, ProjectType, TechnologyStage
from matcher.form_audit import AuditedCase, AuditedForm, audit_form, correction_text, finding_text
from tests.factories.consistent_forms import CASE_FIELDS, consistent_form
from tests.factories.form_slips import SLIPS

FORM_FIELDS = (
    "adoption_share",
    "adoption_share_2030",
    "investment_2030_yuan",
    "abatement_potential_2030_tco2_per_year",
)
figures = st.one_of(
    st.none(),
    st.sampled_from([0.0, 1.0, -1.0, 1e-9, 1e15, -1e15]),
    st.floats(-1e15, 1e15, allow_nan=False),
    st.floats(0.001, 1e6),
)
cases = st.builds(
    AuditedCase,
    project_type=st.sampled_from([None, *ProjectType]),
    **dict.fromkeys(CASE_FIELDS, figures),
)
forms = st.builds(
    AuditedForm,
    stage=st.sampled_from([None, *TechnologyStage]),
    cases=st.lists(cases, max_size=2).map(tuple),
    **dict.fromkeys(FORM_FIELDS, figures),
)


@settings(max_examples=60, deadline=None)
@given(forms)
def test_any_form_is_audited_and_said_in_both_languages(form):
    found = audit_form(form)

    order = [list(FindingSeverity).index(one.severity) for one in found]
    assert order == sorted(order)
    for finding in found:
        for language in ("zh", "en"):
            assert finding_text(finding, language)
            for corrections in (finding.likely, *finding.alternatives):
                assert all(correction_text(one, language) for one in corrections)


@settings(max_examples=40, deadline=None)
@given(forms)
def test_nothing_is_said_twice(form):
    found = audit_form(form)

    told = [(one.rule, one.field, one.case_index) for one in found]
    assert len(told) == len(set(told))
    assert audit_form(form) == found


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(SLIPS))
def test_one_click_leaves_a_slip_behind(seed, slip):
    form = consistent_form(random.Random(seed))
    audited = slip.put(form, 0).audited()
    for finding in audit_form(audited):
        audited = _applied(audited, finding.likely)

    assert [one for one in audit_form(audited) if one.likely] == []


def _applied(form, corrections):
    for one in corrections:
        if one.case_index is None:
            form = replace(form, **{one.field: one.value})
            continue
        spoilt = list(form.cases)
        spoilt[one.case_index] = replace(spoilt[one.case_index], **{one.field: one.value})
        form = replace(form, cases=tuple(spoilt))
    return form
