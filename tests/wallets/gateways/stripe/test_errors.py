"""The network and Stripe failing: what is said, and that nothing happens twice."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from tests.support.fake_stripe import sdk, wait_until
from wallet_project.fake_stripe.client import FakeStripe
from wallets.gateways.base import GatewayError, PaymentState
from wallets.gateways.stripe import StripeGateway


def charges(fake: FakeStripe) -> int:
    return len(sdk(fake).v1.charges.list().data)


@pytest.mark.parametrize(
    ("kind", "code", "permanent"),
    [
        ("timeout_before", "timeout", False),
        ("timeout_after", "timeout", False),
        ("reset_before", "unavailable", False),
        ("reset_after", "unavailable", False),
        ("error_500", "unavailable", False),
        ("error_503", "unavailable", False),
        ("rate_limit", "rate_limited", False),
    ],
)
def test_each_failure_has_its_code_and_may_be_tried_again(
    make_gateway: Any,
    charge_request: Any,
    save_card: Any,
    fake: FakeStripe,
    kind: str,
    code: str,
    permanent: bool,
) -> None:
    request = charge_request(save_card())
    hasty = make_gateway(max_network_retries=0, timeout_seconds=0.5)
    fake.inject(kind, "/v1/payment_intents", seconds=1.0)
    with pytest.raises(GatewayError) as failed:
        hasty.charge_saved_card(request)
    assert (failed.value.code, failed.value.permanent) == (code, permanent)


@pytest.mark.parametrize(
    "kind", ["timeout_after", "reset_after", "timeout_before", "error_503", "rate_limit"]
)
def test_a_lost_answer_and_a_retry_with_the_key_are_one_charge(
    make_gateway: Any,
    gateway: StripeGateway,
    charge_request: Any,
    save_card: Any,
    fake: FakeStripe,
    kind: str,
) -> None:
    request = charge_request(save_card())
    fake.inject(kind, "/v1/payment_intents", seconds=1.0)
    with pytest.raises(GatewayError):
        make_gateway(max_network_retries=0, timeout_seconds=0.5).charge_saved_card(request)
    assert gateway.charge_saved_card(request).state is PaymentState.SUCCEEDED
    assert charges(fake) == 1


def test_the_sdk_retries_by_itself_with_the_callers_key(
    make_gateway: Any, charge_request: Any, save_card: Any, fake: FakeStripe
) -> None:
    request = charge_request(save_card())
    fake.inject("timeout_after", "/v1/payment_intents", seconds=1.0)
    paid = make_gateway(max_network_retries=2, timeout_seconds=0.5).charge_saved_card(request)
    assert paid.state is PaymentState.SUCCEEDED
    assert charges(fake) == 1
    keys = [call["idempotency_key"] for call in fake.calls("/v1/payment_intents") if call["method"] == "POST"]
    assert set(keys) == {"charge"}


def test_a_500_after_the_charge_is_found_again(
    gateway: StripeGateway, charge_request: Any, save_card: Any, customer: str, fake: FakeStripe
) -> None:
    request = charge_request(save_card())
    fake.inject("error_500_after", "/v1/payment_intents")
    for _ in range(2):
        with pytest.raises(GatewayError) as failed:
            gateway.charge_saved_card(request)
        assert not failed.value.permanent
    found = gateway.find_payment(gateway_customer=customer, metadata={"top_up": "2"})
    assert found is not None
    assert found.state is PaymentState.SUCCEEDED
    assert charges(fake) == 1


def test_the_same_key_at_work_elsewhere_may_be_tried_again(
    gateway: StripeGateway, make_gateway: Any, charge_request: Any, save_card: Any, fake: FakeStripe
) -> None:
    request = charge_request(save_card())
    fake.inject("slow", "/v1/payment_intents")
    with pytest.raises(GatewayError, match="timeout"):
        make_gateway(max_network_retries=0, timeout_seconds=0.5).charge_saved_card(request)
    with pytest.raises(GatewayError) as conflict:
        gateway.charge_saved_card(request)
    assert (conflict.value.code, conflict.value.permanent) == ("unavailable", False)
    fake.clear_faults()
    wait_until(lambda: charges(fake) == 1)
    assert make_gateway(max_network_retries=3).charge_saved_card(request).state is PaymentState.SUCCEEDED
    assert charges(fake) == 1


def test_a_wrong_key_is_refused_without_being_told(make_gateway: Any) -> None:
    with pytest.raises(GatewayError) as refused:
        make_gateway(secret_key="sk_test_stolen").fetch_payment("pi_1")
    assert (refused.value.code, refused.value.permanent) == ("authentication", True)
    assert "sk_test_stolen" not in str(refused.value)


def test_nobody_there_is_unavailable(make_gateway: Any) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        nobody = make_gateway(api_base=f"http://127.0.0.1:{deaf.getsockname()[1]}", max_network_retries=1)
        with pytest.raises(GatewayError) as failed:
            nobody.fetch_payment("pi_1")
    assert (failed.value.code, failed.value.permanent) == ("unavailable", False)


def test_somebody_who_hangs_up_is_asked_no_more_often_than_was_set(
    make_gateway: Any, fake: FakeStripe
) -> None:
    fake.inject("reset_before", "/v1/payment_intents/pi_1", method="GET", times=100)
    with pytest.raises(GatewayError) as failed:
        make_gateway(max_network_retries=1).fetch_payment("pi_1")
    assert (failed.value.code, failed.value.permanent) == ("unavailable", False)
    assert len(fake.calls("/v1/payment_intents/pi_1")) == 2


def test_settings_never_print_their_secrets(make_gateway: Any) -> None:
    assert "sk_test" not in repr(make_gateway()._settings)
    assert "whsec" not in repr(make_gateway()._settings)


def test_a_decline_that_names_no_payment_is_an_error_with_words(
    gateway: StripeGateway, charge_request: Any, save_card: Any, fake: FakeStripe
) -> None:
    request = charge_request(save_card())
    fake.inject("bare_decline", "/v1/payment_intents")
    with pytest.raises(GatewayError) as refused:
        gateway.charge_saved_card(request)
    assert (refused.value.code, refused.value.permanent) == ("declined", True)
    assert refused.value.reason == "The card was declined. Try another card, or ask your bank."


@pytest.mark.parametrize("kept_is_readable", [True, False])
def test_a_card_that_is_still_kept_was_not_forgotten(
    gateway: StripeGateway, save_card: Any, fake: FakeStripe, kept_is_readable: bool
) -> None:
    card = save_card()
    fake.inject("error_400", f"/v1/payment_methods/{card}/detach")
    if not kept_is_readable:
        fake.inject("error_400", f"/v1/payment_methods/{card}", method="GET")
    with pytest.raises(GatewayError) as refused:
        gateway.detach_card(card)
    assert (refused.value.code, refused.value.permanent) == ("invalid_request", True)


def test_a_page_that_would_not_close_is_told_to_be_open(
    gateway: StripeGateway, open_page: Any, fake: FakeStripe
) -> None:
    page = open_page()
    fake.inject("error_400", f"/v1/checkout/sessions/{page.session}/expire")
    assert gateway.expire_checkout(page.session).state is PaymentState.OPEN
