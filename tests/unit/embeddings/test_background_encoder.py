"""Loading in the background."""

import threading

import numpy as np
import pytest

from embeddings.background_encoder import RETRY_AFTER_SECONDS, BackgroundEncoder
from embeddings.errors import EncoderLoadError, EncoderNotReadyError
from embeddings.hashing_encoder import HashingEncoder


class Gate:
    """A factory that waits until it is opened."""

    def __init__(self):
        self.open = threading.Event()
        self.calls = 0

    def __call__(self):
        self.calls += 1
        self.open.wait(10)
        return HashingEncoder(32)


def test_while_it_loads_encode_says_when_to_retry_and_then_answers():
    gate = Gate()
    encoder = BackgroundEncoder(gate)
    encoder.start()
    encoder.start()
    assert not encoder.ready
    assert not encoder.wait(0.01)
    with pytest.raises(EncoderNotReadyError) as raised:
        encoder.encode(["余热"])
    assert raised.value.retry_after_seconds == RETRY_AFTER_SECONDS
    with pytest.raises(EncoderNotReadyError):
        _ = encoder.encoder_id
    gate.open.set()
    assert encoder.wait(10)
    assert encoder.ready
    assert encoder.encoder_id == "hashing@1-32"
    assert encoder.dimension == 32
    np.testing.assert_array_equal(encoder.encode(["余热"]), HashingEncoder(32).encode(["余热"]))
    encoder.start()
    assert gate.calls == 1


def test_a_failure_is_kept_reported_and_can_be_tried_again():
    outcomes = [RuntimeError("no such file"), EncoderLoadError("cannot load x"), None]

    def factory():
        outcome = outcomes.pop(0)
        if outcome is not None:
            raise outcome
        return HashingEncoder(8)

    encoder = BackgroundEncoder(factory)
    for message in ("no such file", "cannot load x"):
        encoder.start()
        assert not encoder.wait(10)
        assert message in str(encoder.error)
        with pytest.raises(EncoderLoadError, match=message):
            encoder.encode(["余热"])
    encoder.start()
    assert encoder.wait(10)
    assert encoder.error is None
