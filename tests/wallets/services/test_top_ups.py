"""Top-ups with the real SDK against a real process that answers as Stripe does."""

import pytest
from djmoney.money import Money

from notifications.models import OutboxMessage
from tests.factories.wallets import balances, make_wallet
from wallet_project.core.exceptions import (
    AmountOutOfRange,
    CurrencyMismatch,
    IdempotencyConflict,
    NotFound,
    TooManyDecimals,
)
from wallets.enums import TopUpMethod, TopUpStatus
from wallets.exceptions import CardNotUsable, TopUpOutOfLimits, WalletFrozen
from wallets.gateways.registry import get_gateway
from wallets.models import SavedCard, TopUp, TopUpPolicy
from wallets.services import (
    cancel_top_up,
    freeze_wallet,
    remove_card,
    save_card,
    settle_top_up,
    start_card_setup,
    start_top_up,
)
from wallets.tasks import reconcile_top_ups

pytestmark = pytest.mark.django_db(transaction=True)

SUCCESS, CANCEL = "http://shop.test/top-ups/{top_up}/", "http://shop.test/wallet/"


def start(wallet, amount="25", key="k1", **fields):
    fields.setdefault("customer_id", wallet.customer_id)
    money = Money(amount, fields.pop("currency", wallet.currency))
    return start_top_up(
        wallet_id=wallet.pk, amount=money, key=key, success_url=SUCCESS, cancel_url=CANCEL, **fields
    )


def saved_card(fake, wallet):
    top_up = start(wallet, key="with-card", save_card=True)
    fake.pay(top_up.redirect_url)
    settle_top_up(top_up_id=top_up.pk)
    return SavedCard.objects.get(customer_id=wallet.customer_id)


def test_a_paid_page_credits_the_wallet_once(fake):
    wallet = make_wallet()
    top_up = start(wallet)
    assert top_up.status == TopUpStatus.OPEN
    assert balances(wallet) == ("0.00", "0.00")
    page = fake.pay(top_up.redirect_url)
    assert page.location == f"http://shop.test/top-ups/{top_up.pk}/"
    for _ in range(3):
        assert settle_top_up(top_up_id=top_up.pk).status == TopUpStatus.SUCCEEDED
    assert balances(wallet) == ("25.00", "0.00")
    assert OutboxMessage.objects.filter(kind="money_added").count() == 1
    assert not SavedCard.objects.exists()


def test_a_page_that_nobody_pays_stays_open_and_then_expires(fake):
    wallet = make_wallet()
    top_up = start(wallet)
    assert settle_top_up(top_up_id=top_up.pk).status == TopUpStatus.OPEN
    fake.advance_clock(3600)
    assert settle_top_up(top_up_id=top_up.pk).status == TopUpStatus.EXPIRED
    assert balances(wallet) == ("0.00", "0.00")


def test_a_declined_card_leaves_the_page_open_for_another(fake):
    wallet = make_wallet()
    top_up = start(wallet)
    assert fake.pay(top_up.redirect_url, card="4000000000000002").status == 200
    assert settle_top_up(top_up_id=top_up.pk).status == TopUpStatus.OPEN
    fake.pay(top_up.redirect_url)
    settle_top_up(top_up_id=top_up.pk)
    assert balances(wallet) == ("25.00", "0.00")


@pytest.mark.parametrize(
    ("outcome", "status", "balance"),
    [("now", TopUpStatus.SUCCEEDED, "25.00"), ("never", TopUpStatus.PROCESSING, "0.00")],
)
def test_a_bank_payment_counts_when_the_bank_says_so(fake, outcome, status, balance):
    wallet = make_wallet()
    top_up = start(wallet)
    fake.pay_by_bank(top_up.redirect_url, method="netbanking", outcome=outcome)
    assert settle_top_up(top_up_id=top_up.pk).status == status
    assert balances(wallet) == (balance, "0.00")


@pytest.mark.parametrize(("succeeded", "balance"), [(True, "25.00"), (False, "0.00")])
def test_a_bank_that_answers_late_settles_the_top_up_then(fake, succeeded, balance):
    wallet = make_wallet()
    top_up = start(wallet)
    fake.pay_by_bank(top_up.redirect_url, outcome="never")
    waiting = settle_top_up(top_up_id=top_up.pk)
    assert waiting.status == TopUpStatus.PROCESSING
    fake.settle_payment(waiting.gateway_payment, succeeded=succeeded)
    settled = settle_top_up(top_up_id=top_up.pk)
    assert settled.status == (TopUpStatus.SUCCEEDED if succeeded else TopUpStatus.FAILED)
    assert balances(wallet) == (balance, "0.00")


def test_saving_the_card_makes_the_next_top_up_one_step(fake):
    wallet = make_wallet()
    card = saved_card(fake, wallet)
    assert (card.brand, card.last4, card.is_default) == ("visa", "4242", True)
    second = start(wallet, "10", key="k2", saved_card_id=card.pk)
    assert (second.status, second.method) == (TopUpStatus.SUCCEEDED, TopUpMethod.SAVED_CARD)
    assert balances(wallet) == ("35.00", "0.00")


def card_from_setup_page(fake, wallet, number):
    back = "http://shop.test/?session={CHECKOUT_SESSION_ID}"
    page = start_card_setup(customer_id=wallet.customer_id, key="s1", success_url=back, cancel_url=back)
    session = fake.pay(page, card=number).location.split("session=")[1]
    return save_card(customer_id=wallet.customer_id, card=get_gateway().fetch_checkout(session).card)


def test_a_saved_card_that_declines_fails_in_words(fake):
    wallet = make_wallet("5")
    card = card_from_setup_page(fake, wallet, "4000000000000341")
    failed = start(wallet, "10", key="k2", saved_card_id=card.pk)
    assert failed.status == TopUpStatus.FAILED
    assert "declined" in failed.failure
    assert balances(wallet) == ("5.00", "0.00")
    assert OutboxMessage.objects.filter(kind="top_up_failed").count() == 1


@pytest.mark.parametrize(("approve", "balance"), [(True, "35.00"), (False, "25.00")])
def test_a_saved_card_may_ask_for_three_d_secure(fake, approve, balance):
    wallet = make_wallet()
    first = start(wallet, key="k0", save_card=True)
    page = fake.pay(first.redirect_url, card="4000002760003184")
    fake.authenticate(page.location)
    settle_top_up(top_up_id=first.pk)
    card = SavedCard.objects.get()
    second = start(wallet, "10", key="k2", saved_card_id=card.pk)
    assert second.status == TopUpStatus.REQUIRES_ACTION
    fake.authenticate(second.redirect_url, approve=approve)
    settle_top_up(top_up_id=second.pk)
    assert balances(wallet) == (balance, "0.00")


def test_the_same_key_starts_one_top_up(fake):
    wallet = make_wallet()
    first, second = start(wallet), start(wallet)
    assert first.pk == second.pk
    assert first.redirect_url == second.redirect_url
    assert len([call for call in fake.calls("/v1/checkout/sessions") if call["method"] == "POST"]) == 1
    with pytest.raises(IdempotencyConflict):
        start(wallet, "26")
    assert TopUp.objects.count() == 1


@pytest.mark.parametrize(
    ("amount", "currency", "error"),
    [
        ("0", "EUR", AmountOutOfRange),
        ("-10", "EUR", AmountOutOfRange),
        ("NaN", "EUR", AmountOutOfRange),
        ("Infinity", "EUR", AmountOutOfRange),
        ("1E+308", "EUR", AmountOutOfRange),
        ("10.001", "EUR", TooManyDecimals),
        ("10", "USD", CurrencyMismatch),
        ("4.99", "EUR", TopUpOutOfLimits),
        ("500.01", "EUR", TopUpOutOfLimits),
    ],
)
def test_a_bad_amount_is_refused_before_the_gateway_hears_of_it(fake, amount, currency, error):
    wallet = make_wallet()
    with pytest.raises(error):
        start(wallet, amount, currency=currency)
    assert not TopUp.objects.exists()
    assert fake.calls() == []


def test_the_largest_balance_counts_what_still_waits(fake):
    TopUpPolicy.objects.create(
        currency="EUR", presets="10", minimum=1, maximum=50, maximum_balance=60, daily_limit=1000
    )
    wallet = make_wallet("20")
    start(wallet, "30")
    with pytest.raises(TopUpOutOfLimits) as refused:
        start(wallet, "10.01", key="k2")
    assert refused.value.limit == Money("10", "EUR")
    start(wallet, "10", key="k3")


def test_a_day_has_its_limit(fake):
    TopUpPolicy.objects.create(
        currency="EUR", presets="10", minimum=1, maximum=50, maximum_balance=1000, daily_limit=60
    )
    wallet = make_wallet()
    fake.pay(start(wallet, "50").redirect_url)
    with pytest.raises(TopUpOutOfLimits) as refused:
        start(wallet, "10.01", key="k2")
    assert refused.value.limit == Money("10", "EUR")


def test_a_frozen_wallet_is_not_topped_up(fake):
    wallet = make_wallet()
    freeze_wallet(wallet_id=wallet.pk, reason="check")
    with pytest.raises(WalletFrozen):
        start(wallet)
    assert not TopUp.objects.exists()


def test_money_that_arrives_after_the_freeze_is_still_the_customers(fake):
    wallet = make_wallet()
    top_up = start(wallet)
    freeze_wallet(wallet_id=wallet.pk, reason="check")
    fake.pay(top_up.redirect_url)
    settle_top_up(top_up_id=top_up.pk)
    assert balances(wallet) == ("25.00", "0.00")


def test_another_customers_wallet_card_and_top_up_are_not_found(fake):
    mine, theirs = make_wallet(), make_wallet()
    card, top_up = saved_card(fake, theirs), start(theirs, key="open")
    with pytest.raises(NotFound):
        start(theirs, customer_id=mine.customer_id, key="k9")
    with pytest.raises(NotFound):
        start(mine, saved_card_id=card.pk)
    with pytest.raises(NotFound):
        cancel_top_up(customer_id=mine.customer_id, top_up_id=top_up.pk)
    with pytest.raises(NotFound):
        remove_card(customer_id=mine.customer_id, card_id=card.pk)
    assert balances(mine) == ("0.00", "0.00")


def test_an_expired_card_is_refused_in_words(fake):
    wallet = make_wallet()
    card = saved_card(fake, wallet)
    SavedCard.objects.filter(pk=card.pk).update(exp_year=2020)
    with pytest.raises(CardNotUsable):
        start(wallet, key="k2", saved_card_id=card.pk)


def test_canceling_closes_the_page(fake):
    wallet = make_wallet()
    top_up = start(wallet)
    assert cancel_top_up(customer_id=wallet.customer_id, top_up_id=top_up.pk).status == TopUpStatus.EXPIRED
    assert fake.pay(top_up.redirect_url).status != 303
    assert balances(wallet) == ("0.00", "0.00")


def test_canceling_after_paying_credits_the_wallet(fake):
    wallet = make_wallet()
    top_up = start(wallet)
    fake.pay(top_up.redirect_url)
    canceled = cancel_top_up(customer_id=wallet.customer_id, top_up_id=top_up.pk)
    assert canceled.status == TopUpStatus.SUCCEEDED
    assert balances(wallet) == ("25.00", "0.00")


def test_a_gateway_that_times_out_after_charging_charges_once(fake, settings):
    wallet = make_wallet()
    card = saved_card(fake, wallet)
    fake.inject("reset_after", "/v1/payment_intents", times=10)
    waiting = start(wallet, "10", key="k2", saved_card_id=card.pk)
    assert waiting.status == TopUpStatus.CREATED
    assert balances(wallet) == ("25.00", "0.00")
    fake.clear_faults()
    assert reconcile_top_ups(older_than_seconds=0) == 1
    assert balances(wallet) == ("35.00", "0.00")
    made = {call["idempotency_key"] for call in fake.calls("/v1/payment_intents") if call["method"] == "POST"}
    assert len(made) == 1


def test_the_reconciler_credits_when_no_webhook_and_no_customer_returns(fake):
    wallet = make_wallet()
    top_up = start(wallet)
    fake.pay(top_up.redirect_url)
    assert reconcile_top_ups(older_than_seconds=0) == 1
    assert reconcile_top_ups(older_than_seconds=0) == 0
    assert balances(wallet) == ("25.00", "0.00")


def test_another_payer_than_the_customer_is_quarantined(fake):
    wallet, other = make_wallet(), make_wallet()
    saved_card(fake, wallet)
    top_up = start(wallet, "10", key="k2")
    fake.pay(top_up.redirect_url)
    wallet.customer.gateway_customer.reference = "cus_somebody_else"
    wallet.customer.gateway_customer.save()
    settled = settle_top_up(top_up_id=top_up.pk)
    assert settled.status == TopUpStatus.QUARANTINED
    assert balances(wallet) == ("25.00", "0.00")
    assert balances(other) == ("0.00", "0.00")


def test_another_amount_than_asked_for_is_quarantined(fake):
    wallet = make_wallet()
    top_up = start(wallet)
    TopUp.objects.filter(pk=top_up.pk).update(amount="250.00")
    fake.pay(top_up.redirect_url)
    assert settle_top_up(top_up_id=top_up.pk).status == TopUpStatus.QUARANTINED
    assert settle_top_up(top_up_id=top_up.pk).status == TopUpStatus.QUARANTINED
    assert balances(wallet) == ("0.00", "0.00")


@pytest.mark.parametrize(("currency", "amount"), [("JPY", "1500"), ("KWD", "7.250"), ("INR", "999.50")])
def test_every_currency_tops_up_its_own_wallet(fake, currency, amount):
    wallet = make_wallet(currency=currency)
    fake.pay(start(wallet, amount).redirect_url)
    reconcile_top_ups(older_than_seconds=0)
    assert balances(wallet)[0] == amount
