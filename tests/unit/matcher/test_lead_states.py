from datetime import UTC, datetime, timedelta
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.vocabulary import Barrier, LeadSide, LeadStage
from matcher.lead_states import (
    CONFIRMED_BY_BOTH,
    PIPELINE,
    LeadState,
    MoveEffect,
    MoveRule,
    ProposedMove,
    TransitionError,
    check_move,
    confirmed_by_silence,
    legal_moves,
    moved,
    opened_by,
    rejected,
)

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
S, D, O, B = LeadStage, LeadSide.DEMAND, LeadSide.OWNER, LeadSide.BUREAU  # noqa: E741
EARLY = PIPELINE[:6]


def state_in(stage: LeadStage) -> LeadState:
    return LeadState(stage, S.IN_TALKS if stage is S.STALLED else None)


LADDER = PIPELINE[1:7]
EVERY_TRIPLE = list(product(LeadStage, LeadStage, LeadSide))
LEGAL = {  # the whole rule once more, said the other way round
    *((S.PROPOSED, wanted, D) for wanted in LADDER),
    *((S.INTRODUCED, wanted, O) for wanted in LADDER),
    *((*pair, side) for pair in combinations(LADDER, 2) for side in (D, O)),
    *((stage, S.DECLINED, side) for stage in (S.PROPOSED, S.STALLED, *EARLY) for side in (D, O)),
    *((stage, S.STALLED, side) for stage in EARLY[1:] for side in (D, O)),
    *((S.STALLED, S.IN_TALKS, side) for side in (D, O)),
    (S.COMMISSIONED, S.VERIFIED, B),
}


@pytest.mark.parametrize(("stage", "wanted", "side"), EVERY_TRIPLE)
def test_every_triple_is_legal_exactly_where_the_rule_says(stage, wanted, side):
    legal = wanted in legal_moves(state_in(stage), side)

    assert legal == ((stage, wanted, side) in LEGAL)


@pytest.mark.parametrize(("stage", "wanted", "side"), EVERY_TRIPLE)
def test_checking_a_move_agrees_with_the_list_of_moves(stage, wanted, side):
    state = state_in(stage)
    moves = legal_moves(state, side)

    if wanted in moves:
        effect = check_move(state, wanted, side, reason=Barrier.OTHER, has_evidence=True)
        assert effect is moves[wanted]
    else:
        with pytest.raises(TransitionError) as refused:
            check_move(state, wanted, side, reason=Barrier.OTHER, has_evidence=True)
        assert (refused.value.current, refused.value.wanted) == (stage, wanted)


@given(
    opener=st.sampled_from([D, O]),
    attempts=st.lists(
        st.tuples(st.sampled_from(list(LeadStage)), st.sampled_from(list(LeadSide)), st.booleans()),
        max_size=30,
    ),
)
def test_no_path_breaks_the_rules_of_the_pipeline(opener, attempts):
    state = opened_by(opener)
    seen = [state.stage]
    for wanted, side, stays_silent in attempts:
        try:
            state = moved(state, wanted, side, now=NOW, reason=Barrier.OTHER, has_evidence=True)
        except TransitionError:
            continue
        if stays_silent:
            state = confirmed_by_silence(state, NOW + timedelta(days=7)) or state
        if state.stage is not seen[-1]:
            seen.append(state.stage)

    if S.VERIFIED in seen:
        assert seen[-2:] == [S.COMMISSIONED, S.VERIFIED]
    if S.DECLINED in seen:
        assert seen[-1] is S.DECLINED
    forward = [PIPELINE.index(stage) for stage in seen if stage in PIPELINE]
    assert forward == sorted(forward)
    for before, stalled, after in zip(seen, seen[1:], seen[2:], strict=False):
        if stalled is S.STALLED:
            assert after in {before, S.DECLINED}


@pytest.mark.parametrize("stage", [S.DECLINED, S.VERIFIED])
@pytest.mark.parametrize("side", list(LeadSide))
def test_final_stages_have_no_exit(stage, side):
    assert legal_moves(LeadState(stage), side) == {}


def test_owner_accepts_what_the_demand_side_introduces():
    lead = opened_by(D)

    assert lead.stage is S.INTRODUCED
    assert moved(lead, S.ACCEPTED, O, now=NOW).stage is S.ACCEPTED
    with pytest.raises(TransitionError) as refused:
        check_move(lead, S.ACCEPTED, D)
    assert refused.value.code is MoveRule.WAITS_FOR_OTHER_SIDE


def test_demand_side_accepts_what_the_owner_proposes():
    lead = opened_by(O)

    assert lead.stage is S.PROPOSED
    assert moved(lead, S.ACCEPTED, D, now=NOW).stage is S.ACCEPTED
    with pytest.raises(TransitionError):
        check_move(lead, S.ACCEPTED, O)


@pytest.mark.parametrize("side", [B, LeadSide.SYSTEM])
def test_only_the_two_sides_open_leads(side):
    with pytest.raises(TransitionError) as refused:
        opened_by(side)

    assert refused.value.current is None


@pytest.mark.parametrize("stage", sorted(CONFIRMED_BY_BOTH))
def test_stage_of_both_sides_waits_for_the_other(stage):
    proposed = moved(LeadState(S.IN_TALKS), stage, D, now=NOW)

    assert proposed == LeadState(S.IN_TALKS, proposed=ProposedMove(stage, D, NOW))
    assert legal_moves(proposed, O)[stage] is MoveEffect.CONFIRMS
    assert moved(proposed, stage, O, now=NOW) == LeadState(stage)


def test_proposer_cannot_confirm_its_own_stage():
    proposed = moved(LeadState(S.ACCEPTED), S.CONTRACTED, D, now=NOW)

    with pytest.raises(TransitionError) as refused:
        check_move(proposed, S.CONTRACTED, D)

    assert refused.value.code is MoveRule.ALREADY_PROPOSED


def test_nothing_else_moves_forward_while_a_stage_waits():
    proposed = moved(LeadState(S.ACCEPTED), S.CONTRACTED, D, now=NOW)

    with pytest.raises(TransitionError) as refused:
        check_move(proposed, S.IN_TALKS, O)

    assert refused.value.code is MoveRule.WAITS_FOR_CONFIRMATION
    assert set(legal_moves(proposed, O)) == {S.CONTRACTED, S.DECLINED, S.STALLED}


def test_seven_days_of_silence_confirm():
    proposed = moved(LeadState(S.ACCEPTED), S.COMMISSIONED, O, now=NOW)

    just_before = confirmed_by_silence(proposed, NOW + timedelta(days=7, seconds=-1))
    after = confirmed_by_silence(proposed, NOW + timedelta(days=7))

    assert just_before is None
    assert after == LeadState(S.COMMISSIONED)


def test_silence_confirms_nothing_where_nothing_is_proposed():
    assert confirmed_by_silence(LeadState(S.ACCEPTED), NOW) is None


@pytest.mark.parametrize("side", [D, O])
def test_rejected_stage_leaves_the_lead_where_it_was(side):
    proposed = moved(LeadState(S.ACCEPTED), S.CONTRACTED, D, now=NOW)

    assert rejected(proposed, side) == LeadState(S.ACCEPTED)


def test_nothing_proposed_cannot_be_rejected():
    with pytest.raises(TransitionError) as refused:
        rejected(LeadState(S.ACCEPTED), D)

    assert refused.value.code is MoveRule.NOTHING_PROPOSED


def test_bureau_cannot_reject_for_a_side():
    proposed = moved(LeadState(S.ACCEPTED), S.CONTRACTED, D, now=NOW)

    with pytest.raises(TransitionError) as refused:
        rejected(proposed, B)

    assert refused.value.code is MoveRule.WRONG_SIDE


@pytest.mark.parametrize("wanted", [S.DECLINED, S.STALLED])
def test_leaving_the_pipeline_needs_a_reason(wanted):
    with pytest.raises(TransitionError) as refused:
        check_move(LeadState(S.IN_TALKS), wanted, D)

    assert refused.value.code is MoveRule.REASON_REQUIRED


def test_verification_needs_evidence():
    with pytest.raises(TransitionError) as refused:
        check_move(LeadState(S.COMMISSIONED), S.VERIFIED, B)

    assert refused.value.code is MoveRule.EVIDENCE_REQUIRED


def test_stalled_lead_returns_to_where_it_was_and_nowhere_else():
    contracted = LeadState(S.CONTRACTED)
    stalled = moved(contracted, S.STALLED, O, now=NOW, reason=Barrier.NO_FINANCE)

    assert stalled == LeadState(S.STALLED, stalled_from=S.CONTRACTED)
    assert set(legal_moves(stalled, D)) == {S.CONTRACTED, S.DECLINED}
    assert moved(stalled, S.CONTRACTED, D, now=NOW) == contracted


def test_stalling_drops_a_stage_that_waits():
    proposed = moved(LeadState(S.IN_TALKS), S.CONTRACTED, D, now=NOW)

    stalled = moved(proposed, S.STALLED, O, now=NOW, reason=Barrier.NO_FINANCE)

    assert stalled.proposed is None
    assert stalled.stalled_from is S.IN_TALKS
