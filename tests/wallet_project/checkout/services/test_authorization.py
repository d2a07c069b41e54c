"""Payments that the wallet pays alone, and what is refused before anything moves."""

import pytest
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of
from tests.factories.checkout import (
    another_currency,
    pay,
    require_sums,
    sales,
    state,
)
from tests.factories.wallets import balances, make_wallet
from wallet_project.checkout.enums import PaymentStatus
from wallet_project.checkout.exceptions import OrderHasPayment, OrderNotPayable
from wallet_project.checkout.models import Payment, Tender
from wallet_project.checkout.services import capture_payment
from wallet_project.core.exceptions import (
    AmountOutOfRange,
    CurrencyMismatch,
    IdempotencyConflict,
    InsufficientFunds,
    NotFound,
    TooManyDecimals,
)
from wallet_project.core.ids import uuid7
from wallets.exceptions import WalletFrozen
from wallets.ledger.models import JournalEntry
from wallets.models import Hold
from wallets.services import freeze_wallet

pytestmark = pytest.mark.django_db


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def require_nothing_moved(wallet, *balance):
    assert balances(wallet) == balance
    assert not Hold.objects.exists()
    assert not Payment.objects.exists()
    assert sales() == 0


def test_a_wallet_that_has_enough_pays_at_once():
    wallet = make_wallet("50.00")
    outcome = pay(wallet, "20.00", order_reference="1000042")
    assert outcome.redirect_url == ""
    assert state(outcome.payment) == {"payment": "captured", "wallet": "captured"}
    assert outcome.payment.captured == eur("20")
    assert balances(wallet) == ("30.00", "0.00")
    assert sales() == 2000
    require_sums()


def test_the_order_learns_that_it_is_paid_and_the_customer_is_told(shop, django_capture_on_commit_callbacks):
    wallet = make_wallet("50.00")
    with django_capture_on_commit_callbacks(execute=True):
        pay(wallet, "20.00", order_reference="1000042")
    assert (shop.paid, shop.failed) == (["1000042"], [])
    message = OutboxMessage.objects.get(kind="order_paid")
    assert details_of(message) == {
        "order": "1000042",
        "total": "€20.00",
        "wallet": "€20.00",
        "balance": "€30.00",
        "url": "/orders/1000042/",
    }


def test_it_is_one_entry_which_the_tender_names_and_no_hold():
    wallet = make_wallet("50.00")
    before = JournalEntry.objects.count()
    tender = Tender.objects.get(payment=pay(wallet, "20.00", order_reference="1000042").payment)
    entry = JournalEntry.objects.latest("pk")
    assert (JournalEntry.objects.count() - before, tender.entry_id) == (1, entry.pk)
    assert (entry.kind, entry.reference) == ("order_paid", "1000042")
    assert (entry.postings.count(), tender.hold, Hold.objects.count()) == (2, None, 0)


def test_what_waited_is_paid_from_its_hold():
    payment = pay(make_wallet("50.00"), "20.00", capture=False).payment
    tender = capture_payment(payment_id=payment.pk).tenders.get()
    assert (tender.entry.kind, tender.hold.closed_entry_id) == ("hold_captured", tender.entry_id)


@pytest.mark.parametrize(
    ("currency", "balance", "total"),
    [("JPY", "500", "500"), ("KWD", "12.345", "12.345"), ("INR", "99.99", "99.99")],
)
def test_every_currency_pays_to_its_smallest_unit(currency, balance, total):
    wallet = make_wallet(balance, currency)
    assert pay(wallet, total).payment.status == PaymentStatus.CAPTURED
    assert Money(balances(wallet)[0], currency).amount == 0


def test_without_capture_the_money_is_only_reserved(shop):
    wallet = make_wallet("50.00")
    payment = pay(wallet, "20.00", capture=False).payment
    assert state(payment) == {"payment": "authorized", "wallet": "held"}
    assert balances(wallet) == ("30.00", "20.00")
    assert (sales(), shop.paid) == (0, [])


def test_the_same_key_and_body_is_the_same_payment():
    wallet = make_wallet("50.00")
    body = {"key": "k", "order_reference": "1"}
    first, second = pay(wallet, **body), pay(wallet, **body, return_url="http://shop.test/elsewhere")
    assert first.payment.pk == second.payment.pk
    assert balances(wallet) == ("30.00", "0.00")
    assert sales() == 2000


def test_a_retry_of_a_success_succeeds_with_an_empty_wallet():
    wallet = make_wallet("20.00")
    body = {"key": "k", "order_reference": "1"}
    pay(wallet, **body)
    assert pay(wallet, **body).payment.status == PaymentStatus.CAPTURED


@pytest.mark.parametrize(
    "changes",
    [
        {"total": "21.00"},
        {"order_reference": "2"},
        {"wallet_amount": Money("20", "EUR")},
        {"saved_card_id": uuid7()},
        {"save_card": True},
        {"capture": False},
    ],
)
def test_the_same_key_with_another_body_is_a_conflict_and_nothing_moves(changes):
    wallet = make_wallet("50.00")
    body = {"key": "k", "order_reference": "1", "total": "20.00"}
    pay(wallet, **body)
    with pytest.raises(IdempotencyConflict):
        pay(wallet, **{**body, **changes})
    assert balances(wallet) == ("30.00", "0.00")
    assert Payment.objects.count() == 1


def test_two_customers_may_use_the_same_key():
    first, second = make_wallet("50.00"), make_wallet("50.00")
    assert pay(first, key="k").payment.pk != pay(second, key="k").payment.pk


def test_an_order_is_not_paid_twice_under_two_keys():
    wallet = make_wallet("50.00")
    pay(wallet, order_reference="1", key="a")
    with pytest.raises(OrderHasPayment) as refused:
        pay(wallet, order_reference="1", key="b")
    assert refused.value.state == "captured"
    assert balances(wallet) == ("30.00", "0.00")


def test_an_order_that_has_ended_is_not_paid_and_nothing_moves(shop):
    shop.ended.add("1")
    wallet = make_wallet("50.00")
    with pytest.raises(OrderNotPayable):
        pay(wallet, order_reference="1")
    require_nothing_moved(wallet, "50.00", "0.00")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"total": "0"}, AmountOutOfRange),
        ({"total": "-1"}, AmountOutOfRange),
        ({"total": "NaN"}, AmountOutOfRange),
        ({"total": "Infinity"}, AmountOutOfRange),
        ({"total": "1E+308"}, AmountOutOfRange),
        ({"total": "1.005"}, TooManyDecimals),
        ({"wallet_amount": Money("-1", "EUR")}, AmountOutOfRange),
        ({"wallet_amount": Money("20.01", "EUR")}, AmountOutOfRange),
        ({"wallet_amount": Money("NaN", "EUR")}, AmountOutOfRange),
        ({"wallet_amount": Money("1.005", "EUR")}, TooManyDecimals),
        ({"wallet_amount": Money("1", "USD")}, CurrencyMismatch),
        ({"total": "60.00", "wallet_amount": Money("50.01", "EUR")}, InsufficientFunds),
        ({"wallet_amount": Money("19.80", "EUR")}, AmountOutOfRange),
        ({"total": "60.00", "saved_card_id": uuid7()}, NotFound),
    ],
)
def test_a_bad_request_is_refused_and_nothing_moves(changes, error):
    wallet = make_wallet("50.00")
    with pytest.raises(error):
        pay(wallet, **changes)
    require_nothing_moved(wallet, "50.00", "0.00")


def test_a_currency_that_the_store_does_not_take_is_refused():
    wallet = make_wallet("50.00")
    with pytest.raises(CurrencyMismatch):
        pay(wallet, total=Money("20", "SEK"))
    require_nothing_moved(wallet, "50.00", "0.00")


@pytest.mark.parametrize("missing", ["key", "order_reference"])
def test_a_payment_without_key_or_order_is_a_bug(missing):
    wallet = make_wallet("50.00")
    with pytest.raises(ValueError, match="needs an order reference and a key"):
        pay(wallet, **{missing: ""})
    require_nothing_moved(wallet, "50.00", "0.00")


def test_a_frozen_wallet_that_was_chosen_to_pay_refuses():
    wallet = make_wallet("50.00")
    freeze_wallet(wallet_id=wallet.pk, reason="looks odd")
    with pytest.raises(WalletFrozen):
        pay(wallet, "20.00", wallet_amount=eur("20"))
    require_nothing_moved(wallet, "50.00", "0.00")


def test_what_is_held_elsewhere_can_not_pay():
    wallet = make_wallet("50.00")
    pay(wallet, "40.00", capture=False)
    with pytest.raises(InsufficientFunds) as refused:
        pay(wallet, "20.00", wallet_amount=eur("20"))
    assert refused.value.available == eur("10.00")
    assert balances(wallet) == ("10.00", "40.00")


def test_money_in_another_currency_does_not_pay():
    euros = make_wallet("50.00")
    yen = another_currency(euros, "JPY")
    with pytest.raises(InsufficientFunds):
        pay(yen, "500", wallet_amount=Money("500", "JPY"))
    assert balances(euros) == ("50.00", "0.00")
