"""Reward money as a part of a payment: capped, captured first, given back to its lots."""

import pytest
from djmoney.money import Money

from tests.factories.checkout import pay, require_sums, state
from tests.factories.rewards import add_rewards, left_of, make_policy, make_reward_wallet
from tests.factories.wallets import balances, make_wallet
from wallet_project.checkout.services import capture_payment, quote_payment, void_payment
from wallet_project.core.exceptions import AmountOutOfRange, InsufficientFunds
from wallets.exceptions import WalletFrozen
from wallets.services import freeze_wallet

pytestmark = pytest.mark.django_db


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


@pytest.fixture
def wallet():
    return make_wallet("200.00")


@pytest.fixture
def rewards(wallet):
    make_policy(most=20)
    return make_reward_wallet("100.00", customer=wallet.customer)


def test_the_worked_example_of_the_design(wallet, rewards):
    quote = quote_payment(customer_id=wallet.customer_id, total=eur("300"))
    assert (quote.reward, quote.wallet, quote.card) == (eur("20.00"), eur("200.00"), eur("80.00"))
    assert (quote.cap.amount, quote.reward_after, quote.wallet_after) == (
        eur("20.00"),
        eur("80.00"),
        eur("0"),
    )


def test_the_customer_may_use_less_of_either(wallet, rewards):
    quote = quote_payment(
        customer_id=wallet.customer_id, total=eur("300"), reward_amount=eur("5"), wallet_amount=eur("45")
    )
    assert (quote.reward, quote.wallet, quote.card) == (eur("5.00"), eur("45.00"), eur("250.00"))


def test_more_than_the_cap_is_refused_and_nothing_is_reserved(wallet, rewards):
    with pytest.raises(AmountOutOfRange, match=r"At most €20\.00"):
        pay(wallet, "300.00", reward_amount=eur("20.01"))
    assert (balances(wallet), left_of(rewards)) == (("200.00", "0.00"), [10000])


def test_more_than_there_is_is_refused(wallet):
    make_policy()
    make_reward_wallet("4.00", customer=wallet.customer)
    with pytest.raises(InsufficientFunds):
        pay(wallet, "100.00", reward_amount=eur("4.01"))


def test_rewards_and_wallet_pay_an_order_at_once(wallet, rewards, shop, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        payment = pay(wallet, "120.00").payment
    assert state(payment) == {"payment": "captured", "reward": "captured", "wallet": "captured"}
    assert (balances(wallet), left_of(rewards)) == (("100.00", "0.00"), [8000])
    require_sums()


def test_a_part_within_the_rewards_releases_the_wallets_part(wallet, rewards, shop):
    payment = pay(wallet, "120.00", capture=False).payment
    assert (balances(wallet), left_of(rewards)) == (("100.00", "100.00"), [8000])
    payment = capture_payment(payment_id=payment.pk, amount=eur("15"))
    assert state(payment) == {"payment": "partially_captured", "reward": "captured", "wallet": "released"}
    assert (balances(wallet), left_of(rewards)) == (("200.00", "0.00"), [8500])


def test_calling_off_gives_the_money_back_to_the_lots_that_paid(wallet, rewards, shop):
    soon = add_rewards(rewards, "12.00", days=3)
    payment = pay(wallet, "120.00", capture=False).payment
    assert left_of(rewards) == [9200, 0]
    void_payment(payment_id=payment.pk, reason="changed my mind")
    soon.refresh_from_db()
    assert (left_of(rewards), soon.remaining) == ([10000, 1200], 1200)
    assert balances(wallet) == ("200.00", "0.00")


def test_a_frozen_wallet_discounts_nothing(wallet, rewards):
    freeze_wallet(wallet_id=wallet.pk, reason="looks odd")
    quote = quote_payment(customer_id=wallet.customer_id, total=eur("50"))
    assert (quote.reward, quote.wallet, quote.card) == (eur("0"), eur("0"), eur("50.00"))
    with pytest.raises(WalletFrozen):
        pay(wallet, "50.00", reward_amount=eur("5"), wallet_amount=eur("0"))
    assert left_of(rewards) == [10000]
