"""Every error code, shown over HTTP with nothing moved. A new code without a case fails."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.checkout import make_saved_card
from tests.factories.offers import make_voucher
from tests.factories.refunds import make_limits, make_terms
from tests.factories.wallets import make_staff, make_user, make_wallet
from tests.support.api import ROOT, Api, as_browser, as_store, money, nobody, problem
from tests.support.payments import RETURN_URL, make_captured, make_held, order
from tests.support.rewards import everything
from wallet_project.checkout.models import CardReturn, Payment
from wallet_project.core.api import idempotency
from wallet_project.core.api.codes import CODES
from wallet_project.core.api.operations import Operation
from wallet_project.core.api.table import operations_below
from wallets.gateways.registry import get_gateway
from wallets.models import Hold, SavedCard
from wallets.services import expire_hold, freeze_wallet

pytestmark = pytest.mark.django_db

OPERATIONS: dict[str, Operation] = {one.operation.id: one.operation for one in operations_below("api/v1/")}


def credit(api, wallet=None, amount="1.00", currency="EUR", key="", **fields):
    body = {"amount": money(amount, currency), "reason": "goodwill", **fields}
    return lambda: api.post(f"/wallets/{(wallet or make_wallet()).pk}/credits/", body, key=key)


def hold(store, wallet):
    """A hold of 5.00, and its address."""
    made = store.post("/holds/", {"wallet": str(wallet.pk), "amount": money("5.00")})
    return f"/holds/{made.json()['id']}/"


def refund(payment, **fields):
    body = {"payment": payment, "amount": money("5.00"), "reason": "damaged", "destination": "wallet"}
    return {**body, **fields}


def raw(api, path, body, content_type="application/json"):
    headers = {**api.headers, "Idempotency-Key": "k"}
    return lambda: api.client.post(ROOT + path, body, content_type=content_type, headers=headers)


# Each prepares something and answers with the call that is refused.


def unreadable(store, wallet, **_):
    return raw(store, f"/wallets/{wallet.pk}/credits/", "{")


def a_typo(store, wallet, **_):
    return credit(store, wallet, amonut=1)


def a_third_decimal(store, wallet, **_):
    return credit(store, wallet, "1.001")


def below_zero(store, wallet, **_):
    return credit(store, wallet, "-1.00")


def no_key(store, wallet, **_):
    return credit(store, wallet, key=None)


def no_credentials(wallet, **_):
    return credit(nobody(), wallet)


def a_wrong_key(wallet, **_):
    return credit(Api(Authorization=f"Api-Key sw_{'0' * 12}_{'x' * 43}"), wallet)


def no_csrf_token(wallet, **_):
    me = as_browser(wallet.customer)
    del me.headers["X-CSRFToken"]
    return lambda: me.post("/transfers/", {})


def another_scope(wallet, **_):
    return credit(as_store("wallets:read"), wallet)


def a_customer(wallet, **_):
    return credit(as_browser(wallet.customer), wallet)


def a_key_of_somebody_without_a_role(wallet, **_):
    return credit(as_store(acts_for_id=make_staff().pk), wallet)


def anothers_wallet(wallet, **_):
    return lambda: as_browser(make_user()).get(f"/wallets/{wallet.pk}/")


def another_method(store, **_):
    return lambda: store.put("/transfers/", {})


def a_novel(store, wallet, **_):
    return raw(store, f"/wallets/{wallet.pk}/credits/", json.dumps({"note": "x" * 300_000}))


def a_form(store, wallet, **_):
    path = f"/wallets/{wallet.pk}/credits/"
    return raw(store, path, "amount=1", "application/x-www-form-urlencoded")


def another_body(store, wallet, **_):
    credit(store, wallet, key="k")()
    return credit(store, wallet, "2.00", key="k")


def too_often(store, wallet, settings, **_):
    settings.API_LIMIT_PER_KEY = 0
    return credit(store, wallet)


def a_failure_of_ours(store, wallet, monkeypatch, **_):
    monkeypatch.setattr(idempotency, "_write", lambda *args: 1 / 0)
    return credit(store, wallet)


def more_than_there_is(store, wallet, **_):
    return lambda: store.post("/holds/", {"wallet": str(wallet.pk), "amount": money("50.01")})


def a_frozen_wallet(store, wallet, **_):
    freeze_wallet(wallet_id=wallet.pk, reason="check")
    return lambda: store.post("/holds/", {"wallet": str(wallet.pk), "amount": money("1.00")})


def a_hold_that_ended_by_itself(store, wallet, **_):
    path = hold(store, wallet)
    expire_hold(hold_id=Hold.objects.get().pk, now=timezone.now() + timedelta(days=8))
    return lambda: store.post(f"{path}capture/")


def a_hold_that_was_given_back(store, wallet, **_):
    path = hold(store, wallet)
    store.post(f"{path}void/")
    return lambda: store.post(f"{path}capture/")


def an_address_that_somebody_has(store, wallet, **_):
    body = {"reference": "shop-1", "email": wallet.customer.email}
    return lambda: store.post("/customers/", body, key=None)


def another_currency(store, wallet, **_):
    return credit(store, wallet, currency="USD")


def another_host(wallet, **_):
    narrow = as_store(return_hosts=["shop.example"])
    return lambda: narrow.post("/payments/", order(wallet, return_url=RETURN_URL))


def more_than_was_captured(store, wallet, **_):
    payment = make_captured(store, wallet)
    return lambda: store.post("/refunds/", refund(payment, amount=money("20.01")))


def a_customer_who_waives_fees(store, wallet, **_):
    make_terms()
    payment = make_captured(store, wallet)
    return lambda: as_browser(wallet.customer).post("/refunds/", refund(payment, waive_fees=True))


def a_disputed_payment(store, wallet, **_):
    payment = Payment.objects.get(pk=make_captured(store, wallet))
    tender = payment.tenders.get()
    CardReturn.objects.create(
        tender=tender, kind="dispute", status="open", gateway_id="dp_1", amount=payment.total
    )
    return lambda: store.post("/refunds/", refund(str(payment.pk)))


def the_key_that_asked(store, wallet, **_):
    make_limits(keys_each=1)
    asked = store.post("/refunds/", refund(make_captured(store, wallet))).json()
    return lambda: store.post(f"/refunds/{asked['id']}/approve/")


def anothers_voucher(**_):
    body = {"code": make_voucher().code, "lines": [{"amount": money("20.00")}]}
    return lambda: as_browser(make_user()).post("/vouchers/quote/", body)


def an_inner_address(store, **_):
    return lambda: store.post("/webhook-endpoints/", {"url": "https://169.254.169.254/"})


def unknown_events(store, **_):
    body = {"url": "https://93.184.215.14/", "events": ["wallet.exploded"]}
    return lambda: store.post("/webhook-endpoints/", body)


def no_word_of_security(wallet, **_):
    me, path = as_browser(wallet.customer), "/notifications/preferences/"
    body = {**me.get(path).json(), "refused": [{"group": "security", "channel": "email"}]}
    return lambda: me.put(path, body)


def an_expired_card(store, wallet, fake, **_):
    card = make_saved_card(wallet, fake)
    SavedCard.objects.update(exp_year=2020)
    body = order(wallet, "60.00", return_url=RETURN_URL, payment_method=str(card.pk))
    return lambda: store.post("/payments/", body)


def a_gateway_that_is_down(store, wallet, fake, settings, **_):
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    get_gateway.cache_clear()
    body = {"amount": money("20.00"), "payment_method": "checkout", "return_url": "https://shop.test/"}
    return lambda: store.post(f"/wallets/{wallet.pk}/top-ups/", body)


CASES = {
    "malformed_request": unreadable,
    "invalid_input": a_typo,
    "too_many_decimals": a_third_decimal,
    "amount_out_of_range": below_zero,
    "idempotency_key_required": no_key,
    "authentication_required": no_credentials,
    "invalid_credentials": a_wrong_key,
    "csrf_failed": no_csrf_token,
    "scope_required": another_scope,
    "store_only": a_customer,
    "permission_denied": a_key_of_somebody_without_a_role,
    "not_found": anothers_wallet,
    "method_not_allowed": another_method,
    "request_too_large": a_novel,
    "unsupported_media_type": a_form,
    "idempotency_conflict": another_body,
    "rate_limited": too_often,
    "server_error": a_failure_of_ours,
    "insufficient_funds": more_than_there_is,
    "wallet_frozen": a_frozen_wallet,
    "hold_expired": a_hold_that_ended_by_itself,
    "invalid_state": a_hold_that_was_given_back,
    "customer_conflict": an_address_that_somebody_has,
    "currency_mismatch": another_currency,
    "return_host_not_allowed": another_host,
    "refund_exceeds_captured": more_than_was_captured,
    "refund_not_offered": a_customer_who_waives_fees,
    "payment_disputed": a_disputed_payment,
    "approval_required": the_key_that_asked,
    "voucher_not_usable": anothers_voucher,
    "stays_on": no_word_of_security,
}
# What asks others is not part of a transaction, so neither are its tests.
ASKING = {
    "unavailable": a_gateway_that_is_down,
    "card_not_usable": an_expired_card,
    "address_refused": an_inner_address,
    "unknown_events": unknown_events,
}
# Errors of services that no operation calls; they have a status in case one does.
NOT_BY_HTTP = {"too_many_attempts", "not_reversible", "contradictory_decision", "unknown_referral_code"}


@pytest.fixture
def given(settings, monkeypatch):
    settings.CHECKOUT_ORDERS = "wallet_project.storefront.order_port.StorefrontOrders"
    settings.REFUNDS_ORDERS = "wallet_project.storefront.refund_port.StorefrontOrderLines"
    named = {"store": as_store(), "wallet": make_wallet("50"), "settings": settings}
    return {**named, "monkeypatch": monkeypatch}


def state():
    payments = Payment.objects.order_by("pk").values_list("pk", "status", "captured", "refunded")
    return everything(), list(payments), list(Hold.objects.order_by("pk").values_list("pk", "status"))


def is_shown(code, refused):
    before = state()
    assert problem(refused()) == (CODES[code].status, code)
    assert state() == before


@pytest.mark.parametrize("code", sorted(CASES))
def test_the_code_is_answered_and_nothing_moves(code, given):
    is_shown(code, CASES[code](**given))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("code", sorted(ASKING))
def test_the_code_is_answered_where_somebody_else_is_asked(code, given, fake):
    is_shown(code, ASKING[code](**given, fake=fake))


def test_every_code_has_a_case():
    assert {*CASES, *ASKING, *NOT_BY_HTTP} == set(CODES)


def test_what_has_no_case_is_promised_by_no_operation():
    promised = {code for one in OPERATIONS.values() for code in one.all_codes}
    assert not promised & NOT_BY_HTTP


def test_what_is_held_is_no_more_than_there_is(given):
    """The case of `insufficient_funds` says what there is."""
    answer = more_than_there_is(**given)()
    assert answer.json()["available"] == money("50.00")
    assert make_held(given["store"], given["wallet"])
