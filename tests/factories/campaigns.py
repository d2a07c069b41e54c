"""Campaigns, and the customers whom they credit."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from djmoney.money import Money

from rewards.campaigns.enums import Segment
from rewards.campaigns.progress import waiting_chunks
from rewards.campaigns.services import (
    Cards,
    Plan,
    draft_campaign,
    run_chunk,
    schedule_campaign,
    start_campaign,
)
from rewards.models import Campaign, CreditLot, ScratchCard, ScratchCardGame
from wallets.ledger import verification


def make_customers(count: int, **fields: Any) -> list[Any]:
    """So many new customers, by one statement, without wallets."""
    users = get_user_model().objects
    first = users.order_by("-pk").values_list("pk", flat=True).first() or 0
    return users.bulk_create(
        [users.model(email=f"c{first + n}@example.com", password="!", **fields) for n in range(1, count + 1)]
    )


def make_campaign(amount: str | None = "5.00", currency: str = "EUR", **changes: Any) -> Campaign:
    """A draft for all customers, with money for everybody."""
    values: dict[str, Any] = {
        "name": "Thank you",
        "amount": Money(amount, currency) if amount else None,
        "budget": Money("1000000", currency),
        "segment": Segment.ALL,
        "valid_days": 30,
        "message": "Thank you for a good year.",
    }
    actor_id = changes.pop("actor_id", None)
    return draft_campaign(plan=Plan(**values | changes), actor_id=actor_id)


def make_card_campaign(game: ScratchCardGame, most: int = 1_000, **changes: Any) -> Campaign:
    """A draft that gives all customers a card of the game."""
    values: dict[str, Any] = {"amount": None, "budget": None, "cards": Cards(game.pk, most)}
    return make_campaign(**values | changes)


def begin(campaign: Campaign, *, now: datetime | None = None) -> list[int]:
    """Schedule it and start it when its time has come, by hand, so that no worker takes it up;
    answers with its chunks."""
    start = now or timezone.now()
    before = start - timedelta(minutes=1)
    schedule_campaign(campaign_id=campaign.pk, starts_at=start, actor_id=None, now=before)
    start_campaign(campaign_id=campaign.pk, now=start)
    return waiting_chunks(campaign.pk, limit=1000)


def run(campaign: Campaign) -> Campaign:
    """From draft to end."""
    for chunk_id in begin(campaign):
        run_chunk(chunk_id=chunk_id, now=timezone.now())
    return fresh(campaign)


def fresh(campaign: Campaign) -> Campaign:
    return Campaign.objects.get(pk=campaign.pk)


def credited(campaign: Campaign) -> dict[int, list[int]]:
    """The lots of the campaign by customer."""
    found: dict[int, list[int]] = {}
    lots = CreditLot.objects.filter(reference=f"campaign:{campaign.pk}").order_by("id")
    for customer, amount in lots.values_list("wallet__customer_id", "amount"):
        found.setdefault(customer, []).append(amount)
    return found


def cards_of(campaign: Campaign) -> dict[int, int]:
    """How many cards each customer has of the campaign."""
    cards = ScratchCard.objects.filter(reference=f"campaign:{campaign.pk}").order_by()
    return dict(Counter(cards.values_list("customer_id", flat=True)))


def verify() -> None:
    """All checks of `verify_ledger`, in the test's own transaction."""
    found = list(verification.verify(checks=verification.registered_checks()))
    assert [str(one) for finding in found for one in finding.differences] == []
