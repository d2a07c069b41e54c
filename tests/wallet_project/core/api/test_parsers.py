"""Bodies that are no JSON, or that nobody could write down."""

import pytest

from tests.factories.wallets import balances, make_wallet
from tests.support.api import as_store, money, problem

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("field", ["reason", "note", "\ud800"])
def test_half_a_character_is_refused_in_words(field):
    wallet = make_wallet("5")
    body = {"amount": money("1.00"), "reason": "goodwill"} | {field: "\ud800"}
    answer = as_store().post(f"/wallets/{wallet.pk}/credits/", body)
    assert problem(answer) == (400, "malformed_request")
    assert balances(wallet) == ("5.00", "0.00")


def credit(wallet, body, content_type="application/json"):
    store = as_store()
    return store.client.post(
        f"/api/v1/wallets/{wallet.pk}/credits/",
        body,
        content_type=content_type,
        headers={**store.headers, "Idempotency-Key": "k"},
    )


@pytest.mark.parametrize(
    "media_type", ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"]
)
def test_json_is_json_with_its_encoding_said_or_not(media_type):
    wallet = make_wallet("5")
    body = '{"amount": {"amount": "1.00", "currency": "EUR"}, "reason": "goodwill", "note": "Чай"}'.encode()
    assert credit(wallet, body, media_type).status_code == 201
    assert balances(wallet) == ("6.00", "0.00")


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b'{"amount": NaN}', b'{"amount": Infinity}', b"\xff", '{"reason": "é"}'.encode("utf-16")],
)
def test_what_is_no_json_is_refused_and_nothing_moves(body):
    wallet = make_wallet("5")
    assert problem(credit(wallet, body))[0] == 400
    assert balances(wallet) == ("5.00", "0.00")


@pytest.mark.parametrize("media_type", ["text/plain", "application/json-patch+json", ""])
def test_another_media_type_is_refused(media_type):
    wallet = make_wallet("5")
    assert problem(credit(wallet, b"{}", media_type)) == (415, "unsupported_media_type")
    assert balances(wallet) == ("5.00", "0.00")
