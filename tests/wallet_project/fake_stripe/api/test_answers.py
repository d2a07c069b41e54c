"""What all calls have in common."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from wallet_project.fake_stripe.client import FakeStripe


@pytest.mark.parametrize("key", ["sk_test_other", "sk_live_demo", "pk_test_demo"])
def test_a_foreign_key_is_refused(fake: FakeStripe, key: str) -> None:
    stranger = stripe.StripeClient(key, base_addresses={"api": fake.base_url})
    with pytest.raises(stripe.AuthenticationError) as refused:
        stranger.v1.customers.list()
    assert refused.value.http_status == 401
    assert key not in str(refused.value)


def test_every_answer_has_a_request_id(client: stripe.StripeClient) -> None:
    answer = client.v1.customers.list().last_response
    assert answer.request_id.startswith("req_")


def test_an_unknown_parameter_is_refused(client: stripe.StripeClient) -> None:
    params: Any = {"nickname": "J"}
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.customers.create(params)
    assert refused.value.code == "parameter_unknown"
    assert refused.value.param == "nickname"


def test_an_unknown_object_is_404(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.payment_intents.retrieve("pi_none")
    assert refused.value.http_status == 404
    assert refused.value.code == "resource_missing"


def test_an_unknown_object_in_a_parameter_is_400(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.payment_intents.create({"amount": 100, "currency": "eur", "customer": "cus_none"})
    assert refused.value.http_status == 400
    assert refused.value.param == "customer"


def test_an_unknown_address_is_404(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.payouts.list()
    assert refused.value.http_status == 404


def test_expand_shows_objects_in_place_of_ids(client: stripe.StripeClient, charge: Any) -> None:
    payment = charge(expand=["latest_charge.balance_transaction", "payment_method"])
    assert payment.latest_charge.balance_transaction.amount == 1000
    assert payment.payment_method.card.last4 == "4242"
    listed = client.v1.payment_intents.list({"expand": ["data.latest_charge"]})
    assert listed.data[0].latest_charge.id == payment.latest_charge.id


def test_expanding_what_is_not_there_is_refused(client: stripe.StripeClient, charge: Any) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        client.v1.payment_intents.retrieve(charge().id, {"expand": ["banana"]})


def test_private_fields_never_leave(client: stripe.StripeClient, charge: Any, fake: FakeStripe) -> None:
    payment = charge(expand=["payment_method"])
    assert "4242424242424242" not in str(payment)
    assert "4242424242424242" not in str(fake.events())


def test_lists_are_paged_newest_first(client: stripe.StripeClient) -> None:
    made = [client.v1.customers.create({"name": str(number)}).id for number in range(5)]
    first = client.v1.customers.list({"limit": 2})
    assert [found.id for found in first.data] == [made[4], made[3]]
    assert first.has_more
    assert [found.id for found in first.auto_paging_iter()] == made[::-1]


@pytest.mark.parametrize(
    ("amount", "currency", "code"),
    [
        (49, "eur", "amount_too_small"),
        (0, "eur", "amount_too_small"),
        (-500, "eur", "amount_too_small"),
        (100_000_000, "eur", "amount_too_large"),
        (1255, "kwd", "parameter_invalid_integer"),
        ("12.50", "eur", "parameter_invalid_integer"),
        ("１２", "eur", "parameter_invalid_integer"),
        (None, "eur", "parameter_missing"),
    ],
)
def test_an_impossible_amount_is_refused(
    client: stripe.StripeClient, amount: Any, currency: str, code: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.payment_intents.create({"amount": amount, "currency": currency})
    assert refused.value.code == code


def test_metadata_is_bounded(client: stripe.StripeClient) -> None:
    for metadata in ({"k" * 41: "v"}, {"k": "v" * 501}, {str(n): "v" for n in range(51)}):
        with pytest.raises(stripe.InvalidRequestError):
            client.v1.customers.create({"metadata": metadata})
