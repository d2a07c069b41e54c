"""Scratch cards that the store's events give."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from djmoney.money import Money

from rewards.exceptions import ScratchCardsNotGranted
from rewards.models import ScratchCard, ScratchCardGame
from rewards.scratch_queries import games_for_orders
from rewards.services.scratch_cards import grant_scratch_card


def grant_cards_for_order(
    *, customer_id: int, reference: str, amount: Money, delivered_at: datetime
) -> list[ScratchCard]:
    """Give the cards that a delivered order of `amount` earned: one of each game that ran when it was
    delivered and asks for no more than that.

    A game whose budget is used up gives none. Safe to repeat: an order gets one card of a game.
    """
    games = [game for game in games_for_orders(now=delivered_at) if _is_enough(game, amount)]
    granted = (_grant(game, customer_id, reference, delivered_at) for game in games)
    return [card for card in granted if card is not None]


def _is_enough(game: ScratchCardGame, amount: Money) -> bool:
    least = game.order_from_money
    return least is not None and least.currency == amount.currency and amount >= least


def _grant(game: ScratchCardGame, customer_id: int, reference: str, now: datetime) -> ScratchCard | None:
    try:
        return grant_scratch_card(
            customer_id=customer_id,
            game_id=game.pk,
            key=f"order:{reference}:{game.pk}",
            reason=_("Thank you for order #%(order)s") % {"order": reference},
            reference=reference,
            now=now,
        )
    except ScratchCardsNotGranted:
        return None
