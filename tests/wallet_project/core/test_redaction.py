from __future__ import annotations

import logging

import pytest

from wallet_project.core.redaction import RedactingFormatter, redact


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("key sk_live_51Abc-x used", "key sk_live_*** used"),
        ("whsec_c2VjcmV0+/==.", "whsec_***."),
        ("Authorization: Api-Key sw_0123456789ab_q-w_E", "Authorization: Api-Key sw_0123456789ab_***"),
        (
            "Not Found: /account/password/reset/key/1f-abc-def/",
            "Not Found: /account/password/reset/key/***/",
        ),
        ("GET /account/confirm-email/MQ:1x:abc/ 200", "GET /account/confirm-email/***/ 200"),
        ("/messages/unsubscribe/WzEsInJlbSJd:1x:y/", "/messages/unsubscribe/***/"),
        ("https://x.example/?a=1&token=abc&b=2", "https://x.example/?a=1&token=***&b=2"),
        ("Authorization: Bearer abc.def-1", "Authorization: Bearer ***"),
        ("{'password1': 'correct horse', 'email': 'a'}", "{'password1': ***, 'email': 'a'}"),
        ("<QueryDict: {'password': ['hunter2']}>", "<QueryDict: {'password': [***]}>"),
        ("card 4242424242424242 declined", "card ***4242 declined"),
        ("card 4242 4242 4242 4242 declined", "card ***4242 declined"),
        ("amex 378282246310005", "amex ***0005"),
    ],
)
def test_secrets_are_hidden(text: str, expected: str) -> None:
    assert redact(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Order #1042 is paid",
        "entry 4242424242424243",
        "message 0198f0c2-7c1e-7b4a-8000-4242424242424242",
        "/wallet/transactions/?since=2026-03-01&kind=top_up",
        "the key of the hold",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redact(text) == text


def test_a_traceback_is_redacted_too() -> None:
    formatter = RedactingFormatter("%(message)s")
    try:
        raise ValueError("sk_test_abc")
    except ValueError as error:
        record = logging.LogRecord("a", logging.ERROR, "a", 1, "%s", ("whsec_b",), (ValueError, error, None))
    assert formatter.format(record).splitlines()[0] == "whsec_***"
    assert "sk_test_***" in formatter.format(record)
    assert "abc" not in formatter.format(record)
