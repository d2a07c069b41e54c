"""What a delivered order gives: a scratch card of each game that the store has set so."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from rewards.models import ScratchCard
from rewards.scratch_queries import games_for_orders, references_with_cards
from rewards.services import grant_cards_for_order
from wallet_project.storefront.enums import OrderStatus
from wallet_project.storefront.models import Order

# How far back the sweep looks for what a lost task did not do.
LOOK_BACK: Final = timedelta(days=2)


def grant_cards_of_order(*, number: str) -> list[ScratchCard]:
    """Give the cards that an order earned, if it was delivered. Safe to repeat."""
    order = Order.objects.filter(number=number, status=OrderStatus.DELIVERED).first()
    if order is None or order.delivered_at is None:
        return []
    return grant_cards_for_order(
        customer_id=order.customer_id,
        reference=order.number,
        amount=order.items_total - order.discount,
        delivered_at=order.delivered_at,
    )


def grant_missing_cards(*, now: datetime, limit: int = 500) -> int:
    """Give the cards of orders that were delivered lately and have none; answers with how many orders
    were looked at. Safe to repeat."""
    if not games_for_orders(now=now).exists():
        return 0
    delivered = Order.objects.filter(status=OrderStatus.DELIVERED, delivered_at__gt=now - LOOK_BACK)
    numbers = list(delivered.order_by("-delivered_at").values_list("number", flat=True)[:limit])
    served = references_with_cards(numbers)
    missing = [number for number in numbers if number not in served]
    for number in missing:
        grant_cards_of_order(number=number)
    return len(missing)
