"""What the shop tells of deliveries to those who reward invitations."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rewards.models import Referral, RewardProgramSettings
from tests.factories.referrals import make_referral
from tests.factories.storefront import ADDRESS, make_delivered_order
from tests.factories.wallets import make_user
from wallet_project.storefront.services.orders import mark_delivered

pytestmark = pytest.mark.django_db
ELSEWHERE = replace(ADDRESS, street="Shipka 3")


def test_the_first_delivered_order_of_a_friend_is_told_with_its_window():
    RewardProgramSettings.objects.create(return_days=20)
    referral = make_referral()
    order = make_delivered_order(referral.friend)
    make_delivered_order(referral.friend)
    mark_delivered(number=order.number)
    referral.refresh_from_db()
    assert (referral.status, referral.order_reference) == ("pending", order.number)
    assert referral.window_ends_at == order.delivered_at + timedelta(days=20)
    assert not referral.is_doubtful


def test_orders_of_others_are_told_to_nobody():
    referral = make_referral()
    make_delivered_order(referral.referrer)
    make_delivered_order(make_user())
    assert Referral.objects.get().status == "invited"


def test_an_order_to_the_referrers_own_address_is_doubtful():
    referral, stranger = make_referral(), make_referral()
    make_delivered_order(referral.referrer)
    make_delivered_order(referral.friend, address=replace(ADDRESS, street="VITOSHA 15"))
    make_delivered_order(stranger.friend, address=ELSEWHERE)
    assert Referral.objects.get(pk=referral.pk).evidence_codes == {"same_address"}
    assert Referral.objects.get(pk=stranger.pk).evidence_codes == set()
