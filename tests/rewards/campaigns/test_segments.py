"""Who is in a segment, who is left out, and what the preview says of them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from djmoney.money import Money

from rewards.campaigns.enums import CampaignStatus, Segment
from rewards.campaigns.exceptions import SegmentNotAvailable
from rewards.campaigns.services import Uploaded, preview_campaign
from rewards.campaigns.tasks import run_campaigns
from rewards.models import Tier, TierMembership
from rewards.services import open_reward_wallet
from tests.factories.campaigns import credited, fresh, make_campaign, make_customers, run
from tests.factories.storefront import make_order
from tests.factories.wallets import make_staff, make_user
from wallet_project.storefront.enums import OrderStatus
from wallet_project.storefront.models import Order
from wallets.services import close_wallet, open_wallet

pytestmark = pytest.mark.django_db

YEAR = timedelta(days=365)


def paid(customer, *, days_ago=0, status=OrderStatus.PAID):
    """An order over 12.50 and its delivery."""
    order = make_order(customer)
    when = timezone.now() - timedelta(days=days_ago)
    Order.objects.filter(pk=order.pk).update(status=status, paid_at=when, payment_id=order.pk and order.key)
    return Order.objects.get(pk=order.pk).total


def names(campaign):
    return sorted(credited(run(campaign)))


def test_who_spent_more_than_an_amount_since_a_day():
    much, exactly, old, unpaid = make_customers(4)
    each = paid(exactly)
    paid(much)
    paid(much, status=OrderStatus.DELIVERED)
    paid(old, days_ago=40)
    paid(old, days_ago=1)
    paid(unpaid, status=OrderStatus.CANCELED)
    since = timezone.now() - timedelta(days=30)
    campaign = make_campaign(segment=Segment.SPENT, spent_over=each, since=since)
    assert names(campaign) == [much.pk]


def test_who_bought_nothing_since_a_day_and_was_there_before():
    idle = make_user(date_joined=timezone.now() - YEAR)
    bought = make_user(date_joined=timezone.now() - YEAR)
    came_back = make_user(date_joined=timezone.now() - YEAR)
    make_user()
    paid(bought, days_ago=5)
    paid(came_back, days_ago=200)
    since = timezone.now() - timedelta(days=30)
    assert names(make_campaign(segment=Segment.INACTIVE, since=since)) == [idle.pk, came_back.pk]


def test_who_is_in_a_tier_now():
    inside, left, _never = make_customers(3)
    tier = Tier.objects.create(slug="gold", name="Gold", rank=1, points=100)
    then = timezone.now() - YEAR
    values = {"tier": tier, "points": 100, "needed_points": 100, "since": then}
    TierMembership.objects.create(customer=inside, **values)
    TierMembership.objects.create(customer=left, until=timezone.now(), **values)
    assert names(make_campaign(segment=Segment.TIER, tier_id=tier.pk)) == [inside.pk]


def test_who_is_on_an_uploaded_list():
    first, _second, third = make_customers(3)
    uploaded = Uploaded("list.csv", [third.pk, first.pk])
    assert names(make_campaign(segment=Segment.UPLOAD, uploaded=uploaded)) == [first.pk, third.pk]


def test_the_preview_counts_everybody_for_one_reason_and_moves_nothing():
    fine, opened, gone, closed = make_customers(4)
    make_staff()
    open_reward_wallet(customer_id=opened.pk)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    for customer in (gone, closed):
        close_wallet(wallet_id=open_wallet(customer_id=customer.pk).pk, reason="Asked for it")
    campaign = make_campaign("5.00", budget=Money("7.00", "EUR"))
    seen = preview_campaign(campaign_id=campaign.pk)
    counts = seen.counts
    assert (counts.members, counts.staff, counts.inactive, counts.closed) == (5, 1, 1, 1)
    assert (counts.eligible, counts.to_open) == (2, 1)
    assert (seen.wanted, seen.cost, seen.payable) == (Money("10.00", "EUR"), Money("5.00", "EUR"), 1)
    assert (seen.exceeds_budget, seen.beyond_budget) == (True, 1)
    assert credited(campaign) == {}
    assert fine.pk


def test_a_store_without_orders_here_says_so_and_the_campaign_stops_in_words(settings):
    settings.REWARDS_SHOPPERS = "rewards.campaigns.ports.NoShoppers"
    make_customers(1)
    campaign = make_campaign(segment=Segment.INACTIVE, since=timezone.now())
    words = "This store does not know its customers' orders: upload a list."
    with pytest.raises(SegmentNotAvailable, match="upload a list"):
        preview_campaign(campaign_id=campaign.pk)
    type(campaign).objects.update(status=CampaignStatus.SCHEDULED, starts_at=timezone.now())
    run_campaigns()
    assert (fresh(campaign).status, fresh(campaign).status_note) == (CampaignStatus.FAILED, words)
