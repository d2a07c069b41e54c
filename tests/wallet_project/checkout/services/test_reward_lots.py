"""However a payment with a card part ends, its reward money was captured or is in the same lots again."""

import pytest
from djmoney.money import Money

from rewards.models import RewardHold
from rewards.services import void_reward_hold
from tests.factories.checkout import age, at_the_gateway, fresh_payment, make_saved_card, pay, sales, state
from tests.factories.rewards import add_rewards, left_of, make_policy, make_reward_wallet
from tests.factories.wallets import balances, make_wallet
from tests.support.rewards import differences
from wallet_project.checkout.services import capture_payment, settle_payment, void_payment

pytestmark = pytest.mark.django_db(transaction=True)

LOTS = [1000, 500, 700]


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


@pytest.fixture
def wallet():
    """8.00 in the wallet, and three lots of rewards of which 20.00 may pay: the last expires first."""
    make_policy(most=20)
    return make_wallet("8.00")


@pytest.fixture
def rewards(wallet):
    rewards = make_reward_wallet("10.00", customer=wallet.customer)
    add_rewards(rewards, "5.00", days=30)
    add_rewards(rewards, "7.00", days=3)
    return rewards


@pytest.fixture
def waiting(fake, wallet, rewards):
    """20.00 by rewards, 8.00 by wallet, and the page for 12.00 by card is open."""
    payment = pay(wallet, "40.00", order_reference="1").payment
    assert state(payment) == {"payment": "waiting", "reward": "held", "wallet": "held", "card": "waiting"}
    assert (left_of(rewards), balances(wallet)) == ([200, 0, 0], ("0.00", "8.00"))
    return payment


def settle(payment):
    return settle_payment(payment_id=payment.pk)


def require_given_back(wallet, rewards, available="8.00"):
    assert (left_of(rewards), balances(wallet)) == (LOTS, (available, "0.00"))
    assert not RewardHold.objects.filter(status="active").exists()
    assert (sales(), differences()) == (0, set())


def test_a_card_that_pays_captures_all(fake, wallet, rewards, waiting, shop):
    fake.pay(waiting.redirect_url)
    settle(waiting)
    settle(waiting)
    assert set(state(waiting).values()) == {"captured"}
    assert (left_of(rewards), balances(wallet)) == ([200, 0, 0], ("0.00", "0.00"))
    assert (sales(), at_the_gateway(), shop.paid) == (4000, 1200, ["1"])
    assert differences() == set()


def test_a_card_that_pays_late_is_kept_in_the_wallet_and_the_rewards_in_their_lots(
    fake, wallet, rewards, waiting, shop
):
    """Reward money never becomes wallet money: only the card's 12.00 arrive there."""
    shop.ended.add("1")
    fake.pay(waiting.redirect_url)
    settle(waiting)
    settle(waiting)
    assert state(waiting) == {
        "payment": "rescued",
        "reward": "released",
        "wallet": "released",
        "card": "rescued",
    }
    require_given_back(wallet, rewards, "20.00")


def test_calling_off_gives_each_lot_its_own(fake, wallet, rewards, waiting):
    void_payment(payment_id=waiting.pk, reason="changed my mind")
    void_payment(payment_id=waiting.pk, reason="changed my mind")
    require_given_back(wallet, rewards)


def test_a_declined_card_gives_each_lot_its_own(fake, wallet, rewards):
    card = make_saved_card(wallet, fake, "pm_card_chargeCustomerFail")
    payment = pay(wallet, "40.00", saved_card_id=card.pk).payment
    assert state(payment) == {
        "payment": "failed",
        "reward": "released",
        "wallet": "released",
        "card": "failed",
    }
    require_given_back(wallet, rewards)


def test_a_page_that_nobody_finished_gives_each_lot_its_own(fake, wallet, rewards, waiting):
    age(waiting, minutes=41)
    settle(waiting)
    assert state(waiting)["payment"] == "failed"
    require_given_back(wallet, rewards)


def test_a_bank_that_pays_after_calling_off_gives_back_once(fake, wallet, rewards, waiting, shop):
    fake.pay_by_bank(waiting.redirect_url, outcome="never")
    void_payment(payment_id=waiting.pk, reason="too slow")
    require_given_back(wallet, rewards)
    shop.ended.add("1")
    fake.settle_payment(fresh_payment(waiting).card_tender.gateway_payment)
    settle(waiting)
    require_given_back(wallet, rewards, "20.00")


def test_rewards_that_are_gone_when_the_card_pays_lead_to_a_rescue(fake, wallet, rewards, waiting, shop):
    void_reward_hold(hold_id=RewardHold.objects.get().pk)
    fake.pay(waiting.redirect_url)
    settle(waiting)
    assert state(waiting)["payment"] == "rescued"
    require_given_back(wallet, rewards, "20.00")
    assert shop.paid == []


@pytest.mark.parametrize(
    ("amount", "left", "in_wallet"),
    [
        ("6.00", [1000, 500, 100], "8.00"),
        ("7.01", [1000, 499, 0], "8.00"),
        ("20.00", [200, 0, 0], "8.00"),
        ("20.01", [200, 0, 0], "7.99"),
    ],
)
def test_a_part_captured_is_of_the_lots_that_expire_soonest(wallet, rewards, shop, amount, left, in_wallet):
    payment = pay(wallet, "28.00", capture=False).payment
    capture_payment(payment_id=payment.pk, amount=eur(amount))
    capture_payment(payment_id=payment.pk, amount=eur(amount))
    assert (left_of(rewards), balances(wallet)) == (left, (in_wallet, "0.00"))
    assert sales() == int(eur(amount).amount * 100)
    assert differences() == set()
