"""Health, assets, the API's description."""

from tests.security.row import Row

ROWS = [
    Row("health.healthz", "GET", path="/healthz", is_public=True),
    Row("metrics.metrics", "GET", path="/metrics", is_public=True, own_status=404),
    Row("health.readyz", "GET", path="/readyz", is_public=True),
    Row("static_asset", "GET", path="/assets/x/app.css", is_public=True),
    Row("openapi_json", "GET", path="/openapi.json", is_public=True),
    Row("api_docs.page", "GET", path="/api/docs", is_public=True),
]
