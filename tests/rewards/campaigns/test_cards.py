"""Campaigns that give scratch cards: to each customer one, within the game's budget, whatever happens."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of
from rewards.campaigns import cards, freezing
from rewards.campaigns.enums import CampaignStatus
from rewards.campaigns.exceptions import CampaignNotAllowed
from rewards.campaigns.services import (
    Cards,
    preview_campaign,
    progress_of,
    resume_campaign,
    run_chunk,
    schedule_campaign,
    try_chunk,
)
from rewards.campaigns.words import budget, gift
from rewards.models import Campaign, CampaignChunk, CreditLot, RewardWallet, ScratchCard, ScratchCardGame
from tests.factories.campaigns import (
    begin,
    cards_of,
    fresh,
    make_campaign,
    make_card_campaign,
    make_customers,
    run,
    verify,
)
from tests.factories.offers import make_game
from tests.factories.wallets import make_staff
from tests.support.crashes import Crash
from tests.support.threads import at_once
from wallet_project.core.exceptions import AmountOutOfRange, NotFound
from wallets.ledger.models import JournalEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch):
    monkeypatch.setattr(freezing, "CARDS_CHUNK", 4)


def run_all(chunks):
    return [run_chunk(chunk_id=chunk, now=timezone.now()) for chunk in chunks]


def test_everybody_gets_one_card_and_one_message_and_nothing_is_posted():
    customers = make_customers(10)
    game = make_game()
    campaign = run(make_card_campaign(game))
    assert campaign.status == CampaignStatus.DONE
    assert cards_of(campaign) == dict.fromkeys([one.pk for one in customers], 1)
    card = ScratchCard.objects.filter(customer=customers[3]).get()
    assert (card.game, card.reason) == (game, "Thank you for a good year.")
    assert card.key == f"campaign:{campaign.pk}:{customers[3].pk}"
    assert [one.kind for one in OutboxMessage.objects.all()] == ["scratch_card"] * 10
    assert not JournalEntry.objects.exists()
    assert not CreditLot.objects.exists()
    assert not RewardWallet.objects.exists()
    assert list(campaign.chunks.values_list("credited", "entry")) == [(4, None), (4, None), (2, None)]
    verify()


def test_its_messages_go_out_at_the_rate_of_mailings_in_each_readers_language(settings, monkeypatch):
    settings.NOTIFICATIONS_BULK_PER_MINUTE = 60
    monkeypatch.setattr(cards, "CARDS_CHUNK", 4)
    make_customers(3)
    make_customers(3, locale="de")
    campaign = run(make_card_campaign(make_game()))
    due = OutboxMessage.objects.order_by("due_at").values_list("due_at", flat=True)
    assert [(at - campaign.started_at).total_seconds() for at in due] == [1, 2, 3, 4, 5, 6]
    card = ScratchCard.objects.order_by("customer").last()
    message = OutboxMessage.objects.get(recipient=card.customer)
    assert message.dedupe_key == f"scratch_card:{card.pk}"
    assert details_of(message)["note"] == "Thank you for a good year."


def test_a_chunk_that_is_done_gives_nobody_another_card():
    make_customers(6)
    game = make_game()
    chunks = begin(campaign := make_card_campaign(game))
    assert run_all(chunks) == [4, 2]
    assert run_all(chunks) == [0, 0]
    assert set(cards_of(campaign).values()) == {1}
    assert ScratchCardGame.objects.get().committed == 3000
    verify()


def test_a_chunk_that_forgot_that_it_is_done_gives_nobody_another_card():
    make_customers(4)
    [chunk] = begin(campaign := make_card_campaign(make_game()))
    run_all([chunk])
    CampaignChunk.objects.update(status="waiting", finished_at=None, credited=0)
    Campaign.objects.update(status=CampaignStatus.RUNNING, ended_at=None)
    assert run_all([chunk]) == [4]
    assert set(cards_of(campaign).values()) == {1}
    assert OutboxMessage.objects.count() == 4
    assert ScratchCardGame.objects.get().committed == 2000
    verify()


def test_killed_in_a_chunk_and_between_two_it_goes_on_where_it_was(monkeypatch):
    make_customers(10)
    first, second, third = begin(campaign := make_card_campaign(make_game()))
    run_all([first])
    grant, given = cards.grant_scratch_card, []

    def dying(**arguments):
        if len(given) == 2:
            raise Crash
        given.append(grant(**arguments))

    with monkeypatch.context() as patched:
        patched.setattr(cards, "grant_scratch_card", dying)
        with pytest.raises(Crash):
            run_chunk(chunk_id=second, now=timezone.now())
    assert len(cards_of(campaign)) == OutboxMessage.objects.count() == 4
    assert (fresh(campaign).status, fresh(campaign).allotted) == (CampaignStatus.RUNNING, 8)
    verify()
    assert run_all([second, third]) == [4, 2]
    assert fresh(campaign).status == CampaignStatus.DONE
    assert sorted(cards_of(campaign).values()) == [1] * 10
    verify()


def test_when_the_game_can_not_pay_every_prize_the_rest_gets_none_and_the_campaign_says_so():
    make_customers(10)
    campaign = run(make_card_campaign(make_game(budget=3400)))
    assert campaign.status == CampaignStatus.EXHAUSTED
    assert campaign.status_note == (
        "What was left of the game's budget could not pay every prize: the others got no card."
    )
    progress = progress_of(campaign)
    assert (progress.credited, progress.granted, progress.percent) == (6, None, 100)
    assert list(progress.left_out) == [("Budget of the scratch card game used up", 4)]
    assert ScratchCardGame.objects.get().committed == 3000
    assert len(cards_of(campaign)) == OutboxMessage.objects.count() == 6
    verify()


def test_it_gives_at_most_as_many_cards_as_it_was_meant_to():
    make_customers(10)
    campaign = run(make_card_campaign(make_game(), most=5))
    assert (campaign.status, campaign.status_note) == (CampaignStatus.EXHAUSTED, "")
    assert len(cards_of(campaign)) == campaign.allotted == 5
    assert list(progress_of(campaign).left_out) == [("Budget used up", 5)]
    verify()


def test_a_game_that_gives_no_cards_stops_the_campaign_in_words_and_it_can_go_on():
    make_customers(2)
    game = make_game()
    [chunk] = begin(campaign := make_card_campaign(game))
    ScratchCardGame.objects.update(ends_at=timezone.now())
    assert try_chunk(chunk_id=chunk, now=timezone.now()) == 0
    assert fresh(campaign).status == CampaignStatus.FAILED
    assert fresh(campaign).status_note == "This game gives no cards now."
    assert cards_of(campaign) == {}
    ScratchCardGame.objects.update(ends_at=None)
    resume_campaign(campaign_id=campaign.pk)
    assert run_all([chunk]) == [2]
    assert fresh(campaign).status == CampaignStatus.DONE


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_two_chunks_at_once_give_each_customer_one_card():
    customers = make_customers(8)
    first, second = begin(campaign := make_card_campaign(make_game(budget=3000)))
    works = [lambda chunk=chunk: run_chunk(chunk_id=chunk, now=timezone.now()) for chunk in (first, second)]
    assert sum(at_once(*works, *works)) == 6
    for chunk in (first, second):
        run_chunk(chunk_id=chunk, now=timezone.now())
    assert (len(cards_of(campaign)), set(cards_of(campaign).values())) == (6, {1})
    assert set(cards_of(campaign)) < {one.pk for one in customers}
    assert fresh(campaign).status == CampaignStatus.EXHAUSTED
    verify()


def test_a_plan_gives_an_amount_or_cards_of_a_game_that_there_is():
    game = make_game(currency="PTS")
    with pytest.raises(NotFound):
        make_campaign(amount=None, budget=None, cards=Cards(make_campaign().pk, 5))
    for most in (0, 10_000_001):
        with pytest.raises(AmountOutOfRange):
            make_card_campaign(game, most)
    with pytest.raises(AmountOutOfRange, match="or cards of a game"):
        make_campaign(cards=Cards(game.pk, 5))
    with pytest.raises(AmountOutOfRange, match="or cards of a game"):
        make_campaign(amount=None, budget=None)
    assert Campaign.objects.count() == 1
    campaign = make_card_campaign(game, 1_200, tells=False)
    assert (campaign.currency, campaign.amount, campaign.budget) == ("PTS", 1, 1_200)
    assert (campaign.tells, campaign.valid_days) == (True, None)
    assert (gift(campaign), budget(campaign)) == ("1 scratch card", "1,200 scratch cards")


def test_the_preview_tells_the_most_that_the_cards_cost_and_what_they_cost_by_the_odds():
    make_customers(10)
    campaign = make_card_campaign(make_game((1000, 1), (100, 4), (0, 5), budget=9_000), most=8)
    seen = preview_campaign(campaign_id=campaign.pk)
    assert (seen.payable, seen.beyond_budget) == (8, 2)
    assert (seen.cost, seen.wanted) == (Money("80.00", "EUR"), Money("90.00", "EUR"))
    assert (seen.cards.largest, seen.cards.average) == (Money("10.00", "EUR"), Money("11.20", "EUR"))
    assert (seen.cards.may_run_out, seen.cards.gives_now) == (False, True)
    ScratchCardGame.objects.update(budget=7_000, ends_at=timezone.now())
    later = preview_campaign(campaign_id=campaign.pk)
    assert (later.cost, later.cards.may_run_out) == (Money("70.00", "EUR"), True)
    assert later.cards.gives_now is False
    assert not ScratchCard.objects.exists()


def test_the_limit_for_staff_counts_the_largest_prize_for_each_card():
    actor, now = make_staff("rewards.adjust_rewards"), timezone.now()

    def start(campaign, at=now):
        schedule_campaign(campaign_id=campaign.pk, starts_at=None, actor_id=actor.pk, now=at)

    game = make_game((500, 1), (0, 1_000_000))
    for _campaign in range(20):
        start(make_card_campaign(game, most=20))
    with pytest.raises(CampaignNotAllowed, match=r"cards that win up to €2,000\.00 in all"):
        start(make_card_campaign(game, most=1))
    with pytest.raises(CampaignNotAllowed, match=r"up to €2,000\.00, within 24 hours"):
        start(make_campaign(budget=Money("5", "EUR")))
    with pytest.raises(CampaignNotAllowed, match=r"cards that win up to €100\.00 in all"):
        start(make_card_campaign(game, most=21), at=now + timedelta(days=2))
    start(make_card_campaign(make_game(budget=10_000), most=1_000), at=now + timedelta(days=2))


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"amount": 2}, "campaign_gives_an_amount_or_one_card_of_a_game"),
        ({"valid_days": 5}, "campaign_gives_an_amount_or_one_card_of_a_game"),
        ({"tells": False}, "campaign_gives_an_amount_or_one_card_of_a_game"),
        ({"currency": "USD"}, "card_campaign_is_in_the_currency_of_its_game"),
    ],
)
def test_the_database_refuses_a_campaign_of_cards_that_gives_something_else(values, rule):
    make_card_campaign(make_game())
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Campaign.objects.update(**values)


def test_the_database_refuses_a_chunk_that_credited_without_an_entry_unless_it_gives_cards():
    make_customers(2)
    run(make_card_campaign(make_game()))
    with pytest.raises(IntegrityError, match="chunk_that_credited_has_its_entry"), transaction.atomic():
        CampaignChunk.objects.update(gives_cards=False)
