"""A history of reward money or points: pages of it by key, and the whole of it for an export."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from rewards.enums import POINTS
from rewards.models import Accrual, CreditLot, RewardHold, RewardWallet
from rewards.words import is_order, reward_title
from wallet_project.core.money import from_minor
from wallets.queries import Movement
from wallets.statements import (
    EVERYTHING,
    History,
    StatementFilters,
    StatementPage,
    history_page,
    history_rows,
)
from wallets.words import Story


@dataclass(frozen=True, slots=True)
class RewardMovement(Movement):
    """One movement of rewards that can be used. `source` is that of the lot that it credited,
    `activity` that of the accrual behind it, both empty where there is none."""

    source: str = ""
    activity: str = ""

    @property
    def title(self) -> str:
        return reward_title(self.story, source=self.source, activity=self.activity)

    @property
    def reference(self) -> str:
        """The order's number; empty if it was not about an order."""
        return self.story.reference if is_order(self.story, activity=self.activity) else ""


def own_units(customer_id: int) -> list[str]:
    """The currencies of a customer's reward wallets, the store's first, points last; these two always."""
    found = set(RewardWallet.objects.filter(customer_id=customer_id).values_list("currency", flat=True))
    first, last = settings.STORE_CURRENCY, POINTS
    return [first, *sorted(found - {first, last}), last]


def last_movements(customer_id: int, *, size: int = 5) -> list[Movement]:
    """The newest movements of a customer's rewards, money and points together."""
    found: list[Movement] = []
    for wallet in RewardWallet.objects.filter(customer_id=customer_id):
        found += reward_page(wallet, size=size).movements
    return sorted(found, key=lambda movement: movement.posted_at, reverse=True)[:size]


def reward_page(wallet: RewardWallet, filters: StatementFilters = EVERYTHING, **place: Any) -> StatementPage:
    """A page of the movements of what can be used; `place` as in `wallets.statements.history_page`."""
    return history_page(history_of(wallet), filters, **place)


def reward_rows(wallet: RewardWallet, filters: StatementFilters = EVERYTHING) -> Iterator[list[Movement]]:
    """All movements, newest first, a chunk at a time."""
    return history_rows(history_of(wallet), filters)


def history_of(wallet: RewardWallet) -> History:
    stories = partial(with_reward_stories, wallet_id=wallet.pk)
    return History(wallet.available_account_id, stories, reward_movement_of)


def with_reward_stories(postings: QuerySet[Any], *, wallet_id: UUID) -> QuerySet[Any]:
    """Postings of one reward wallet, with what else is needed to say in words what they were."""
    hold = RewardHold.objects.filter(placed_entry=OuterRef("entry_id"))
    lot = CreditLot.objects.filter(wallet_id=wallet_id, entry=OuterRef("entry_id")).order_by("id")
    accrual = Accrual.objects.filter(wallet_id=wallet_id, reference=OuterRef("entry__reference"))
    shape = JSONObject(source="source", note="note", activity="accrual__activity")
    told: QuerySet[Any] = postings.annotate(
        hold_status=Subquery(hold.values("status")[:1]),
        lot=Subquery(lot.values(shape=shape)[:1]),
        activity=Subquery(accrual.order_by("id").values("activity")[:1]),
    )
    return told


def reward_movement_of(row: Any) -> RewardMovement:
    """A posting read `with_reward_stories`, as a movement."""
    entry, lot = row.entry, row.lot or {}
    note = lot.get("note") or entry.description
    return RewardMovement(
        entry_id=row.entry_id,
        posted_at=row.posted_at,
        amount=row.money,
        balance_after=from_minor(row.balance_after or 0, row.currency),
        story=Story(entry.kind, entry.reference, note, row.hold_status or ""),
        source=lot.get("source") or "",
        activity=lot.get("activity") or row.activity or "",
    )
