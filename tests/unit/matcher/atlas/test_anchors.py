"""The map of topics: distances follow meanings, always the same."""

import numpy as np
import pytest

from matcher.atlas.anchors import framed, make_anchors, place


def unit(rng, count, dimension=16):
    vectors = rng.standard_normal((count, dimension))
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_distances_in_a_plane_are_kept():
    angles = np.linspace(0, 1.2, 9)
    flat = np.stack([np.cos(angles), np.sin(angles)], axis=1)

    places = make_anchors(flat).places

    truth = np.linalg.norm(flat[:, None] - flat[None], axis=2)
    drawn = np.linalg.norm(places[:, None] - places[None], axis=2)
    assert np.corrcoef(truth.ravel(), drawn.ravel())[0, 1] > 0.999


def test_the_map_of_topics_is_the_same_every_time():
    vectors = unit(np.random.default_rng(1), 20)

    assert np.array_equal(make_anchors(vectors).places, make_anchors(vectors.copy()).places)


def test_a_topic_itself_lies_nearest_to_itself():
    vectors = unit(np.random.default_rng(2), 12)
    anchors = make_anchors(vectors)

    placed = place(vectors, anchors)

    assert placed.nearest.tolist() == list(range(12))
    assert placed.similarity == pytest.approx(np.ones(12))
    assert ((placed.places >= 0) & (placed.places <= 1)).all()


def test_a_map_needs_three_topics():
    with pytest.raises(ValueError, match="three"):
        make_anchors(unit(np.random.default_rng(3), 2))


def test_a_frame_keeps_shapes_and_fills_one_side():
    framed_places = framed(np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 2.0]]))

    assert framed_places.min() == pytest.approx(0)
    assert framed_places.max() == pytest.approx(1)
    assert framed_places[2, 1] - framed_places[1, 1] == pytest.approx(0.5)
