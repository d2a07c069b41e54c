"""Where the money of a refund goes, with real wallets, lots and a gateway."""

import pytest
from djmoney.money import Money

from refunds.enums import Destination
from refunds.exceptions import NotRefundable, RefundExceedsCaptured
from refunds.models import Refund
from rewards.models import CreditLot, RewardWallet
from tests.factories.checkout import at_the_gateway, booked, pay, sales
from tests.factories.refunds import make_paid, make_terms, parts_of, refund, refunded
from tests.factories.rewards import left_of
from tests.factories.wallets import balances, make_wallet
from wallets.ledger import chart

pytestmark = pytest.mark.django_db(transaction=True)
ORIGINAL = Destination.ORIGINAL


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def test_wallet_money_goes_back_to_the_wallet():
    wallet, payment = make_paid(wallet="20.00")
    done = refund(payment, "5.00")
    assert (done.status, balances(wallet)) == ("done", ("5.00", "0.00"))
    assert parts_of(done) == [("wallet", "wallet", "5.00", "done")]
    assert (refunded(payment), sales()) == (("5.00", {"wallet": "5.00"}), 1500)


def test_three_tenders_each_get_their_own_back(fake):
    wallet, payment = make_paid(fake, reward="2.00", wallet="8.00", card="10.00")
    done = refund(payment, "20.00", destination=ORIGINAL)
    assert parts_of(done) == [
        ("reward", "lots", "2.00", "done"),
        ("wallet", "wallet", "8.00", "done"),
        ("card", "original", "10.00", "done"),
    ]
    rewards = RewardWallet.objects.get(customer=wallet.customer, currency="EUR")
    assert (done.status, balances(wallet), left_of(rewards)) == ("done", ("8.00", "0.00"), [200])
    assert (sales(), at_the_gateway()) == (0, 0)


def test_store_credit_with_five_percent_on_top_or_the_card_with_the_return_paid(fake):
    make_terms(bonus_percent=5, shipping_to_card="2.50")
    wallet, payment = make_paid(fake, card="24.00")
    done = refund(payment, "12.00", reason="changed_mind")
    assert (done.fee_money, done.bonus_money, balances(wallet)[0]) == (eur("0.00"), eur("0.60"), "12.60")
    done = refund(payment, "12.00", reason="changed_mind", destination=ORIGINAL)
    assert (done.fee_money, done.bonus_money, at_the_gateway()) == (eur("2.50"), eur("0.00"), 1450)
    assert (sales(), booked(chart.STORE_CREDIT_GRANTED)) == (250, -60)
    assert refunded(payment) == ("24.00", {"card": "24.00"})


def test_a_bonus_that_expires_is_reward_money(fake):
    make_terms(bonus_percent=10, bonus_valid_days=90)
    wallet, payment = make_paid(fake, card="12.00")
    done = refund(payment, "12.00")
    lot = CreditLot.objects.get()
    assert (done.bonus_lot, lot.amount, balances(wallet)[0]) == (lot, 120, "12.00")
    assert (lot.expires_at - done.issued_at).days == 90
    assert (booked(chart.REWARDS_GRANTED), booked(chart.STORE_CREDIT_GRANTED)) == (-120, 0)


def test_more_than_is_left_is_refused_and_nothing_moves():
    wallet, payment = make_paid(wallet="20.00")
    refund(payment, "15.00")
    with pytest.raises(RefundExceedsCaptured) as refused:
        refund(payment, "5.01")
    assert (refused.value.refundable, refused.value.code) == (eur("5.00"), "refund_exceeds_captured")
    assert (balances(wallet)[0], Refund.objects.count()) == ("15.00", 1)


def test_a_payment_that_was_never_captured_has_nothing_to_give_back():
    payment = pay(make_wallet("50.00"), "20.00", capture=False).payment
    with pytest.raises(NotRefundable):
        refund(payment, "5.00")
    assert not Refund.objects.exists()


def test_the_same_key_refunds_once():
    wallet, payment = make_paid(wallet="20.00")
    assert refund(payment, "5.00", key="k") == refund(payment, "5.00", key="k")
    assert balances(wallet)[0] == "5.00"
