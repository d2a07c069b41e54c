"""The customer kept the goods after all: what is still there comes back, the rest is on record."""

from datetime import timedelta

import pytest
from django.utils import timezone
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of
from refunds.exceptions import RefundExceedsCaptured, RefundNotAllowed, RefundNotOpen
from refunds.models import RefundReversal
from refunds.services import reverse_refund
from rewards.models import CreditLot, RewardWallet
from rewards.services import take_back_bonus
from tests.factories.checkout import booked, pay, sales
from tests.factories.refunds import APPROVE, ISSUE, make_paid, make_terms, refund, refunded
from tests.factories.rewards import left_of, make_policy
from tests.factories.wallets import balances, make_staff
from wallet_project.core.exceptions import InvalidState, NotFound
from wallet_project.core.ids import uuid7
from wallets.ledger import chart

pytestmark = pytest.mark.django_db(transaction=True)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def take_back(one, actor=None):
    actor = actor or make_staff(ISSUE)
    return reverse_refund(refund_id=one.pk, actor_id=actor.pk, reason="You kept the goods.")


def amounts(reversal):
    return tuple(str(one.amount.quantize(1)) for one in (reversal.amount, reversal.taken, reversal.shortfall))


def test_all_that_is_there_is_taken_back_once(fake):
    make_terms(bonus_percent=10)
    wallet, payment = make_paid(fake, reward="2.00", wallet="8.00", card="10.00")
    done = refund(payment, "20.00")
    assert balances(wallet)[0] == "19.00"
    first = take_back(done)
    assert take_back(done) == first
    assert amounts(first) == ("21", "21", "0")
    rewards = RewardWallet.objects.get(customer=wallet.customer, currency="EUR")
    assert (balances(wallet)[0], left_of(rewards), sales()) == ("0.00", [0], 2000)
    assert booked(chart.STORE_CREDIT_GRANTED) == -800, "what the customer began with, and no bonus"
    assert refunded(payment) == ("0.00", {})
    letter = details_of(OutboxMessage.objects.get(kind="refund_reversed"))
    assert (letter["taken"], letter["reason"]) == ("€21.00", "You kept the goods.")


def test_what_is_spent_is_a_shortfall_and_stays_refunded():
    wallet, payment = make_paid(wallet="20.00")
    done = refund(payment, "20.00")
    pay(wallet, "15.00")
    assert amounts(take_back(done)) == ("20", "5", "15")
    assert (balances(wallet)[0], refunded(payment)[0]) == ("0.00", "15.00")
    with pytest.raises(RefundExceedsCaptured):
        refund(payment, "5.01")
    assert refund(payment, "5.00").status == "done"


def test_when_nothing_is_left_nothing_is_taken():
    wallet, payment = make_paid(wallet="20.00")
    done = refund(payment, "20.00")
    pay(wallet, "20.00")
    assert amounts(take_back(done)) == ("20", "0", "20")
    assert refunded(payment)[0] == "20.00"


def test_what_went_to_the_card_can_not_be_taken_back(fake):
    wallet, payment = make_paid(fake, wallet="8.00", card="12.00")
    done = refund(payment, "20.00", destination="original")
    assert amounts(take_back(done)) == ("20", "8", "12")
    assert (balances(wallet)[0], refunded(payment)) == ("0.00", ("12.00", {"card": "12.00"}))


def test_reward_money_is_taken_out_of_the_lots_that_it_went_back_to_and_can_go_back_again(fake):
    wallet, payment = make_paid(reward="6.00", wallet="14.00")
    done = refund(payment, "20.00")
    rewards = RewardWallet.objects.get(customer=wallet.customer, currency="EUR")
    pay(wallet, "2.00", reward_amount=eur("2.00"), wallet_amount=eur("0"))
    assert amounts(take_back(done)) == ("20", "18", "2")
    assert (left_of(rewards), refunded(payment)) == ([0], ("2.00", {"reward": "2.00"}))
    refund(payment, "18.00")
    assert (left_of(rewards), balances(wallet)[0]) == ([400], "14.00")


def test_reward_money_that_is_all_spent_is_a_shortfall():
    wallet, payment = make_paid(reward="6.00")
    done = refund(payment, "6.00")
    pay(wallet, "6.00", reward_amount=eur("6.00"), wallet_amount=eur("0"))
    assert amounts(take_back(done)) == ("6", "0", "6")


@pytest.mark.parametrize("spent", ["0", "0.40", "1.00"])
def test_the_bonus_lot_is_taken_back_as_far_as_it_is_there(fake, spent):
    make_terms(bonus_percent=10, bonus_valid_days=30)
    wallet, payment = make_paid(fake, card="10.00")
    done = refund(payment, "10.00")
    if eur(spent).amount:
        make_policy()
        pay(wallet, spent, reward_amount=eur(spent), wallet_amount=eur("0"))
    reversal = take_back(done)
    assert reversal.taken == eur("11.00") - eur(spent)
    assert reversal.shortfall == eur(spent)
    assert CreditLot.objects.get().remaining == 0


def test_a_bonus_that_expired_unspent_is_not_there(fake):
    make_terms(bonus_percent=10, bonus_valid_days=30)
    _wallet, payment = make_paid(fake, card="10.00")
    done = refund(payment, "10.00")
    CreditLot.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert take_back(done).shortfall == eur("1.00")


def test_what_the_return_had_cost_is_given_up_with_the_refund():
    make_terms(shipping_to_wallet="3.00")
    wallet, payment = make_paid(wallet="20.00")
    done = refund(payment, "20.00", reason="changed_mind")
    assert amounts(take_back(done)) == ("17", "17", "0")
    assert (refunded(payment)[0], balances(wallet)[0]) == ("0.00", "0.00")
    assert refund(payment, "20.00").status == "done"


def test_a_part_that_was_all_kept_for_the_return_is_taken_back_as_nothing():
    make_terms(shipping_to_wallet="4.00")
    wallet, payment = make_paid(reward="16.00", wallet="4.00")
    done = refund(payment, "20.00", reason="changed_mind")
    assert balances(wallet)[0] == "0.00"
    assert amounts(take_back(done)) == ("16", "16", "0")
    assert refunded(payment)[0] == "0.00"


def test_reward_money_that_was_all_kept_moves_nothing():
    make_terms(shipping_to_wallet="10.00")
    _wallet, payment = make_paid(reward="1.00", wallet="10.00")
    done = refund(payment, "10.99", reason="changed_mind")
    assert amounts(take_back(done)) == ("1", "1", "0")
    assert refunded(payment)[0] == "0.00"


def test_it_needs_a_reason_a_role_and_somebody_else():
    wallet, payment = make_paid(wallet="20.00")
    done = refund(payment, "20.00")
    with pytest.raises(InvalidState, match="Say why"):
        reverse_refund(refund_id=done.pk, actor_id=make_staff(ISSUE).pk, reason="  ")
    for actor in (make_staff(), wallet.customer):
        with pytest.raises(RefundNotAllowed):
            take_back(done, actor)
    assert (balances(wallet)[0], RefundReversal.objects.count()) == ("20.00", 0)


def test_only_what_is_done_is_taken_back():
    wallet, payment = make_paid(wallet="20.00")
    waiting = refund(payment, "20.00", requester_id=wallet.customer_id)
    with pytest.raises(RefundNotOpen):
        take_back(waiting, make_staff(APPROVE))
    assert not RefundReversal.objects.exists()


def test_a_lot_that_does_not_exist_is_not_found():
    with pytest.raises(NotFound):
        take_back_bonus(lot_id=uuid7(), amount=eur("1"), key="k", reference="1")
