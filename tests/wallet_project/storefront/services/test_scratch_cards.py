"""A delivered order gives a card of each game that is set so, once, also where the task was lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from djmoney.money import Money

from rewards.models import ScratchCard, ScratchCardGame
from tests.factories.offers import make_game
from tests.factories.storefront import ProductFactory, make_order
from tests.factories.wallets import make_user
from wallet_project.storefront.models import Order
from wallet_project.storefront.services.orders import mark_delivered, mark_order_paid, mark_shipped
from wallet_project.storefront.services.scratch_cards import grant_cards_of_order, grant_missing_cards
from wallet_project.storefront.tasks import sweep_scratch_cards

pytestmark = pytest.mark.django_db


def delivered(price="25.00", *, customer=None):
    order = make_order(customer or make_user(), (ProductFactory(price=Money(price, "EUR")), 1))
    mark_order_paid(number=order.number, payment_id=uuid4())
    mark_shipped(number=order.number)
    return mark_delivered(number=order.number)


def test_an_order_from_the_amount_on_gives_a_card():
    game = make_game(order_from=2500)
    make_game(order_from=2501)
    make_game()
    order = delivered("25.00")
    cards = grant_cards_of_order(number=order.number)
    assert [(card.game_id, card.customer_id, card.reference) for card in cards] == [
        (game.pk, order.customer_id, order.number)
    ]
    assert cards[0].reason == f"Thank you for order #{order.number}"
    assert grant_cards_of_order(number=order.number) == cards
    assert ScratchCard.objects.count() == 1


def test_an_order_that_is_not_delivered_gives_none():
    make_game(order_from=100)
    order = make_order(make_user())
    mark_order_paid(number=order.number, payment_id=uuid4())
    assert grant_cards_of_order(number=order.number) == []
    assert grant_cards_of_order(number="1") == []


def test_a_game_that_began_after_the_delivery_gives_none():
    order = delivered()
    make_game(order_from=100, starts_at=timezone.now() + timedelta(seconds=1))
    assert grant_cards_of_order(number=order.number) == []


def test_a_game_for_points_asks_for_money():
    make_game((40, 1), currency="PTS", order_from=2500)
    assert [card.game.currency for card in grant_cards_of_order(number=delivered().number)] == ["PTS"]


def test_a_game_without_budget_gives_none_and_breaks_nothing():
    make_game(order_from=100, budget=499)
    assert grant_cards_of_order(number=delivered().number) == []


def test_the_sweep_gives_what_a_lost_task_did_not():
    game = make_game(order_from=100)
    missed, served, old = delivered(), delivered(), delivered()
    grant_cards_of_order(number=served.number)
    Order.objects.filter(pk=old.pk).update(delivered_at=timezone.now() - timedelta(days=3))
    assert sweep_scratch_cards() == 1
    assert sweep_scratch_cards() == 0
    given = set(ScratchCard.objects.values_list("reference", flat=True))
    assert given == {missed.number, served.number}
    assert ScratchCardGame.objects.get(pk=game.pk).committed == 1000


def test_without_such_a_game_the_sweep_looks_at_nothing(query_count):
    delivered()
    with query_count(1):
        assert grant_missing_cards(now=timezone.now()) == 0


@pytest.mark.django_db(transaction=True)
def test_the_delivery_gives_it_after_the_commit():
    make_game(order_from=100)
    order = delivered()
    mark_delivered(number=order.number)
    assert ScratchCard.objects.get().reference == order.number
