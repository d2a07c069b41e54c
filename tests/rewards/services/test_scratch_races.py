"""Two tabs, many grants: at the same moment, on connections of their own."""

from datetime import timedelta

import pytest
from django.utils import timezone
from djmoney.money import Money

from rewards.models import CreditLot, ScratchCard, ScratchCardGame
from rewards.services import expire_scratch_card, grant_scratch_card, open_reward_wallet, scratch_card
from tests.factories.offers import make_card, make_game
from tests.factories.wallets import make_user
from tests.support.threads import at_once, kinds

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_tabs_scratch_one_card_and_credit_it_once():
    for _round in range(3):
        card = make_card()
        results = at_once(
            lambda card=card: scratch_card(customer_id=card.customer_id, card_id=card.pk, now=timezone.now()),
            times=6,
        )
        assert kinds(results) == {"ScratchCard": 6}
        assert CreditLot.objects.filter(wallet__customer_id=card.customer_id).count() == 1
        assert open_reward_wallet(customer_id=card.customer_id).posted == Money("5.00", "EUR")


def test_scratching_and_expiring_at_once_do_one_of_the_two():
    for _round in range(4):
        card = make_card()
        just_before, end = card.expires_at - timedelta(seconds=1), card.expires_at
        at_once(
            lambda card=card, now=just_before: scratch_card(
                customer_id=card.customer_id, card_id=card.pk, now=now
            ),
            lambda card=card, now=end: expire_scratch_card(card_id=card.pk, now=now),
        )
        card.refresh_from_db()
        game = ScratchCardGame.objects.get(pk=card.game_id)
        assert (card.status, game.committed) in {("scratched", 500), ("expired", 0)}
        assert CreditLot.objects.filter(entry_id=card.entry_id).count() == (card.status == "scratched")


def test_twenty_grants_at_once_promise_no_more_than_the_budget():
    game = make_game(budget=2000)
    customers = [make_user().pk for _number in range(20)]
    grants = [
        lambda customer=customer: grant_scratch_card(
            customer_id=customer, game_id=game.pk, key=f"gift:{customer}", now=timezone.now()
        )
        for customer in customers
    ]
    assert kinds(at_once(*grants)) == {"ScratchCard": 4, "ScratchCardsNotGranted": 16}
    assert ScratchCardGame.objects.get().committed == 2000


def test_one_grant_sent_ten_times_is_one_card():
    game, customer = make_game(), make_user()
    results = at_once(
        lambda: grant_scratch_card(
            customer_id=customer.pk, game_id=game.pk, key="order:1", now=timezone.now()
        ),
        times=10,
    )
    assert len({result.pk for result in results}) == 1
    assert (ScratchCard.objects.count(), ScratchCardGame.objects.get().committed) == (1, 500)
