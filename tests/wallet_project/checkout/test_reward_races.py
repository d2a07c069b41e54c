"""Reward money wanted at the same moment by two orders, or by an order and a conversion."""

import threading

import pytest
from django.db import OperationalError, transaction
from djmoney.money import Money

from rewards.locks import lock_reward_wallet
from rewards.models import RewardHold, RewardWallet
from rewards.services import convert_points
from tests.factories.checkout import pay, sales
from tests.factories.rewards import left_of, make_policy, make_program, make_reward_wallet
from tests.factories.wallets import balances, make_wallet
from tests.support.ledger import changed_function
from tests.support.locks import meet_before
from tests.support.rewards import amounts, differences
from tests.support.threads import at_once, kinds
from tests.wallets.services.overtaking import overtaken
from wallet_project.checkout.services import capture_payment, void_payment
from wallets.models import Wallet

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 20


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


@pytest.fixture
def wallet():
    make_policy(most=20)
    return make_wallet("500.00")


def test_two_orders_at_once_use_the_cap_each_and_no_more(wallet):
    rewards = make_reward_wallet("100.00", customer=wallet.customer)
    results = at_once(lambda: pay(wallet, "50.00"), times=4)
    assert kinds(results) == {"PaymentOutcome": 4}
    held = RewardHold.objects.values_list("captured", flat=True)
    assert (list(held), left_of(rewards)) == ([2000] * 4, [2000])
    assert (balances(wallet), sales()) == (("380.00", "0.00"), 20000)


def without_the_payers_lock():
    """What `lock_payer` reads is read without a lock."""
    function = "checkout_lock_payer(bigint, text, text, text, boolean, text[], timestamptz)"
    return changed_function(function, " FOR NO KEY UPDATE", "")


def two_orders_of_what_suffices_for_one(wallet):
    """30.00 of rewards: the first order uses 20.00, the second what is left."""
    make_reward_wallet("30.00", customer=wallet.customer)
    results = at_once(lambda: pay(wallet, "50.00"), times=2)
    return kinds(results), sorted(RewardHold.objects.values_list("captured", flat=True))


def test_the_second_of_two_orders_uses_what_the_first_left(wallet):
    assert two_orders_of_what_suffices_for_one(wallet) == ({"PaymentOutcome": 2}, [1000, 2000])
    assert differences() == set()


def test_without_the_locks_the_second_plans_with_what_is_gone_and_is_refused(wallet, monkeypatch):
    meet_before(monkeypatch, "wallet_project.checkout.services.authorization.payment_row")
    with without_the_payers_lock():
        results, captured = two_orders_of_what_suffices_for_one(wallet)
    assert (results, captured) == ({"PaymentOutcome": 1, "InsufficientFunds": 1}, [2000])


def one_order_in_two_tabs(wallet):
    """20.00 of rewards are the cap of this order, however often it is sent."""
    rewards = make_reward_wallet("100.00", customer=wallet.customer)
    results = at_once(*(lambda key=key: pay(wallet, "50.00", order_reference="1", key=key) for key in "ab"))
    return rewards, kinds(results)


def test_one_order_paid_from_two_tabs_at_once_uses_the_cap_once(wallet):
    rewards, results = one_order_in_two_tabs(wallet)
    assert results == {"PaymentOutcome": 1, "OrderHasPayment": 1}
    assert (left_of(rewards), balances(wallet)) == ([8000], ("470.00", "0.00"))


def test_without_the_locks_the_database_still_knows_that_the_order_has_a_payment(wallet, monkeypatch):
    meet_before(monkeypatch, "wallet_project.checkout.services.authorization.payment_row")
    with without_the_payers_lock():
        rewards, results = one_order_in_two_tabs(wallet)
    assert results == {"PaymentOutcome": 1, "OrderHasPayment": 1}
    assert left_of(rewards) == [8000]


class TestLockOrder:
    """The wallet before rewards, although rewards pay first: a conversion locks in that order too."""

    @pytest.fixture
    def points(self, wallet):
        make_program(target="reward_wallet")
        make_reward_wallet("400.00", customer=wallet.customer)
        return make_reward_wallet("2000", "PTS", customer=wallet.customer)

    @pytest.mark.parametrize("end", [capture_payment, void_payment])
    def test_an_order_that_ends_and_a_conversion_at_once_never_deadlock(self, wallet, points, end):
        payments = [pay(wallet, "30.00", capture=False).payment for _ in range(ROUNDS // 2)]
        start = threading.Barrier(2)
        reason = {"reason": "x"} if end is void_payment else {}

        def ending():
            for payment in payments:
                start.wait(timeout=60)
                end(payment_id=payment.pk, **reason)

        def converting():
            for number in range(len(payments)):
                start.wait(timeout=60)
                convert_points(customer_id=wallet.customer_id, points=100, currency="EUR", key=f"c{number}")

        assert at_once(ending, converting) == [None, None]
        assert (amounts(points)[0], differences()) == ("1000", set())

    @pytest.mark.parametrize("part", [None, "25.00"])
    def test_the_wallet_is_locked_first_whatever_part_is_captured(self, wallet, points, part):
        """Somebody has the wallet: whoever captures waits there and has no rewards locked yet."""
        payment = pay(wallet, "30.00", capture=False).payment
        rewards = RewardWallet.objects.get(currency="EUR")

        def have_the_wallet():
            list(Wallet.objects.select_for_update().filter(pk=wallet.pk))

        done = overtaken(
            have_the_wallet,
            lambda: capture_payment(payment_id=payment.pk, amount=part and eur(part)),
            lambda: lock_reward_wallet(rewards.pk),
        )
        assert done.is_captured

    def test_in_the_other_order_it_is_a_deadlock(self, wallet, points, monkeypatch):
        monkeypatch.setattr("wallet_project.checkout.services.endings.lock_funds", lambda payment: None)
        payment = pay(wallet, "30.00", capture=False).payment
        rewards = RewardWallet.objects.get(currency="EUR")
        with pytest.raises(OperationalError, match="deadlock detected"), transaction.atomic():
            raise overtaken(
                lambda: list(Wallet.objects.select_for_update().filter(pk=wallet.pk)),
                lambda: capture_payment(payment_id=payment.pk),
                lambda: lock_reward_wallet(rewards.pk),
            )
