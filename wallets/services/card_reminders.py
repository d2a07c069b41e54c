"""Telling customers that a saved card ends this month, before it fails at the checkout."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.urls import NoReverseMatch, reverse

from notifications.services import BulkMessage, enqueue_many
from wallets.models import SavedCard

CHUNK = 500


def remind_of_ending_cards(*, today: date) -> int:
    """Tell everybody whose card ends with this month, once for each card; answers with how many were
    told. Safe to repeat, also at once."""
    ending = SavedCard.objects.filter(removed_at=None, exp_year=today.year, exp_month=today.month)
    told, url = 0, _cards_url()
    cards = list(ending.order_by("pk"))
    for start in range(0, len(cards), CHUNK):
        messages = [_message(card, url) for card in cards[start : start + CHUNK]]
        with transaction.atomic():
            told += enqueue_many(kind="card_ending", messages=messages)
    return told


def _message(card: SavedCard, url: str) -> BulkMessage:
    month = f"{card.exp_month:02d}/{card.exp_year}"
    context = {"card": str(card), "month": month, "url": url}
    return BulkMessage(card.customer_id, f"card_ending:{card.pk}:{month}", context)


def _cards_url() -> str:
    try:
        return reverse("wallets:cards")
    except NoReverseMatch:
        return ""
