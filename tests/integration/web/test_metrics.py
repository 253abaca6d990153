"""ASVS 13.4.5: /metrics is closed without its token."""

from tests.factories.web import make_test_app


def test_asvs_13_4_5_metrics_are_closed_until_a_token_is_set(browser):
    assert browser.get("/metrics").status_code == 404
    assert browser.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_asvs_13_4_5_metrics_ask_for_the_token(sessions, clock):
    client = make_test_app(sessions, clock, metrics_token="watch me").test_client()
    client.get("/healthz")
    client.get("/nowhere")

    refused = client.get("/metrics")
    wrong = client.get("/metrics", headers={"Authorization": "Bearer watch"})
    given = client.get("/metrics", headers={"Authorization": "Bearer watch me"})

    assert (refused.status_code, wrong.status_code, given.status_code) == (401, 401, 200)
    lines = given.get_data(as_text=True).splitlines()
    health = 'endpoint="health.healthz",method="GET",status="200"'
    assert f"tanqiao_http_requests_total{{{health}}} 1" in lines
    assert 'tanqiao_http_request_seconds_count{endpoint="health.healthz"} 1' in lines
    assert 'tanqiao_ready{part="encoder"} 1' in lines
    assert any(line.startswith('tanqiao_http_requests_total{endpoint="none"') for line in lines)
