"""Giving scratch cards to a chunk's customers, and what the cards of a campaign may cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from notifications.services import BulkMessage, enqueue_many
from rewards.campaigns.crediting import reference_of
from rewards.campaigns.enums import LeftOut
from rewards.campaigns.freezing import CARDS_CHUNK
from rewards.exceptions import ScratchCardsNotGranted
from rewards.models import Campaign, CampaignChunk, ScratchCard, ScratchCardGame
from rewards.services.scratch_cards import MESSAGE, grant_scratch_card, message_of, prizes_of


def give_cards(campaign: Campaign, chunk: CampaignChunk, *, now: datetime) -> int:
    """Give a card to each who is not left out, with the chunk locked; answers with how many.

    The key of a card is of the campaign and the customer: whoever has one gets no other. From the
    customer on for whom the game's budget can't pay every prize any more, the rest is left out. Raises
    `ScratchCardsNotGranted` if the game does not run.
    """
    cards: list[ScratchCard] = []
    members = chunk.members.filter(left_out="").order_by("pk")
    for member_id, customer_id in list(members.values_list("pk", "customer_id")):
        try:
            cards.append(_give(campaign, customer_id, now))
        except ScratchCardsNotGranted as refused:
            if refused.state != "budget":
                raise
            members.filter(pk__gte=member_id).update(left_out=LeftOut.GAME)
            break
    enqueue_many(
        kind=MESSAGE,
        messages=list(_messages(cards)),
        first_at=campaign.started_at,
        before=(chunk.number - 1) * CARDS_CHUNK,
    )
    return len(cards)


def _give(campaign: Campaign, customer_id: int, now: datetime) -> ScratchCard:
    assert campaign.game_id is not None
    return grant_scratch_card(
        customer_id=customer_id,
        game_id=campaign.game_id,
        key=f"campaign:{campaign.pk}:{customer_id}",
        reason=campaign.message,
        reference=reference_of(campaign.pk),
        tells=False,
        now=now,
    )


def _messages(cards: Sequence[ScratchCard]) -> Iterator[BulkMessage]:
    return (message_of(card) for card in cards)


def largest_prize(game: ScratchCardGame) -> int:
    """In minor units; 0 for a game that has no prizes yet."""
    return max((prize.amount for prize in prizes_of(game)), default=0)


def most_cards_cost(game: ScratchCardGame, cards: int) -> int:
    """What so many cards cost if each wins the largest prize, in minor units; never more than the
    game's own budget."""
    return min(cards * largest_prize(game), game.budget)


def most_it_costs(campaign: Campaign) -> int:
    """What a campaign can cost at most, in minor units: its budget, or the prizes of its cards."""
    return campaign.budget if campaign.game is None else most_cards_cost(campaign.game, campaign.budget)
