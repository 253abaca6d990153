from web.presenters.run_bodies import RunBodies


def test_a_body_is_made_once_and_kept():
    bodies, made = RunBodies(), []

    def make():
        made.append(1)
        return b"body"

    assert [bodies.get("key", make), bodies.get("key", make)] == [b"body", b"body"]
    assert len(made) == 1


def test_the_body_that_was_asked_for_longest_ago_is_forgotten():
    bodies = RunBodies(capacity=2)
    for key in ("a", "b"):
        bodies.get(key, key.encode)
    bodies.get("a", lambda: b"never")
    bodies.get("c", lambda: b"c")

    assert bodies.get("a", lambda: b"new") == b"a"
    assert bodies.get("b", lambda: b"new") == b"new"
