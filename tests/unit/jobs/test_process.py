import threading

from jobs.process import repeat


def _run(step, limit=5.0):
    """Repeat a step in a thread until it sets `stop` itself; fails if it never does."""
    stop = threading.Event()
    thread = threading.Thread(target=repeat, args=(lambda: step(stop), stop, 0.001), daemon=True)
    thread.start()
    thread.join(limit)
    assert not thread.is_alive()


def test_a_step_is_repeated_until_stopped():
    seen = []

    def step(stop):
        seen.append(1)
        if len(seen) == 3:
            stop.set()
        return True

    _run(step)
    assert len(seen) == 3


def test_a_failing_step_is_tried_again():
    seen = []

    def step(stop):
        seen.append(1)
        if len(seen) < 3:
            raise OSError
        stop.set()
        return False

    _run(step)
    assert len(seen) == 3
