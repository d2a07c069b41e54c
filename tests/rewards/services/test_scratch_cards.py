"""Cards within a budget, whose prize is credited once and known to nobody before."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of
from rewards.exceptions import ScratchCardExpired, ScratchCardsNotGranted
from rewards.models import CreditLot, ScratchCard, ScratchCardGame
from rewards.services import (
    expire_scratch_card,
    grant_scratch_card,
    open_reward_wallet,
    scratch_card,
)
from rewards.services.scratch_cards import remind_of_scratch_card
from rewards.tasks import tend_scratch_cards
from tests.factories.offers import make_card, make_game
from tests.factories.wallets import make_user
from wallet_project.core.exceptions import IdempotencyConflict, NotFound
from wallets.ledger.models import JournalEntry

pytestmark = pytest.mark.django_db


def scratch(card, **changes):
    arguments = {"customer_id": card.customer_id, "card_id": card.pk, "now": timezone.now()}
    return scratch_card(**arguments | changes)


def committed(game):
    return ScratchCardGame.objects.get(pk=game.pk).committed


def balance(card):
    wallet = open_reward_wallet(customer_id=card.customer_id, currency=card.game.currency)
    return wallet.posted


def test_a_card_costs_nothing_before_it_is_scratched():
    game = make_game()
    card = make_card(game)
    assert (card.status, card.won, committed(game)) == ("granted", None, 500)
    assert not JournalEntry.objects.exists()
    assert [message.kind for message in OutboxMessage.objects.all()] == ["scratch_card"]
    assert "5.00" not in str(details_of(OutboxMessage.objects.get()))


@pytest.mark.parametrize(
    ("currency", "prize", "won"),
    [
        ("EUR", 500, Money("5.00", "EUR")),
        ("JPY", 120, Money("120", "JPY")),
        ("KWD", 1250, Money("1.250", "KWD")),
        ("PTS", 40, Money("40", "PTS")),
    ],
)
def test_scratching_credits_the_prize_as_a_lot(currency, prize, won):
    now = timezone.now()
    card = make_card(make_game((prize, 1), currency=currency, lot_days=60))
    done = scratch(card, now=now)
    assert (done.status, done.won, balance(card)) == ("scratched", won, won)
    lot = CreditLot.objects.get()
    assert (lot.source, lot.remaining, lot.expires_at) == ("scratch_card", prize, now + timedelta(days=60))
    assert lot.entry_id == done.entry_id


def test_scratching_again_answers_with_the_first_result():
    card = make_card()
    first = scratch(card)
    again = scratch(card, now=card.expires_at + timedelta(days=1))
    assert (again.pk, again.scratched_at, again.entry_id) == (first.pk, first.scratched_at, first.entry_id)
    assert balance(card) == Money("5.00", "EUR")
    assert JournalEntry.objects.count() == 1


def test_a_card_without_a_prize_moves_nothing():
    done = scratch(make_card(make_game((0, 1))))
    assert (done.status, done.won, done.entry_id) == ("scratched", Money("0.00", "EUR"), None)
    assert not JournalEntry.objects.exists()


def test_anothers_card_is_not_found():
    card = make_card()
    with pytest.raises(NotFound):
        scratch(card, customer_id=make_user().pk)
    assert ScratchCard.objects.get().status == "granted"


def test_a_card_that_ended_is_refused_also_before_the_task_ran():
    card = make_card()
    with pytest.raises(ScratchCardExpired):
        scratch(card, now=card.expires_at)
    assert balance(card) == Money("0.00", "EUR")


def test_one_key_gives_one_card():
    game, customer = make_game(), make_user()
    first = make_card(game, customer, key="order:1")
    assert make_card(game, customer, key="order:1").pk == first.pk
    assert committed(game) == 500
    with pytest.raises(IdempotencyConflict):
        make_card(game, make_user(), key="order:1")
    with pytest.raises(IdempotencyConflict):
        make_card(make_game(), customer, key="order:1")


def test_a_replay_comes_before_the_budget():
    game, customer = make_game(budget=500), make_user()
    first = make_card(game, customer, key="k")
    assert make_card(game, customer, key="k").pk == first.pk


def test_no_card_where_the_budget_could_not_pay_every_prize():
    """So the last card has the same odds as the first: no prize is left out because money is short."""
    game = make_game((0, 1_000_000), (1000, 1), budget=999)
    with pytest.raises(ScratchCardsNotGranted) as refused:
        make_card(game)
    assert refused.value.state == "budget"
    assert not ScratchCard.objects.exists()


def test_cards_are_given_until_the_budget_is_promised():
    game = make_game(budget=1400)
    cards = [make_card(game), make_card(game)]
    with pytest.raises(ScratchCardsNotGranted):
        make_card(game)
    assert (len(cards), committed(game)) == (2, 1000)


def test_a_card_that_expires_gives_its_prize_back_to_the_budget():
    game = make_game(budget=500)
    card = make_card(game)
    later = card.expires_at + timedelta(seconds=1)
    for _time in range(2):
        assert expire_scratch_card(card_id=card.pk, now=later).status == "expired"
    assert committed(game) == 0
    assert make_card(game).status == "granted"


def test_expiring_leaves_a_card_that_is_scratched_or_not_due():
    game = make_game()
    card, done = make_card(game), make_card(game)
    scratch(done)
    assert expire_scratch_card(card_id=card.pk, now=timezone.now()).status == "granted"
    assert expire_scratch_card(card_id=done.pk, now=done.expires_at).status == "scratched"
    assert committed(game) == 1000


@pytest.mark.parametrize("window", [{"starts_at": timedelta(days=1)}, {"ends_at": timedelta(days=-1)}])
def test_a_game_gives_cards_only_while_it_runs(window):
    now = timezone.now()
    game = make_game(**{name: now + offset for name, offset in window.items()})
    with pytest.raises(ScratchCardsNotGranted):
        make_card(game)


def test_there_is_no_card_of_no_game():
    with pytest.raises(NotFound):
        grant_scratch_card(customer_id=make_user().pk, game_id=make_card().pk, key="k", now=timezone.now())


def test_the_clock_ends_cards_and_reminds_once_before():
    card = make_card(make_game(card_days=2))
    kept = make_card(make_game(card_days=30))
    assert [tend_scratch_cards(), tend_scratch_cards()] == [1, 0]
    reminders = OutboxMessage.objects.filter(dedupe_key__startswith="scratch_card_reminder:")
    assert [(one.recipient_id, details_of(one)["left"]) for one in reminders] == [
        (card.customer_id, "1 day, 23 hours")
    ]
    ScratchCard.objects.filter(pk=card.pk).update(expires_at=timezone.now())
    assert tend_scratch_cards() == 1
    assert [ScratchCard.objects.get(pk=one.pk).status for one in (card, kept)] == ["expired", "granted"]


def test_a_card_is_reminded_of_once_and_not_before_it_is_due_or_after_it_was_scratched():
    reminders = OutboxMessage.objects.filter(dedupe_key__startswith="scratch_card_reminder:")
    card, done = (make_card(make_game(card_days=10)) for _ in range(2))
    scratch(done)
    due = card.expires_at - timedelta(days=3)
    remind_of_scratch_card(card_id=card.pk, now=due - timedelta(seconds=1))
    remind_of_scratch_card(card_id=done.pk, now=done.expires_at - timedelta(days=1))
    assert not reminders.exists()
    for later in (timedelta(0), timedelta(days=1)):
        assert remind_of_scratch_card(card_id=card.pk, now=due + later).reminded_at == due
    assert reminders.get().recipient_id == card.customer_id


def test_the_database_refuses_a_card_that_is_scratched_without_being_paid():
    card = make_card()
    with pytest.raises(IntegrityError, match="scratch_card_pays_its_prize"), transaction.atomic():
        ScratchCard.objects.filter(pk=card.pk).update(status="scratched", scratched_at=timezone.now())


def test_the_database_refuses_to_promise_more_than_the_budget():
    game = make_game(budget=500)
    with pytest.raises(IntegrityError, match="game_promises_at_most_its_budget"), transaction.atomic():
        ScratchCardGame.objects.filter(pk=game.pk).update(committed=501)
