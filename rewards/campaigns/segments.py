"""Who is in a campaign's segment, and who of them gets nothing, as queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from rewards.campaigns.enums import Segment
from rewards.campaigns.ports import Ids, get_shoppers
from rewards.enums import POINTS
from rewards.models import Campaign, RewardWallet, TierMembership
from wallets.enums import WalletStatus
from wallets.models import Wallet

LISTED = (
    "SELECT jsonb_array_elements_text(customer_ids)::bigint FROM rewards_campaignlist WHERE campaign_id = %s"
)


@dataclass(frozen=True, slots=True)
class SegmentCounts:
    """How many customers the segment has, how many of them are credited, and why others are not."""

    members: int
    inactive: int
    closed: int
    staff: int
    eligible: int
    to_open: int


def members_of(campaign: Campaign) -> QuerySet[Any, Any]:
    """Everybody whom the segment names, also those who are left out."""
    users = get_user_model().objects.order_by("pk")
    ids = _ids(campaign)
    return users if ids is None else users.filter(pk__in=ids)


def _ids(campaign: Campaign) -> Ids | RawSQL | None:
    if campaign.segment == Segment.UPLOAD:
        return RawSQL(LISTED, [campaign.pk])  # noqa: S611
    if campaign.segment == Segment.TIER:
        now_in = TierMembership.objects.filter(tier=campaign.tier_id, until=None)
        return now_in.order_by().values("customer_id")
    shoppers = get_shoppers()
    if campaign.segment == Segment.SPENT:
        assert campaign.spent_money is not None
        assert campaign.since is not None
        return shoppers.who_spent(more_than=campaign.spent_money, since=campaign.since)
    if campaign.segment == Segment.INACTIVE:
        assert campaign.since is not None
        return shoppers.who_bought_nothing(since=campaign.since)
    return None


def has_closed_wallet(currency: str, customer: str = "pk") -> Exists:
    """Whether a customer's wallet in this currency is closed; for points, any of their wallets."""
    closed = Wallet.objects.filter(customer=OuterRef(customer), status=WalletStatus.CLOSED)
    return Exists(closed if currency == POINTS else closed.filter(currency=currency))


def eligible_of(campaign: Campaign) -> QuerySet[Any, Any]:
    """The members who are credited: customers whose log-in and wallet are in use. Staff, and with
    them whoever makes or starts a campaign, get nothing from it."""
    return members_of(campaign).filter(~has_closed_wallet(campaign.currency), is_active=True, is_staff=False)


def count_members(campaign: Campaign) -> SegmentCounts:
    """All counts by one query. Each customer who is left out is counted for one reason."""
    wallets = RewardWallet.objects.filter(customer=OuterRef("pk"), currency=campaign.currency)
    members = members_of(campaign).annotate(
        closed=has_closed_wallet(campaign.currency), opened=Exists(wallets)
    )
    in_use = Q(is_active=True, is_staff=False)
    counts = members.aggregate(
        members_=Count("pk"),
        staff_=Count("pk", filter=Q(is_staff=True)),
        inactive_=Count("pk", filter=Q(is_staff=False, is_active=False)),
        closed_=Count("pk", filter=in_use & Q(closed=True)),
        eligible_=Count("pk", filter=in_use & Q(closed=False)),
        to_open_=Count("pk", filter=in_use & Q(closed=False, opened=False)),
    )
    return SegmentCounts(**{name.removesuffix("_"): number for name, number in counts.items()})
