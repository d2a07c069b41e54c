"""What `verify_ledger` finds of campaigns that give cards; rows are changed behind the services."""

import pytest
from django.utils import timezone

from rewards.campaigns.services import run_chunk
from rewards.campaigns.verification import CHECKS
from rewards.models import CampaignChunk, CampaignRecipient, ScratchCard
from tests.factories.campaigns import begin, make_card_campaign, make_customers, verify
from tests.factories.offers import make_game
from tests.support.ledger import behind_the_triggers, fetch

pytestmark = pytest.mark.django_db

ONE_CARD = "campaign recipients have one card"
CARDS = "campaign chunks are their cards"
RECIPIENT = "campaign cards have their recipient"


@pytest.fixture
def campaign():
    make_customers(3)
    [chunk] = begin(campaign := make_card_campaign(make_game()))
    run_chunk(chunk_id=chunk, now=timezone.now())
    verify()
    return campaign


def found():
    """Which checks find something."""
    return {name for name, sql in CHECKS.items() if fetch(sql)}


def test_a_customer_without_their_card(campaign):
    ScratchCard.objects.first().delete()
    assert found() == {ONE_CARD, CARDS}


def test_a_card_of_another_customer_or_of_another_game(campaign):
    card = ScratchCard.objects.first()
    ScratchCard.objects.filter(pk=card.pk).update(game=make_game())
    assert found() == {ONE_CARD}
    [[what, expected, seen]] = fetch(CHECKS[ONE_CARD])
    assert what.startswith("recipient ")
    assert (expected, seen) == (f"a card of their own of game {campaign.game_id}", str(card.pk))
    other = ScratchCard.objects.exclude(pk=card.pk).first().customer
    ScratchCard.objects.filter(pk=card.pk).update(game=campaign.game, customer=other)
    assert found() == {ONE_CARD}


def test_a_card_for_somebody_who_was_left_out(campaign):
    member = CampaignRecipient.objects.first()
    CampaignRecipient.objects.filter(pk=member.pk).update(left_out="game")
    assert found() == {ONE_CARD}
    assert fetch(CHECKS[ONE_CARD])[0][1] == "no card: game"


def test_a_card_for_somebody_who_is_not_in_the_campaign(campaign):
    [stranger] = make_customers(1)
    first = ScratchCard.objects.first()
    first.pk, first.customer, first.key = None, stranger, f"campaign:{campaign.pk}:{stranger.pk}"
    first.save(force_insert=True)
    assert found() == {RECIPIENT}


def test_a_chunk_that_says_it_gave_another_number_of_cards(campaign):
    CampaignChunk.objects.update(credited=2)
    assert found() == {CARDS}


def test_a_chunk_that_gives_something_else_than_its_campaign(campaign):
    with behind_the_triggers():
        CampaignChunk.objects.update(credited=0, gives_cards=False)
    assert "campaign chunks give what their campaign gives" in found()
