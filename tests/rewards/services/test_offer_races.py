"""The last of an offer, and one voucher, wanted by many at the same moment."""

from uuid import uuid4

import pytest
from django.utils import timezone

from rewards.exceptions import VoucherNotUsable
from rewards.models import Offer, OfferRedemption, Voucher
from rewards.services import open_reward_wallet, redeem_offer, release_voucher, reserve_voucher, use_voucher
from tests.factories.offers import lines, make_offer, make_voucher, with_points
from tests.support.threads import at_once, kinds

pytestmark = pytest.mark.django_db(transaction=True)


def redeeming(account, offer, key=""):
    return lambda: redeem_offer(
        customer_id=account.customer_id, offer_id=offer.pk, key=key or uuid4().hex, now=timezone.now()
    )


def reserving(voucher, order):
    return lambda: reserve_voucher(
        customer_id=voucher.customer_id,
        voucher_id=voucher.pk,
        order_reference=order,
        lines=lines("20.00"),
        now=timezone.now(),
    )


def test_the_last_one_is_sold_once_to_one_of_twenty():
    offer = make_offer(limit_total=1)
    accounts = [with_points(100) for _number in range(20)]
    results = at_once(*(redeeming(account, offer) for account in accounts))
    assert kinds(results) == {"OfferRedemption": 1, "OfferNotAvailable": 19}
    assert (Offer.objects.get().redeemed, Voucher.objects.count()) == (1, 1)
    left = [open_reward_wallet(customer_id=one.customer_id, currency="PTS").posted.amount for one in accounts]
    assert sorted(left) == [0] + [100] * 19


def test_points_for_one_buy_one_of_ten():
    offer, account = make_offer(), with_points(199)
    results = at_once(*(redeeming(account, offer) for _number in range(10)))
    assert kinds(results) == {"OfferRedemption": 1, "InsufficientFunds": 9}
    assert open_reward_wallet(customer_id=account.customer_id, currency="PTS").posted.amount == 99


def test_one_redemption_sent_ten_times_is_one():
    offer, account = make_offer(), with_points(1000)
    results = at_once(redeeming(account, offer, "k1"), times=10)
    assert len({result.pk for result in results}) == 1
    assert OfferRedemption.objects.count() == 1


def test_of_ten_orders_one_gets_the_voucher():
    voucher = make_voucher()
    results = at_once(*(reserving(voucher, f"10{number}") for number in range(10)))
    assert kinds(results) == {"VoucherQuote": 1, "VoucherNotUsable": 9}
    winner = next(n for n, one in enumerate(results) if not isinstance(one, VoucherNotUsable))
    assert Voucher.objects.get().order_reference == f"10{winner}"


def test_used_and_given_back_at_once_is_one_of_the_two():
    for _round in range(4):
        voucher = make_voucher()
        reserving(voucher, f"order-{voucher.pk}")()
        order = f"order-{voucher.pk}"
        at_once(
            lambda voucher=voucher, order=order: use_voucher(
                voucher_id=voucher.pk, order_reference=order, now=timezone.now()
            ),
            lambda voucher=voucher, order=order: release_voucher(
                voucher_id=voucher.pk, order_reference=order
            ),
            times=2,
        )
        voucher.refresh_from_db()
        assert (voucher.status, bool(voucher.used_at)) in {("used", True), ("ready", False)}
