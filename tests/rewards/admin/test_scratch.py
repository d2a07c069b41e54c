"""Games are planned with their odds in words; what a hidden prize is, the admin tells only who may see it."""

import pytest
from django.utils import timezone

from rewards.models import ScratchCard, ScratchCardGame
from rewards.services import scratch_card
from tests.factories.offers import make_card, make_game
from tests.factories.wallets import make_staff
from tests.support.staff import address, client_of

pytestmark = pytest.mark.django_db

HIDDEN = ("87.31", "8731")


def form(*prizes, **changes):
    rows = [(amount, weight, "") for amount, weight in prizes]
    data = {
        "name": "Winter",
        "currency": "EUR",
        "budget": "500.00",
        "card_days": "30",
        "lot_days": "",
        "order_from": "25.00",
        "starts_at_0": "2026-11-01",
        "starts_at_1": "00:00",
        "ends_at_0": "",
        "ends_at_1": "",
        "prizes-TOTAL_FORMS": str(len(rows)),
        "prizes-INITIAL_FORMS": "0",
    }
    for number, (amount, weight, pk) in enumerate(rows):
        data |= {
            f"prizes-{number}-amount": amount,
            f"prizes-{number}-weight": weight,
            f"prizes-{number}-id": pk,
        }
    return data | changes


def add(client, *prizes, **changes):
    return client.post(address("rewards_scratchcardgame_add"), form(*prizes, **changes))


def test_finance_plans_a_game_in_money():
    answer = add(client_of("Finance"), ("10.00", "5"), ("0", "95"))
    assert answer.status_code == 302
    game = ScratchCardGame.objects.get()
    assert (game.budget, game.order_from, game.committed) == (50_000, 2500, 0)
    assert list(game.prizes.values_list("amount", "weight")) == [(1000, 5), (0, 95)]


def test_a_game_for_points_counts_in_points_and_asks_for_money():
    add(client_of("Finance"), ("40", "1"), currency="PTS", budget="1000")
    game = ScratchCardGame.objects.get()
    assert (game.budget, game.order_from, game.prizes.get().amount) == (1000, 2500, 40)


def test_the_odds_and_the_average_cost_stand_in_words():
    game = make_game((1000, 5), (0, 95), budget=50_000)
    client = client_of("Finance")
    page = client.get(address("rewards_scratchcardgame_change", game.pk)).content.decode()
    assert "5 in 100 cards (5%)" in page
    assert "95 in 100 cards (95%)" in page
    assert "€0.50; the budget is good for about 981 cards" in page


@pytest.mark.parametrize(
    ("prizes", "changes", "words"),
    [
        ((), {}, "A game needs a prize"),
        ((("1.00", "1"), ("1.00", "2")), {}, "Each prize stands here once"),
        ((("-1", "1"),), {}, "A prize can&#x27;t be below zero."),
        ((("1.005", "1"),), {}, "EUR amounts have at most 2 decimals."),
        ((("1", "1"),), {"budget": ""}, "This field is required."),
        ((("1", "1"),), {"budget": "１２"}, "Write the amount in digits"),
        ((("1", "1"),), {"order_from": "0"}, "The amount must be more than zero."),
        ((("1", "1"),), {"ends_at_0": "2026-10-01", "ends_at_1": "00:00"}, "after the beginning"),
    ],
)
def test_what_can_not_be_is_refused_in_words(prizes, changes, words):
    answer = add(client_of("Finance"), *prizes, **changes)
    assert words in answer.content.decode()
    assert not ScratchCardGame.objects.exists()


@pytest.mark.parametrize("role", ["Support", "Operations"])
def test_others_read_games_and_change_none(role):
    client, game = client_of(role), make_game()
    assert client.get(address("rewards_scratchcardgame_change", game.pk)).status_code == 200
    assert add(client, ("1", "1")).status_code == 403


@pytest.mark.parametrize("role", ["Support", "Operations"])
def test_no_page_tells_a_hidden_prize_to_who_may_not_see_it(role):
    game = make_game((8731, 1))
    card = make_card(game)
    client = client_of(role)
    pages = [
        address("rewards_scratchcard_changelist"),
        address("rewards_scratchcard_change", card.pk),
        address("rewards_scratchcardgame_changelist"),
        address("rewards_scratchcard_changelist") + "?o=5",
    ]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200
        assert not any(hint in answer.content.decode() for hint in HIDDEN)
    text = client.get(address("rewards_scratchcardgame_change", game.pk)).content.decode()
    assert "promised, hidden" not in text
    scratch_card(customer_id=card.customer_id, card_id=card.pk, now=timezone.now())
    for page in pages[:2]:
        assert "€87.31" in client.get(page).content.decode()


def test_who_may_see_it_sees_it_on_the_cards_own_page_only():
    card = make_card(make_game((8731, 1)))
    client = client_of("Finance")
    assert "€87.31" in client.get(address("rewards_scratchcard_change", card.pk)).content.decode()
    assert "€87.31" not in client.get(address("rewards_scratchcard_changelist")).content.decode()


def test_cards_are_read_and_never_changed():
    card = make_card()
    client = client_of("Superuser")
    client.post(address("rewards_scratchcard_change", card.pk), {"status": "scratched", "prize": "1"})
    assert client.post(address("rewards_scratchcard_add"), {}).status_code == 403
    assert ScratchCard.objects.get().status == "granted"


def test_a_budget_below_what_is_promised_is_refused(client):
    game = make_game()
    make_card(game)
    client.force_login(make_staff("rewards.change_scratchcardgame", "rewards.view_scratchcardgame"))
    answer = client.post(address("rewards_scratchcardgame_change", game.pk), form(budget="4.99"))
    assert "need more than this" in answer.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_queries_however_long(query_count, number):
    game, client = make_game(), client_of("Superuser")
    for _card in range(number):
        make_card(game)
    client.get(address("rewards_scratchcard_changelist"))
    with query_count(4):
        client.get(address("rewards_scratchcard_changelist"))
