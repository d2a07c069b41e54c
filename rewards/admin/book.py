"""Rewards as a book of the ledger: whose the accounts are, and what the movements were."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.translation import gettext_lazy as _

from rewards.enums import POINTS
from rewards.models import (
    Accrual,
    CreditLot,
    LotConsumption,
    PointsConversion,
    RewardAdjustment,
    RewardHold,
    RewardWallet,
)
from wallets.admin.books import Book, register_book
from wallets.services.posting import chart

VIEW = "rewards.view_rewardwallet"
TAB = "customer_rewards"
MOST = 500


def with_reward_stories(postings: QuerySet[Any]) -> Any:
    """Postings of reward accounts with how the hold behind each ended."""
    hold = RewardHold.objects.filter(placed_entry=OuterRef("entry_id"))
    no_card = Value(None, output_field=CharField())
    return postings.annotate(hold_status=Subquery(hold.values("status")[:1]), card=no_card)


def entries_of(uuid: UUID) -> Iterable[int | None]:
    """The entries of the hold, lot, accrual, adjustment, conversion or payment with this id."""
    payment_keys = [f"{word}:{uuid}" for word in ("payment", "tender")]
    holds = RewardHold.objects.filter(Q(pk=uuid) | Q(key__in=[str(uuid), *payment_keys]))
    for placed, closed in holds.values_list("placed_entry", "closed_entry")[:MOST]:
        yield from (placed, closed)
    for credited, expired in CreditLot.objects.filter(pk=uuid).values_list("entry", "expiry_entry"):
        yield from (credited, expired)
    yield from LotConsumption.objects.filter(lot=uuid).values_list("entry", flat=True)[:MOST]
    for earned, matured in Accrual.objects.filter(pk=uuid).values_list("entry", "matured_entry"):
        yield from (earned, matured)
    yield from RewardAdjustment.objects.filter(pk=uuid).values_list("entry", flat=True)
    yield from PointsConversion.objects.filter(pk=uuid).values_list("entry", flat=True)


BOOK = Book(
    name="rewards",
    title=_("Reward money and points"),
    permission=VIEW,
    tab=TAB,
    model=RewardWallet,
    accounts=("available_account", "held_account", "pending_account"),
    codes=(chart.REWARD_AVAILABLE.code, chart.POINTS_AVAILABLE.code),
    key_words=(
        "accrual",
        "accrual_available",
        "reward_adjustment",
        "reward_hold",
        "reward_hold_captured",
        "reward_hold_released",
        "reward_restored",
    ),
    more_currencies=(POINTS,),
    stories=with_reward_stories,
    entries_of=entries_of,
)
register_book(BOOK)
