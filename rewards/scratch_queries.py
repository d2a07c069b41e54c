"""Reading scratch cards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, F, IntegerField, Q, QuerySet, Sum, Value, When
from django.utils.translation import gettext as _
from djmoney.money import Money

from rewards.enums import ScratchCardStatus
from rewards.models import ScratchCard, ScratchCardGame
from wallet_project.core.exceptions import NotFound

MOST_SHOWN = 50


def own_card(*, customer_id: int, card_id: UUID) -> ScratchCard:
    """The customer's own card with its game. Raises `NotFound`, for another's too."""
    card = ScratchCard.objects.select_related("game").filter(customer_id=customer_id, pk=card_id).first()
    if card is None:
        raise NotFound(_("scratch card"))
    return card


def cards_of(customer_id: int) -> list[ScratchCard]:
    """The customer's last cards, those to scratch first, of them the one that ends soonest."""
    waiting = Case(
        When(status=ScratchCardStatus.GRANTED, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    ends = Case(When(status=ScratchCardStatus.GRANTED, then=F("expires_at")), default=None)
    cards = ScratchCard.objects.filter(customer_id=customer_id).select_related("game")
    return list(cards.order_by(waiting, ends.asc(nulls_last=True), "-id")[:MOST_SHOWN])


def cards_to_scratch(customer_id: int, *, now: datetime) -> int:
    """How many cards the customer could scratch now."""
    granted = ScratchCard.objects.filter(customer_id=customer_id, status=ScratchCardStatus.GRANTED)
    return granted.filter(expires_at__gt=now).count()


def games_for_orders(*, now: datetime) -> QuerySet[ScratchCardGame]:
    """Games that gave, at `now`, cards for delivered orders."""
    running = Q(starts_at__lte=now) & (Q(ends_at=None) | Q(ends_at__gt=now))
    return ScratchCardGame.objects.filter(running, order_from__isnull=False).order_by("id")


def cards_to_expire(*, now: datetime, limit: int) -> list[UUID]:
    return _granted_ids(Q(expires_at__lte=now), limit)


def cards_to_remind_of(*, now: datetime, within: timedelta, limit: int) -> list[UUID]:
    return _granted_ids(Q(expires_at__gt=now, expires_at__lte=now + within, reminded_at=None), limit)


def _granted_ids(condition: Q, limit: int) -> list[UUID]:
    cards = ScratchCard.objects.filter(condition, status=ScratchCardStatus.GRANTED)
    return list(cards.order_by("expires_at", "id").values_list("pk", flat=True)[:limit])


def paid_by(game: ScratchCardGame) -> Money:
    """What the scratched cards of a game have won: this gives no hidden prize away."""
    scratched = game.cards.filter(status=ScratchCardStatus.SCRATCHED)
    return game.money(scratched.aggregate(total=Sum("prize"))["total"] or 0)


def references_with_cards(references: Iterable[str]) -> set[str]:
    """Which of these references (orders, say) were given a card."""
    cards = ScratchCard.objects.filter(reference__in=list(references))
    return set(cards.values_list("reference", flat=True))
