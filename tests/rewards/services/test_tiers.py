"""Up at once, down with notice; what was returned counts no more."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from notifications.models import OutboxMessage
from rewards.enums import Activity
from rewards.models import RewardProgramSettings, TierMembership
from rewards.queries_tiers import tier_progress
from rewards.services import clawback_accruals, date_accruals, evaluate_tier, record_activity
from rewards.services.tiers import evaluate_all_tiers
from rewards.tasks import evaluate_tiers, mature_accruals
from rewards.verification_tiers import TIER_CHECKS
from tests.factories.earning import make_fixed_rule, make_rule, make_tier, make_tiers, money, purchase
from tests.factories.wallets import make_user
from wallets.ledger.verification import verify
from wallets.verification import checks_of

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def earn(customer: Any, points: int, *, now: datetime = NOW) -> None:
    """So many points, available at once."""
    rule = make_fixed_rule(Activity.CUSTOM, points, reference_prefix=f"{points}-")
    record_activity(
        customer_id=customer.pk, activity=Activity.CUSTOM, reference=f"{points}-{rule.pk}", now=now
    )


def history(customer: Any) -> list[tuple[str, bool]]:
    """Each tier that the customer was in, and whether it is over."""
    members = TierMembership.objects.filter(customer=customer).order_by("since", "id")
    return [(member.tier.name, member.until is not None) for member in members.select_related("tier")]


def told(customer: Any) -> list[str]:
    kinds = OutboxMessage.objects.filter(recipient=customer, kind__startswith="tier").order_by("id")
    return list(kinds.values_list("kind", flat=True))


def differences() -> list[Any]:
    return [found for found in verify(checks=checks_of(TIER_CHECKS)) if found.differences]


def test_up_at_once_and_more_than_one_step():
    customer = make_user()
    make_tiers()
    earn(customer, 99)
    assert history(customer) == []
    earn(customer, 1)
    assert history(customer) == [("Silver", False)]
    earn(customer, 400)
    assert history(customer) == [("Silver", True), ("Gold", False)]
    assert told(customer) == ["tier_reached", "tier_reached"]
    assert differences() == []


def test_while_the_notice_runs_nothing_changes_and_nobody_is_told_again():
    customer = make_user()
    make_tiers()
    RewardProgramSettings.objects.create(tier_notice_days=20)
    earn(customer, 500)
    year = NOW + timedelta(days=366)
    evaluate_tier(customer_id=customer.pk, now=year)
    noticed = TierMembership.objects.values().get(customer=customer)
    for days in (0, 10, 19):
        kept = evaluate_tier(customer_id=customer.pk, now=year + timedelta(days=days))
        assert kept is not None
        assert TierMembership.objects.values().get(customer=customer) == noticed
    assert told(customer) == ["tier_reached", "tier_ending"]
    assert evaluate_tier(customer_id=customer.pk, now=year + timedelta(days=20)) is None
    assert told(customer) == ["tier_reached", "tier_ending", "tier_ended"]


def test_down_with_notice_and_then_to_what_the_year_is_enough_for():
    customer = make_user()
    make_tiers()
    RewardProgramSettings.objects.create(tier_notice_days=20)
    earn(customer, 500)
    year = NOW + timedelta(days=366)
    earn(customer, 120, now=year - timedelta(days=10))
    assert evaluate_all_tiers(now=year) == 1
    member = TierMembership.objects.get(customer=customer)
    assert (member.noticed_at, member.leaves_at) == (year, year + timedelta(days=20))
    assert evaluate_all_tiers(now=year + timedelta(days=19)) == 0
    assert history(customer) == [("Gold", False)]
    assert evaluate_all_tiers(now=year + timedelta(days=20)) == 1
    assert history(customer) == [("Gold", True), ("Silver", False)]
    assert told(customer) == ["tier_reached", "tier_ending", "tier_ended"]
    assert differences() == []


def test_below_the_first_tier_the_membership_ends():
    customer = make_user()
    make_tiers()
    earn(customer, 100)
    later = NOW + timedelta(days=400)
    evaluate_tier(customer_id=customer.pk, now=later)
    assert evaluate_tier(customer_id=customer.pk, now=later + timedelta(days=30)) is None
    assert history(customer) == [("Silver", True)]


def test_who_reaches_it_again_keeps_it_and_the_notice_is_void():
    customer = make_user()
    make_tiers()
    earn(customer, 100)
    later = NOW + timedelta(days=366)
    evaluate_tier(customer_id=customer.pk, now=later)
    earn(customer, 150, now=later + timedelta(days=1))
    member = TierMembership.objects.get(customer=customer)
    assert (member.leaves_at, member.until) == (None, None)
    assert evaluate_all_tiers(now=later + timedelta(days=40)) == 0


def test_points_count_once_nothing_can_be_returned_any_more():
    customer = make_user()
    make_tiers()
    make_rule()
    record_activity(
        customer_id=customer.pk,
        activity=Activity.PURCHASE,
        reference="1",
        purchase=purchase("120.00 EUR"),
        waits=True,
        now=NOW,
    )
    evaluate_tier(customer_id=customer.pk, now=NOW)
    assert history(customer) == []
    date_accruals(reference="1", matures_at=NOW)
    assert mature_accruals() == 1
    assert history(customer) == [("Silver", False)]


def test_what_was_returned_counts_neither_as_points_nor_as_spending():
    customer = make_user()
    make_tier("Silver", 1, 100, spent=100, currency="EUR")
    make_rule()
    record_activity(
        customer_id=customer.pk,
        activity=Activity.PURCHASE,
        reference="1",
        purchase=purchase("120.00 EUR"),
        now=NOW,
    )
    clawback_accruals(reference="1", refunded=money("30.00 EUR"), total=money("120.00 EUR"))
    progress = tier_progress(customer.pk, NOW)
    assert (progress.points, progress.spent) == (90, money("90.00 EUR"))
    member = evaluate_tier(customer_id=customer.pk, now=NOW)
    assert member is not None
    assert member.leaves_at is not None
    assert differences() == []


def test_spending_alone_reaches_a_tier():
    customer = make_user()
    make_tier("Silver", 1, None, spent=1000, currency="JPY")
    record_activity(
        customer_id=customer.pk,
        activity=Activity.PURCHASE,
        reference="1",
        purchase=purchase("1000 JPY"),
        now=NOW,
    )
    assert history(customer) == [("Silver", False)]


def test_progress_says_what_is_missing_and_how_far_it_is():
    customer = make_user()
    silver, gold = make_tiers()
    fresh = tier_progress(customer.pk, NOW)
    assert (fresh.tier, fresh.next_tier, fresh.missing_points, fresh.percent) == (None, silver, 100, 0)
    earn(customer, 125)
    progress = tier_progress(customer.pk, timezone.now())
    assert (progress.tier, progress.next_tier, progress.points) == (silver, gold, 125)
    assert (progress.missing_points, progress.missing_spent, progress.percent) == (375, None, 25)


def test_the_beat_looks_at_those_for_whom_something_changed_in_few_queries(django_assert_num_queries):
    make_tiers()
    assert evaluate_tiers() == 0
    for _ in range(3):
        earn(make_user(), 100)
    with django_assert_num_queries(6):
        assert evaluate_tiers() == 0
    TierMembership.objects.all().delete()
    assert evaluate_tiers() == 3


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"points": 3}, "tier_was_reached"),
        ({"needed_points": None}, "tier_was_reached"),
        ({"until": NOW - timedelta(days=9)}, "membership_ends_after_it_starts"),
        ({"leaves_at": NOW}, "membership_ends_with_notice"),
    ],
)
def test_the_database_refuses_a_membership_that_can_not_be(change: dict[str, Any], constraint: str):
    make_tiers()
    earn(make_user(), 100)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        TierMembership.objects.update(**change)


def test_a_customer_is_in_one_tier_at_a_time():
    make_tiers()
    earn(make_user(), 100)
    member = TierMembership.objects.get()
    member.pk = None
    with pytest.raises(IntegrityError, match="one_open_membership_per_customer"), transaction.atomic():
        member.save(force_insert=True)


def test_a_tier_that_does_not_fit_its_history_is_found():
    make_tiers()
    earn(make_user(), 100)
    TierMembership.objects.update(points=777)
    (found,) = differences()
    assert "777 points, found 0 to 100" in str(found.differences[0])
