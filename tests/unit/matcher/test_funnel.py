from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.vocabulary import LeadStage
from matcher.funnel import FunnelRow, funnel
from matcher.lead_states import PIPELINE

S = LeadStage


def row(*stages: LeadStage, **answer) -> FunnelRow:
    return FunnelRow(stages[-1], frozenset(stages), **answer)


stages = st.sampled_from(list(LeadStage))
rows = st.builds(
    FunnelRow,
    stage=stages,
    stages_reached=st.frozensets(stages),
    asked=st.booleans(),
    answered=st.booleans(),
    answered_stage=st.none() | stages,
)


def step_of(result, stage):
    return next(step for step in result.steps if step.stage is stage)


@given(leads=st.lists(rows, max_size=30))
def test_bounds_are_ordered_shares_or_both_unknown(leads):
    for step in funnel(leads).steps:
        if step.asked == 0:
            assert step.lower is None
            assert step.upper is None
        else:
            assert 0 <= step.lower <= step.upper <= 1


@given(leads=st.lists(rows, max_size=30))
def test_counts_fall_along_the_pipeline_and_never_exceed_the_total(leads):
    result = funnel(leads)
    counts = [step.count for step in result.steps]

    assert [step.stage for step in result.steps] == list(PIPELINE)
    assert counts == sorted(counts, reverse=True)
    assert all(count <= result.total == len(leads) for count in counts)
    assert all(step.confirmed <= step.answered <= step.asked for step in result.steps)


@given(leads=st.lists(rows, max_size=20), data=st.data())
def test_order_of_the_leads_does_not_matter(leads, data):
    assert funnel(data.draw(st.permutations(leads))) == funnel(leads)


@given(leads=st.lists(rows, min_size=1, max_size=20), answer=st.none() | stages)
def test_new_answer_only_narrows_the_bounds(leads, answer):
    silent = replace(leads[0], asked=True, answered=False)
    heard = replace(silent, answered=True, answered_stage=answer)

    before = funnel([silent, *leads[1:]]).steps
    after = funnel([heard, *leads[1:]]).steps

    assert all(old.lower <= new.lower for old, new in zip(before, after, strict=True))
    assert all(old.upper >= new.upper for old, new in zip(before, after, strict=True))


def test_stages_are_cumulative_even_when_skipped():
    result = funnel([row(S.INTRODUCED, S.ACCEPTED, S.COMMISSIONED), row(S.INTRODUCED)])

    assert [step.count for step in result.steps] == [2, 1, 1, 1, 1, 1, 1, 0]


def test_declined_lead_keeps_the_stages_it_reached():
    result = funnel([row(S.INTRODUCED, S.ACCEPTED, S.IN_TALKS, S.DECLINED)])

    assert step_of(result, S.IN_TALKS).count == 1
    assert step_of(result, S.SITE_SURVEY).count == 0
    assert result.outside[S.DECLINED] == 1


def test_open_proposal_stands_outside_and_an_accepted_one_counts_as_introduced():
    result = funnel([row(S.PROPOSED), row(S.PROPOSED, S.ACCEPTED)])

    assert step_of(result, S.INTRODUCED).count == 1
    assert result.outside[S.PROPOSED] == 1
    assert result.total == 2


def test_silent_leads_widen_the_bounds_instead_of_vanishing():
    leads = [
        *[row(S.ACCEPTED, asked=True, answered=True, answered_stage=S.CONTRACTED)] * 2,
        *[row(S.ACCEPTED, asked=True, answered=True, answered_stage=S.IN_TALKS)] * 3,
        row(S.ACCEPTED, asked=True, answered=True),
        *[row(S.ACCEPTED, asked=True)] * 4,
        row(S.ACCEPTED),
    ]

    step = step_of(funnel(leads), S.CONTRACTED)

    assert (step.asked, step.answered, step.confirmed) == (10, 6, 2)
    assert step.lower == pytest.approx(0.2)
    assert step.upper == pytest.approx(0.6)


def test_funnel_of_no_leads_counts_nothing_and_knows_nothing():
    result = funnel([])

    assert result.total == 0
    assert all(step.count == 0 and step.lower is None for step in result.steps)
