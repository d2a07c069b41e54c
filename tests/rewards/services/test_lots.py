"""Lots that expire more than once, because something came back to them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from djmoney.money import Money

from rewards.models import CreditLot
from rewards.services import (
    capture_reward_hold,
    open_reward_wallet,
    place_reward_hold,
    restore_rewards,
    void_reward_hold,
)
from rewards.services.expiry import expire_lots_of
from tests.factories.rewards import add_rewards, left_of, make_reward_wallet
from tests.support.rewards import everything

pytestmark = pytest.mark.django_db


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def hold(wallet, amount):
    return place_reward_hold(wallet_id=wallet.pk, amount=eur(amount), key=f"hold-{amount}")


def make_it_past(lot):
    CreditLot.objects.filter(pk=lot.pk).update(expires_at=timezone.now() - timedelta(minutes=1))


def test_what_comes_back_to_an_expired_lot_expires_too():
    wallet = make_reward_wallet()
    lot = add_rewards(wallet, "10.00", days=3)
    held = hold(wallet, "4.00")
    make_it_past(lot)
    assert expire_lots_of(wallet_id=wallet.pk, now=timezone.now()) == 600
    void_reward_hold(hold_id=held.pk)
    assert expire_lots_of(wallet_id=wallet.pk, now=timezone.now()) == 400
    lot.refresh_from_db()
    assert (lot.remaining, lot.expired) == (0, 1000)
    assert open_reward_wallet(customer_id=wallet.customer_id).posted == eur("0.00")


def test_a_refund_revives_what_was_paid_and_not_what_had_expired_unspent():
    wallet = make_reward_wallet()
    lot = add_rewards(wallet, "10.00", days=3)
    held = capture_reward_hold(hold_id=hold(wallet, "4.00").pk)
    make_it_past(lot)
    restore_rewards(hold_id=held.pk, amount=eur("4.00"), key="refund")
    lot.refresh_from_db()
    assert (left_of(wallet), lot.expired) == ([400], 600)
    assert lot.expires_at > timezone.now() + timedelta(days=29)


def test_lots_that_say_less_than_the_ledger_stop_a_hold_and_nothing_moves():
    wallet = make_reward_wallet("10.00")
    CreditLot.objects.update(remaining=900)
    before = everything()
    with pytest.raises(ArithmeticError, match="hold less than the reward wallet"):
        hold(wallet, "9.50")
    assert everything() == before


def test_uses_that_say_less_than_their_hold_stop_its_return_and_nothing_moves():
    wallet = make_reward_wallet("10.00")
    held = hold(wallet, "9.50")
    held.consumptions.update(returned=1)
    before = everything()
    with pytest.raises(ArithmeticError, match="More goes back"):
        void_reward_hold(hold_id=held.pk)
    assert everything() == before
