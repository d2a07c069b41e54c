"""What the clock does: once, in chunks, and one that can't be helped holds up nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rewards import tasks
from rewards.enums import AccrualStatus
from rewards.models import Accrual, RewardHold
from rewards.tasks import expire_reward_holds, mature_accruals
from tests.factories.rewards import make_reward_wallet
from tests.support.ledger import behind_the_triggers, fetch
from tests.support.rewards import amounts, earn, hold
from wallets.enums import HoldStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def points():
    return make_reward_wallet("10", currency="PTS")


def pending(points, reference, hours):
    """An accrual that is due so many hours from now."""
    now = timezone.now()
    return earn(points, "5", reference, matures_at=now + timedelta(hours=hours), now=now - timedelta(hours=9))


def statuses(model):
    return list(model.objects.order_by("id").values_list("status", flat=True))


def test_what_is_due_becomes_available_and_the_rest_waits(points):
    for reference, hours in (("a", -1), ("b", 1), ("c", -2)):
        pending(points, reference, hours)
    assert (mature_accruals(), mature_accruals()) == (2, 0)
    assert statuses(Accrual) == [AccrualStatus.AVAILABLE, AccrualStatus.PENDING, AccrualStatus.AVAILABLE]
    assert amounts(points) == ("20", "0", "5")


def test_holds_whose_time_is_over_are_released(points):
    now = timezone.now()
    hold(points, "3", expires_at=now - timedelta(seconds=1))
    hold(points, "2", expires_at=now + timedelta(hours=1))
    assert (expire_reward_holds(), expire_reward_holds()) == (1, 0)
    assert statuses(RewardHold) == [HoldStatus.EXPIRED, HoldStatus.ACTIVE]
    assert amounts(points) == ("8", "2", "0")


def test_a_round_takes_a_chunk_the_longest_due_first(points, monkeypatch):
    monkeypatch.setattr(tasks, "CHUNK", 2)
    for reference, hours in (("a", -1), ("b", -2), ("c", -3)):
        pending(points, reference, hours)
    assert mature_accruals() == 2
    assert statuses(Accrual) == [AccrualStatus.PENDING, AccrualStatus.AVAILABLE, AccrualStatus.AVAILABLE]
    assert mature_accruals() == 1


def test_one_that_can_not_be_helped_does_not_keep_the_others_waiting(points, caplog):
    broken, other = pending(points, "a", -2), pending(make_reward_wallet(currency="PTS"), "b", -1)
    with behind_the_triggers():
        fetch("UPDATE ledger_account SET balance = 0 WHERE id = %s", points.pending_account_id)
    assert mature_accruals() == 2
    assert f"{broken.pk} could not be brought on" in caplog.text
    other.refresh_from_db()
    assert other.status == AccrualStatus.AVAILABLE
    assert amounts(points) == ("10", "0", "0")
