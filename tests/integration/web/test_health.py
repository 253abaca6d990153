"""What /readyz says while another encoder is made ready."""

from data.session import unit_of_work
from matcher.services import vector_spaces


def test_readyz_stays_ready_and_tells_how_far_the_next_encoder_is(browser, sessions, now):
    before = browser.get("/readyz")
    assert before.json["encoder"]["next"] is None
    with unit_of_work(sessions) as session:
        vector_spaces.ask_for(session, encoder_id="new@1", model="/srv/new", now=now)

    during = browser.get("/readyz")

    assert (during.status_code, during.json["status"]) == (200, "ready")
    told = during.json["encoder"]
    assert told["next"] == "new@1"
    assert (told["encoded_count"], told["technology_count"]) == (0, 0)
