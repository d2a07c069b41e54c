"""Health and readiness, for anybody."""

from tests.api_rows import Row

ROWS = {
    "get_health": Row(lambda world: "/health/", 200, 200, 200, nobody=200, wrong_scope=200),
    "get_readiness": Row(lambda world: "/ready/", 503, 503, 503, nobody=503, wrong_scope=503),
}
