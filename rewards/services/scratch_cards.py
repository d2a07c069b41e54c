"""Scratch cards: granted with a hidden prize, scratched once, or expired."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _

from notifications.services import BulkMessage, Detail, enqueue
from rewards.draws import Prize, draw
from rewards.enums import LotSource, ScratchCardStatus
from rewards.exceptions import ScratchCardExpired, ScratchCardsNotGranted
from rewards.locks import lock_game, lock_reward_wallet, lock_scratch_card
from rewards.models import ScratchCard, ScratchCardGame
from rewards.paths import page_path
from rewards.scratch_queries import own_card
from rewards.services.credits import credit_lot
from rewards.services.wallets import open_reward_wallet
from wallet_project.core.exceptions import IdempotencyConflict

GRANTED, SCRATCHED = ScratchCardStatus.GRANTED, ScratchCardStatus.SCRATCHED
# How long before its end a customer is reminded of a card.
REMIND_BEFORE = timedelta(days=3)
# The kind of messages about cards.
MESSAGE = "scratch_card"
LONGEST_REASON = 200


def grant_scratch_card(
    *,
    customer_id: int,
    game_id: UUID,
    key: str,
    reason: str = "",
    reference: str = "",
    tells: bool = True,
    now: datetime,
) -> ScratchCard:
    """Give a customer a card of a game; its prize is drawn now and hidden until it is scratched.

    A card is granted only while what is left of the budget could pay the largest prize: so the odds
    are the same for every card, the last one too. Nothing is posted before it is scratched.
    `reason` is what the customer reads, `reference` names what it was given for (an order, say).
    Whoever gives many and says not to tell sends the `message_of` each card.
    Raises `ScratchCardsNotGranted`, `NotFound` for the game, `IdempotencyConflict` if the key gave
    another customer or game a card. Safe to repeat with the same key, also at once.
    """
    with transaction.atomic():
        game = lock_game(game_id)
        earlier = ScratchCard.objects.select_related("game").filter(key=key).first()
        if earlier is not None:
            return _replayed(earlier, customer_id, game)
        prizes = prizes_of(game)
        _require_open(game, prizes, now)
        won = draw(prizes, randbelow=secrets.randbelow)
        card = ScratchCard.objects.create(
            game=game,
            customer_id=customer_id,
            prize=won.amount,
            key=key,
            reason=reason[:LONGEST_REASON],
            reference=reference[:100],
            expires_at=now + timedelta(days=game.card_days),
        )
        game.committed += won.amount
        game.save(update_fields=["committed"])
        if tells:
            _tell(card)
        return card


def prizes_of(game: ScratchCardGame) -> list[Prize]:
    """The game's prizes as the pure engine takes them."""
    return [Prize(*pair) for pair in game.prizes.order_by("id").values_list("amount", "weight")]


def _replayed(earlier: ScratchCard, customer_id: int, game: ScratchCardGame) -> ScratchCard:
    if (earlier.customer_id, earlier.game_id) != (customer_id, game.pk):
        raise IdempotencyConflict(earlier.key)
    return earlier


def _require_open(game: ScratchCardGame, prizes: list[Prize], now: datetime) -> None:
    if not prizes or not game.runs_at(now):
        raise ScratchCardsNotGranted(_("This game gives no cards now."), state="closed")
    if game.committed + max(prize.amount for prize in prizes) > game.budget:
        message = _("What is left of the game's budget could not pay every prize.")
        raise ScratchCardsNotGranted(message, state="budget")


def scratch_card(*, customer_id: int, card_id: UUID, now: datetime) -> ScratchCard:
    """Scratch a card: credit what it wins to the reward wallet (points to the points account), once.

    A card that wins nothing moves nothing. Raises `NotFound`, for another's card too, and
    `ScratchCardExpired`. Safe to repeat: answers with the first result, also after the card's end.
    """
    with transaction.atomic():
        currency = own_card(customer_id=customer_id, card_id=card_id).game.currency
        wallet = lock_reward_wallet(open_reward_wallet(customer_id=customer_id, currency=currency).pk)
        card = lock_scratch_card(card_id)
        if card.status == SCRATCHED:
            return card
        if not card.can_be_scratched(now):
            raise ScratchCardExpired
        if card.prize:
            lot = credit_lot(
                wallet,
                amount=card.game.money(card.prize),
                source=LotSource.SCRATCH_CARD,
                key=f"scratch_card:{card.pk}",
                expires_at=now + timedelta(days=card.game.lot_days) if card.game.lot_days else None,
                reference=card.reference,
                note=card.game.name,
            )
            card.entry_id = lot.entry_id
        card.status = SCRATCHED
        card.scratched_at = now
        card.save(update_fields=["status", "scratched_at", "entry"])
        return card


def expire_scratch_card(*, card_id: UUID, now: datetime) -> ScratchCard:
    """End a card that was not scratched in time; what it would have won is back in the game's
    budget. Leaves any other card as it is. Raises `NotFound`. Safe to repeat."""
    with transaction.atomic():
        game_id = ScratchCard.objects.filter(pk=card_id).values_list("game_id", flat=True).first()
        game = lock_game(game_id or card_id)
        card = lock_scratch_card(card_id)
        if card.status != GRANTED or card.can_be_scratched(now):
            return card
        card.status = ScratchCardStatus.EXPIRED
        card.save(update_fields=["status"])
        game.committed -= card.prize
        game.save(update_fields=["committed"])
        return card


def remind_of_scratch_card(*, card_id: UUID, now: datetime) -> ScratchCard:
    """Tell the customer, once, that a card ends soon. Leaves one that is not due as it is. Safe to
    repeat. Raises `NotFound`."""
    with transaction.atomic():
        card = lock_scratch_card(card_id)
        is_due = card.can_be_scratched(now) and card.expires_at - now <= REMIND_BEFORE
        if card.reminded_at is None and is_due:
            card.reminded_at = now
            card.save(update_fields=["reminded_at"])
            with translation.override(card.customer.locale or settings.LANGUAGE_CODE):
                left = timeuntil(card.expires_at, now).replace("\xa0", " ")
            _tell(card, left=left)
        return card


def _tell(card: ScratchCard, *, left: str = "") -> None:
    message = message_of(card, left=left)
    enqueue(
        kind=MESSAGE,
        recipient_id=message.recipient_id,
        dedupe_key=message.dedupe_key,
        context=message.context,
        data=message.data,
    )


def message_of(card: ScratchCard, *, left: str = "") -> BulkMessage:
    """That there is a card, and until when; with `left`, that it ends in so much time."""
    context: dict[str, Detail] = {
        "game": card.game.name,
        "note": card.reason,
        "until": card.expires_at,
        "left": left,
        "url": page_path("scratch_card", card.pk),
    }
    data = {
        "scratch_card": str(card.pk),
        "game": str(card.game_id),
        "expires_at": card.expires_at.isoformat(),
        "is_reminder": bool(left),
    }
    key = f"scratch_card{'_reminder' if left else ''}:{card.pk}"
    return BulkMessage(card.customer_id, key, context, data)
