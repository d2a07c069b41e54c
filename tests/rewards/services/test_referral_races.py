"""Two connections at the same moment, for the locks and constraints of referrals."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rewards.models import Referral, ReferralCode, ReferralPolicy, SeenDevice
from rewards.services import bind_referral, open_referral_code, remember_device, settle_referral
from tests.factories.referrals import WINDOW, deliver, earned_by, long_ago, make_referral, make_referral_rules
from tests.factories.wallets import make_user
from tests.support.threads import at_once, kinds
from tests.wallets.services.overtaking import overtaken

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_friend_who_signs_up_ten_times_at_once_is_bound_once():
    friend, now = make_user(), timezone.now()
    codes = [open_referral_code(customer_id=make_user().pk).code for _ in range(10)]
    results = at_once(
        *[lambda code=code: bind_referral(friend_id=friend.pk, code=code, now=now) for code in codes]
    )
    assert kinds(results) == {"Referral": 10}
    assert len({result.pk for result in results}) == 1
    assert Referral.objects.count() == 1


def test_a_code_is_made_once_by_ten_at_once():
    user = make_user()
    results = at_once(lambda: open_referral_code(customer_id=user.pk), times=10)
    assert len({result.code for result in results}) == 1
    assert ReferralCode.objects.count() == 1


def test_a_device_is_noted_once_by_ten_at_once():
    user, now = make_user(), timezone.now()
    at_once(lambda: remember_device(customer_id=user.pk, device="d" * 64, now=now), times=10)
    assert SeenDevice.objects.count() == 1


def test_of_two_first_deliveries_at_the_same_moment_the_first_counts():
    referral, at = make_referral(), timezone.now()
    second = overtaken(
        lambda: deliver(referral, at=at, order="10000001"),
        lambda: deliver(referral, at=at + timedelta(hours=1), order="10000002"),
    )
    assert (second.order_reference, second.delivered_at, second.status) == ("10000001", at, "pending")
    kept = Referral.objects.get()
    assert (kept.order_reference, kept.window_ends_at) == ("10000001", at + WINDOW)


def test_a_referral_settled_ten_times_at_once_rewards_both_once():
    make_referral_rules()
    referral, now = deliver(make_referral(), at=long_ago()), timezone.now()
    results = at_once(lambda: settle_referral(referral_id=referral.pk, now=now), times=10)
    assert kinds(results) == {"Referral": 10}
    assert (earned_by(referral.referrer), earned_by(referral.friend)) == ([50], [30])


def test_friends_settled_at_once_can_not_beat_the_months_limit():
    make_referral_rules()
    ReferralPolicy.objects.create(starts_at=long_ago(), most_per_month=2)
    referrer, now = make_user(), timezone.now()
    friends = [deliver(make_referral(referrer), at=long_ago(), order=f"1000000{n}") for n in range(6)]
    at_once(*[lambda one=one: settle_referral(referral_id=one.pk, now=now) for one in friends])
    assert earned_by(referrer) == [50, 50]
    assert Referral.objects.filter(reason="limit").count() == 4
