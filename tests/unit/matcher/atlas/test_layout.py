"""The map of likeness: groups stay together, and tomorrow lies where today lay."""

import numpy as np
import pytest

from matcher.atlas.layout import DAILY_STEP, FEWEST, laid_out

UNKNOWN = np.full((90, 2), np.nan)


@pytest.fixture(scope="module")
def grouped():
    """Three groups of thirty alike vectors, and random first places."""
    rng = np.random.default_rng(7)
    centres = np.eye(12)[:3]
    vectors = np.repeat(centres, 30, axis=0) + 0.12 * rng.standard_normal((90, 12))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors, rng.random((90, 2))


@pytest.fixture(scope="module")
def first_day(grouped):
    vectors, first = grouped
    return laid_out(vectors, first, UNKNOWN)


def test_alike_lies_together(first_day):
    apart = np.linalg.norm(first_day[:, None] - first_day[None], axis=2)
    np.fill_diagonal(apart, np.inf)

    same_group = np.argmin(apart, axis=1) // 30 == np.arange(90) // 30
    assert same_group.mean() > 0.95
    assert ((first_day >= 0) & (first_day <= 1)).all()


def test_the_next_day_moves_nobody_far_when_some_join_and_some_leave(grouped, first_day):
    vectors, first = grouped
    stays = np.arange(90) % 9 != 4
    yesterday = np.where(stays[:, None], first_day, np.nan)
    yesterday[80:] = np.nan

    next_day = laid_out(vectors, first, yesterday)

    known = ~np.isnan(yesterday[:, 0])
    moved = np.linalg.norm(next_day - yesterday, axis=1)[known]
    assert np.median(moved) < 0.02
    assert moved.max() <= DAILY_STEP + 1e-9
    new = np.flatnonzero(~known)
    apart = np.linalg.norm(next_day[new][:, None] - next_day[known][None], axis=2)
    nearest = np.flatnonzero(known)[np.argmin(apart, axis=1)]
    assert (nearest // 30 == new // 30).mean() > 0.8


def test_a_map_of_which_little_is_left_is_drawn_anew(grouped, first_day):
    vectors, first = grouped
    yesterday = UNKNOWN.copy()
    yesterday[:20] = first_day[:20]

    assert np.array_equal(laid_out(vectors, first, yesterday), first_day)


def test_a_handful_keeps_its_first_places(grouped):
    vectors, first = grouped
    count = FEWEST - 1

    places = laid_out(vectors[:count], first[:count], UNKNOWN[:count])

    assert np.array_equal(places, first[:count])


def test_those_beyond_the_landmarks_go_between_their_neighbours(grouped, monkeypatch):
    monkeypatch.setattr("matcher.atlas.layout.LANDMARKS", 75)
    vectors, first = grouped

    places = laid_out(vectors, first, UNKNOWN)

    middle = places[60:75].mean(axis=0)
    assert np.linalg.norm(places[75:] - middle, axis=1).max() < 0.35
