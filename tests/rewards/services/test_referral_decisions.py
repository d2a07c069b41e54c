"""What staff may decide about a referral, and what they may not."""

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.utils import timezone
from djmoney.money import Money

from rewards.enums import Evidence
from rewards.exceptions import ReferralNotAllowed
from rewards.models import Referral
from rewards.services import clawback_accruals, decide_referral, remember_device
from rewards.tasks import settle_referrals
from tests.factories.referrals import (
    deliver,
    earned_by,
    fresh,
    long_ago,
    make_referral,
    make_referral_rules,
)
from tests.factories.wallets import make_staff, make_user
from wallet_project.core.exceptions import InvalidState

pytestmark = pytest.mark.django_db
PERMISSION = "rewards.decide_referral"


@pytest.fixture(autouse=True)
def rules():
    make_referral_rules()


def decide(referral, actor=None, *, approve=True):
    return decide_referral(
        referral_id=referral.pk,
        approve=approve,
        note="They live together.",
        actor_id=(actor or make_staff(PERMISSION)).pk,
        now=timezone.now(),
    )


def doubtful():
    return deliver(make_referral(), at=long_ago(), evidence=[Evidence.SAME_ADDRESS])


def test_a_doubtful_one_that_staff_let_count_is_rewarded():
    referral, staff = doubtful(), make_staff(PERMISSION)
    decided = decide(referral, staff)
    assert (decided.decided_by, decided.decision_note) == (staff, "They live together.")
    settle_referrals()
    assert fresh(referral).status == "rewarded"
    assert earned_by(referral.referrer) == [50]


def test_a_doubtful_one_that_staff_refuse_is_not():
    referral = doubtful()
    decide(referral, approve=False)
    settle_referrals()
    assert (fresh(referral).status, fresh(referral).reason) == ("refused", "staff")
    assert earned_by(referral.referrer) == earned_by(referral.friend) == []


def test_staff_can_let_a_shared_device_count_before_the_first_order():
    referrer = make_user()
    remember_device(customer_id=referrer.pk, device="d" * 64, now=timezone.now())
    referral = make_referral(referrer, device="d" * 64)
    remember_device(customer_id=referral.friend_id, device="d" * 64, now=timezone.now())
    assert decide(referral).status == "invited"
    deliver(referral, at=long_ago())
    settle_referrals()
    assert fresh(referral).status == "rewarded"


def test_a_decision_does_not_stand_over_what_is_found_later():
    referral = doubtful()
    decide(referral)
    for user in (referral.referrer, referral.friend):
        remember_device(customer_id=user.pk, device="d" * 64, now=timezone.now())
    settle_referrals()
    assert (fresh(referral).status, fresh(referral).reason) == ("refused", "same_device")


def test_the_same_decision_twice_is_one():
    referral, first = doubtful(), make_staff(PERMISSION)
    decide(referral, first)
    assert decide(referral, make_staff(PERMISSION)).decided_by == first


@pytest.mark.parametrize("side", ["referrer", "friend"])
def test_nobody_decides_their_own_referral(side):
    referral = doubtful()
    actor = getattr(referral, side)
    app_label, codename = PERMISSION.split(".")
    actor.is_staff = True
    actor.save()
    actor.user_permissions.add(Permission.objects.get(content_type__app_label=app_label, codename=codename))
    with pytest.raises(ReferralNotAllowed):
        decide(referral, actor)
    assert fresh(referral).is_doubtful
    with pytest.raises(IntegrityError, match="nobody_decides_their_own_referral"), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(decided_by=actor)


def test_staff_without_the_permission_decide_nothing():
    referral = doubtful()
    with pytest.raises(ReferralNotAllowed):
        decide(referral, make_staff("rewards.view_referral"))
    assert fresh(referral).decided_at is None


def test_what_is_rewarded_or_was_given_back_stays():
    rewarded, returned = deliver(make_referral(), at=long_ago()), deliver(make_referral(), order="10000002")
    settle_referrals()
    clawback_accruals(reference="10000002", refunded=Money(9, "EUR"), total=Money(9, "EUR"))
    for referral, approve in ((rewarded, False), (returned, True)):
        with pytest.raises(InvalidState):
            decide(referral, approve=approve)
    assert [fresh(one).status for one in (rewarded, returned)] == ["rewarded", "refused"]
