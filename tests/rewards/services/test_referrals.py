"""Who brought whom, and what both get for it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from djmoney.money import Money

from rewards.enums import Evidence
from rewards.exceptions import UnknownReferralCode
from rewards.invitations import ALPHABET
from rewards.models import Referral, ReferralPolicy, SeenDevice
from rewards.services import (
    bind_referral,
    clawback_accruals,
    find_referral_code,
    note_first_delivery,
    open_referral_code,
    remember_device,
    settle_referral,
)
from rewards.tasks import settle_referrals
from tests.factories.referrals import (
    deliver,
    earned_by,
    fresh,
    long_ago,
    make_referral,
    make_referral_rules,
)
from tests.factories.wallets import make_user
from wallet_project.core.exceptions import InvalidState
from wallets.gateways.base import Card
from wallets.models import SavedCard
from wallets.services import save_card

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rules():
    make_referral_rules()


def outcome(referral):
    """Status, reason, and what each side got."""
    now = fresh(referral)
    return now.status, now.reason, earned_by(now.referrer), earned_by(now.friend)


def give_card(user, fingerprint, number=1):
    card = Card(f"pm_{user.pk}_{number}", "visa", "4242", 12, 2040, fingerprint=fingerprint)
    return save_card(customer_id=user.pk, card=card)


def test_a_code_is_eight_signs_that_look_like_nothing_else_and_stays():
    user = make_user()
    code = open_referral_code(customer_id=user.pk).code
    assert len(code) == 8
    assert set(code) <= set(ALPHABET)
    assert not set("01OILUV") & set(ALPHABET)
    assert open_referral_code(customer_id=user.pk).code == code


@pytest.mark.parametrize("change", [str, str.lower, lambda code: f" {code[:4]}-{code[4:]} "])
def test_a_code_is_found_as_people_write_it(change):
    code = open_referral_code(customer_id=make_user().pk)
    assert find_referral_code(change(code.code)) == code


@pytest.mark.parametrize("text", ["", "ABCD-2345", "' OR 1=1", "\x00", "A" * 500])
def test_a_code_that_nobody_has_is_refused(text):
    with pytest.raises(UnknownReferralCode):
        find_referral_code(text)


def test_the_code_of_a_closed_account_brings_nobody():
    user = make_user()
    code = open_referral_code(customer_id=user.pk).code
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    with pytest.raises(UnknownReferralCode):
        find_referral_code(code)


def test_both_are_rewarded_once_the_first_order_stays():
    referral = make_referral()
    assert outcome(referral) == ("invited", "", [], [])
    deliver(referral, at=long_ago())
    assert outcome(referral) == ("pending", "", [], [])
    settle_referrals()
    assert outcome(referral) == ("rewarded", "", [50], [30])
    settle_referral(referral_id=referral.pk, now=timezone.now())
    assert outcome(referral) == ("rewarded", "", [50], [30])


def test_nobody_is_rewarded_before_the_time_to_return_is_over():
    referral = deliver(make_referral())
    assert settle_referrals() == 0
    settle_referral(referral_id=referral.pk, now=referral.window_ends_at - timedelta(seconds=1))
    assert outcome(referral) == ("pending", "", [], [])
    settle_referral(referral_id=referral.pk, now=referral.window_ends_at)
    assert outcome(referral) == ("rewarded", "", [50], [30])


def test_only_the_first_delivered_order_counts():
    referral = deliver(make_referral(), order="10000001")
    noted = note_first_delivery(
        customer_id=referral.friend_id,
        order_reference="10000002",
        delivered_at=long_ago(),
        window_ends_at=long_ago(),
    )
    assert noted is None
    assert fresh(referral).order_reference == "10000001"


def test_a_friend_is_bound_once_and_stays_with_the_first():
    referral = make_referral()
    other = open_referral_code(customer_id=make_user().pk).code
    again = bind_referral(friend_id=referral.friend_id, code=other, now=timezone.now())
    assert again == referral
    assert Referral.objects.count() == 1


def test_the_database_itself_binds_a_friend_once_and_nobody_to_themselves():
    referral = make_referral()
    for referrer, friend, name in (
        (make_user(), referral.friend, "friend_is_referred_once"),
        (referral.referrer, referral.referrer, "nobody_refers_themselves"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Referral.objects.create(referrer=referrer, friend=friend, created_at=timezone.now())


def test_a_code_counts_at_sign_up_and_not_later():
    code = open_referral_code(customer_id=make_user().pk).code
    old = make_user(date_joined=timezone.now() - timedelta(hours=2))
    with pytest.raises(InvalidState):
        bind_referral(friend_id=old.pk, code=code, now=timezone.now())
    assert Referral.objects.count() == 0


def test_ones_own_code_brings_nobody():
    user = make_user()
    code = open_referral_code(customer_id=user.pk).code
    with pytest.raises(InvalidState):
        bind_referral(friend_id=user.pk, code=code, now=timezone.now())
    assert Referral.objects.count() == 0


@pytest.mark.parametrize(
    "friend", ["mira.petrova+2@example.com", "m.i.r.a.petrova@example.com", "MiraPetrova+x@EXAMPLE.com"]
)
def test_a_second_address_of_the_same_person_is_refused(friend):
    referral = make_referral(make_user(email="mira.petrova@example.com"), email=friend)
    assert (referral.status, referral.reason) == ("refused", "same_person")
    deliver(referral, at=long_ago())
    settle_referrals()
    assert outcome(referral) == ("refused", "same_person", [], [])


def test_another_person_of_the_same_host_is_welcome():
    referral = make_referral(make_user(email="mira@example.com"), email="theo+mira@example.com")
    assert referral.status == "invited"


def test_a_sign_up_on_the_referrers_device_is_refused():
    referrer = make_user()
    remember_device(customer_id=referrer.pk, device="d" * 64, now=timezone.now())
    referral = make_referral(referrer, device="d" * 64)
    assert (referral.status, referral.reason) == ("refused", "same_device")
    assert make_referral(referrer, device="e" * 64).status == "invited"


def test_only_another_device_of_a_known_customer_is_new():
    customer, now = make_user(), timezone.now()
    later = now + timedelta(days=1)
    seen = [("a", now), ("a", later), ("b", later), ("b", later)]
    told = [remember_device(customer_id=customer.pk, device=one * 64, now=at) for one, at in seen]
    assert told == [False, False, True, False]
    devices = SeenDevice.objects.filter(customer=customer).order_by("mark")
    assert list(devices.values_list("first_seen_at", "last_seen_at")) == [(now, later), (later, later)]


def test_a_device_that_both_use_later_is_noticed_before_the_reward():
    referral = deliver(make_referral(), at=long_ago())
    for user in (referral.friend, referral.referrer):
        remember_device(customer_id=user.pk, device="f" * 64, now=timezone.now())
    settle_referrals()
    assert outcome(referral) == ("refused", "same_device", [], [])


def test_the_same_card_is_refused_also_after_it_was_removed():
    referral = deliver(make_referral(), at=long_ago())
    give_card(referral.referrer, "fp_1")
    give_card(referral.friend, "fp_1")
    SavedCard.objects.update(removed_at=timezone.now(), is_default=False)
    settle_referrals()
    assert outcome(referral) == ("refused", "same_card", [], [])


def test_another_card_with_the_same_last_digits_is_another_card():
    referral = deliver(make_referral(), at=long_ago())
    give_card(referral.referrer, "fp_1")
    give_card(referral.friend, "fp_2")
    settle_referrals()
    assert outcome(referral) == ("rewarded", "", [50], [30])


def test_cards_that_only_look_alike_are_left_to_staff():
    referral = deliver(make_referral(), at=long_ago())
    give_card(referral.referrer, "")
    give_card(referral.friend, "fp_2")
    settle_referrals()
    assert outcome(referral) == ("pending", "", [], [])
    assert fresh(referral).is_doubtful
    assert fresh(referral).evidence_codes == {"card_alike"}


def test_what_the_gateway_calls_a_card_is_not_stored():
    card = give_card(make_user(), "fp_secret")
    assert "fp_secret" not in card.mark
    assert len(card.mark) == 64


def test_an_order_to_an_address_of_the_referrer_is_left_to_staff():
    referral = deliver(make_referral(), at=long_ago(), evidence=[Evidence.SAME_ADDRESS])
    assert referral.is_doubtful
    settle_referrals()
    assert outcome(referral) == ("pending", "", [], [])


def refund(order, refunded, total="40.00"):
    clawback_accruals(reference=order, refunded=Money(refunded, "EUR"), total=Money(total, "EUR"))


def test_a_first_order_given_back_in_time_rewards_nobody():
    referral = deliver(make_referral())
    refund("10000001", "40.00")
    settle_referral(referral_id=referral.pk, now=referral.window_ends_at)
    assert outcome(referral) == ("refused", "order_returned", [], [])


def test_a_part_given_back_is_left_to_staff_and_the_rest_refuses():
    referral = deliver(make_referral())
    refund("10000001", "10.00")
    assert (fresh(referral).status, fresh(referral).is_doubtful) == ("pending", True)
    refund("10000001", "40.00")
    assert outcome(referral) == ("refused", "order_returned", [], [])


def test_a_refund_after_the_window_takes_nothing_back():
    referral = deliver(make_referral(), at=long_ago())
    refund("10000001", "40.00")
    settle_referrals()
    assert outcome(referral) == ("rewarded", "", [50], [30])


def test_a_refund_of_another_order_changes_nothing():
    referral = deliver(make_referral())
    refund("10000002", "40.00")
    assert outcome(referral) == ("pending", "", [], [])


def test_beyond_the_months_limit_only_the_friend_is_rewarded():
    ReferralPolicy.objects.create(starts_at=long_ago(), most_per_month=1)
    referrer = make_user()
    first = deliver(make_referral(referrer), at=long_ago(), order="10000001")
    second = deliver(make_referral(referrer), at=long_ago(), order="10000002")
    settle_referrals()
    assert outcome(first) == ("rewarded", "", [50], [30])
    assert outcome(second) == ("rewarded", "limit", [50], [30])


def test_the_limit_that_starts_last_holds_and_one_that_is_to_come_does_not():
    ReferralPolicy.objects.create(starts_at=long_ago(), most_per_month=5)
    ReferralPolicy.objects.create(starts_at=timezone.now() + timedelta(days=1), most_per_month=0)
    referral = deliver(make_referral(), at=long_ago())
    settle_referrals()
    assert outcome(referral) == ("rewarded", "", [50], [30])
