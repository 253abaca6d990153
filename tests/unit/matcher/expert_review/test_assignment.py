from collections import Counter
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.expert_review import Reviewer, Task, fit_of, is_available, propose

FIELDS = ("steel", "power", "chemical", "transport")
TYPES = ("1.1", "1.2", "2.1", "3.1")


@st.composite
def reviewers(draw):
    ids = draw(st.lists(st.integers(1, 30), unique=True, min_size=0, max_size=8))
    return [
        Reviewer(
            expert_id=one,
            fields=frozenset(draw(st.sets(st.sampled_from(FIELDS), max_size=3))),
            technology_types=frozenset(draw(st.sets(st.sampled_from(TYPES), max_size=2))),
            capacity=draw(st.integers(0, 5)),
            load=draw(st.integers(0, 3)),
        )
        for one in ids
    ]


@st.composite
def tasks(draw):
    return [
        Task(
            application_id=number,
            fields=frozenset(draw(st.sets(st.sampled_from(FIELDS), max_size=2))),
            technology_type=draw(st.sampled_from((*TYPES, None))),
            needed=draw(st.integers(0, 4)),
            barred=frozenset(draw(st.sets(st.integers(1, 30), max_size=12))),
        )
        for number in range(draw(st.integers(0, 8)))
    ]


@settings(max_examples=150, deadline=None)
@given(reviewers(), tasks(), st.randoms(use_true_random=False))
def test_no_proposal_breaks_a_limit_and_the_order_of_the_input_changes_nothing(pool, work, random):
    picks = propose(pool, work)

    by_id = {one.expert_id: one for one in pool}
    by_task = {one.application_id: one for one in work}
    loads = Counter(pick.expert_id for pick in picks)
    counts = Counter(pick.application_id for pick in picks)
    assert len({(pick.application_id, pick.expert_id) for pick in picks}) == len(picks)
    assert all(loads[one] + by_id[one].load <= by_id[one].capacity for one in loads)
    assert all(pick.expert_id not in by_task[pick.application_id].barred for pick in picks)
    assert all(counts[one] <= by_task[one].needed for one in counts)
    random.shuffle(pool)
    random.shuffle(work)
    assert propose(pool, work) == picks


@settings(max_examples=150, deadline=None)
@given(reviewers(), tasks())
def test_nobody_stays_short_while_somebody_who_may_has_room(pool, work):
    picks = propose(pool, work)

    loads = Counter(pick.expert_id for pick in picks)
    for task in work:
        held = {pick.expert_id for pick in picks if pick.application_id == task.application_id}
        idle = [
            one
            for one in pool
            if one.expert_id not in task.barred | held
            and loads[one.expert_id] + one.load < one.capacity
        ]
        assert len(held) == task.needed or not idle


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 8), st.integers(0, 10), st.integers(1, 4))
def test_equal_experts_get_equal_loads(expert_count, task_count, needed):
    pool = [Reviewer(expert_id=one, capacity=50) for one in range(expert_count)]
    work = [Task(application_id=one, needed=needed) for one in range(task_count)]

    loads = Counter(pick.expert_id for pick in propose(pool, work))

    held = [loads[one.expert_id] for one in pool]
    assert max(held) - min(held) <= 1


def test_the_best_fit_is_asked_first_and_a_full_desk_outweighs_a_small_lead():
    steel = Reviewer(expert_id=1, fields=frozenset({"steel"}), capacity=2)
    power = Reviewer(expert_id=2, fields=frozenset({"power"}), capacity=2)
    work = [Task(application_id=n, fields=frozenset({"steel"}), needed=1) for n in range(3)]

    picks = propose([power, steel], work)

    assert [pick.expert_id for pick in picks] == [1, 1, 2]
    assert [pick.fit for pick in picks] == [0.6, 0.6, 0.0]


def test_a_short_application_takes_over_an_expert_whom_another_can_spare():
    only = Reviewer(expert_id=1, fields=frozenset({"steel"}), capacity=1)
    other = Reviewer(expert_id=2, capacity=1)
    first = Task(application_id=1, fields=frozenset({"steel"}), needed=1)
    narrow = Task(application_id=2, needed=1, barred=frozenset({2}))
    wide = Task(application_id=3, fields=frozenset({"steel"}), needed=1, barred=frozenset({99}))

    assert {(p.application_id, p.expert_id) for p in propose([only, other], [narrow, wide])} == {
        (2, 1),
        (3, 2),
    }
    assert {p.application_id for p in propose([only, other], [first, wide])} == {1, 3}


def test_fit_counts_fields_and_types_and_the_category_by_half():
    task = Task(
        application_id=1, fields=frozenset({"steel", "power"}), technology_type="2.1", needed=1
    )

    def fit(fields, types):
        given_types = frozenset(types)
        return fit_of(
            Reviewer(
                expert_id=1, fields=frozenset(fields), technology_types=given_types, capacity=1
            ),
            task,
        )

    assert fit([], []) == 0
    assert fit(["steel"], []) == 0.3
    assert fit(["steel", "power"], ["2.1"]) == 1.0
    assert fit([], ["2.3"]) == 0.2


def test_availability_covers_every_day_of_the_round():
    start, end = date(2026, 5, 1), date(2026, 5, 20)

    assert is_available(None, None, start=start, end=end)
    assert is_available(start, end, start=start, end=end)
    assert not is_available(date(2026, 5, 2), None, start=start, end=end)
    assert not is_available(None, date(2026, 5, 19), start=start, end=end)
