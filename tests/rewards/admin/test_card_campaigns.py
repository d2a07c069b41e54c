"""Campaigns of scratch cards in the admin: planned, previewed in words, changed and watched."""

from datetime import timedelta

import pytest
from django.utils import timezone
from djmoney.money import Money

from rewards.campaigns.enums import CampaignStatus
from rewards.models import Campaign, ScratchCard
from tests.factories.campaigns import (
    cards_of,
    fresh,
    make_campaign,
    make_card_campaign,
    make_customers,
    run,
)
from tests.factories.offers import make_game
from tests.support.staff import address, client_of

pytestmark = pytest.mark.django_db


def typed(game, **changes):
    return {
        "name": "Scratch and win",
        "gives": "card",
        "game": str(game.pk),
        "most_cards": "50",
        "currency": "EUR",
        "segment": "all",
        "message": "Thank you.",
        **changes,
    }


def add(planned, **changes):
    return client_of("Finance").post(address("rewards_campaign_add"), typed(planned) | changes)


def page_of(name, campaign):
    return address(f"rewards_campaign_{name}", campaign.pk)


def words_of(answer):
    return " ".join(answer.content.decode().split())


def test_cards_are_planned_and_previewed_and_nothing_is_given():
    make_customers(3)
    game = make_game((1000, 1), (0, 9), budget=5_000)
    answer = add(game, valid_days="what was typed for money", amount="x")
    campaign = Campaign.objects.get()
    assert answer.url == page_of("preview", campaign)
    assert (campaign.game, campaign.currency, campaign.amount, campaign.budget) == (game, "EUR", 1, 50)
    assert campaign.tells
    answer = client_of("Finance").get(answer.url)
    preview = answer.context["preview"]
    assert (preview.payable, preview.cost) == (3, Money("30.00", "EUR"))
    assert preview.cards.average == Money("3.00", "EUR")
    words = words_of(answer)
    for said in (
        "A scratch card of “Autumn”",
        "Cost at most",
        "€30.00",
        "50 scratch cards",
        "if every card won the largest prize, €10.00.",
        "The game’s own budget, €50.00, pays the prizes and is never exceeded.",
        "30 days after the card was given",
    ):
        assert said in words
    assert "may end before everybody has a card" not in words
    assert "one is opened for them" not in words
    assert not ScratchCard.objects.exists()


def test_the_preview_warns_of_what_is_too_small_and_of_a_game_that_gives_none():
    make_customers(3)
    game = make_game(budget=600, starts_at=timezone.now() + timedelta(days=1))
    words = words_of(client_of("Finance").get(page_of("preview", make_card_campaign(game, most=2))))
    assert "that would take 3 scratch cards. 1 customer would get nothing." in words
    assert "The game’s budget may end before everybody has a card" in words
    assert "This game gives no cards now" in words


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"game": ""}, "game", "Choose a game."),
        ({"most_cards": ""}, "most_cards", "Say how many cards it may give."),
        ({"most_cards": "10000001"}, "most_cards", "The number of cards must be from 1 to 10,000,000."),
        ({"message": "x" * 201}, "message", "On a card there is room for 200 letters."),
        ({"gives": "money", "budget": "5"}, "amount", "Say how much each customer gets."),
        ({"gives": "money", "amount": "5"}, "budget", "Say how much it may give in all."),
        (
            {"gives": "a house"},
            "gives",
            "Select a valid choice. a house is not one of the available choices.",
        ),
    ],
)
def test_what_is_missing_is_said_beside_its_field(changes, field, words):
    answer = add(make_game(), **changes)
    assert answer.context["form"].errors[field] == [words]
    assert not Campaign.objects.exists()


def test_a_game_that_has_ended_is_not_offered():
    game = make_game(ends_at=timezone.now())
    answer = add(game)
    assert list(answer.context["form"].fields["game"].queryset) == []
    assert "game" in answer.context["form"].errors
    assert not Campaign.objects.exists()


def test_a_draft_of_cards_opens_as_it_was_typed_and_can_become_one_of_money_and_back():
    game, client = make_game(), client_of("Finance")
    campaign = make_card_campaign(game, most=50)
    initial = client.get(page_of("edit", campaign)).context["form"].initial
    assert (initial["gives"], initial["game"], initial["most_cards"]) == ("card", game.pk, 50)
    money = {"gives": "money", "amount": "5.00", "budget": "100.00", "valid_days": "30"}
    client.post(page_of("edit", campaign), typed(game, **money))
    changed = fresh(campaign)
    assert (changed.game, changed.amount, changed.budget, changed.valid_days) == (None, 500, 10_000, 30)
    client.post(page_of("edit", campaign), typed(game))
    changed = fresh(campaign)
    assert (changed.game, changed.amount, changed.budget, changed.valid_days) == (game, 1, 50, None)


def test_started_by_its_button_it_gives_the_cards_and_shows_how_many():
    make_customers(3)
    campaign = make_card_campaign(make_game())
    client = client_of("Finance")
    client.post(page_of("preview", campaign), {"starts_at": ""})
    assert fresh(campaign).status == CampaignStatus.SCHEDULED
    done = run(make_card_campaign(make_game(budget=1_000), message=""))
    assert len(cards_of(done)) == 2
    words = words_of(client.get(page_of("change", done)))
    for said in (
        "Customers who got a card",
        "2 scratch cards",
        "What was left of the game&#x27;s budget could not pay every prize: the others got no card.",
        "Budget of the scratch card game used up: 1",
    ):
        assert said in words
    rows = words_of(client.get(address("rewards_campaign_changelist")))
    assert "1,000 scratch cards" in rows


def test_the_list_and_the_pages_cost_the_same_for_one_and_for_three(django_assert_max_num_queries):
    client, counts = client_of("Finance"), []
    make_campaign()
    for size in (1, 3):
        for _campaign in range(size):
            campaign = make_card_campaign(make_game())
        made = []
        for url in (address("rewards_campaign_changelist"), page_of("preview", campaign)):
            client.get(url)
            with django_assert_max_num_queries(40) as queries:
                assert client.get(url).status_code == 200
            made.append(len(queries))
        counts.append(made)
    assert counts[0] == counts[1]
