from datetime import date
from uuid import uuid4

import pytest
from djmoney.money import Money

from tests.factories.wallets import credit, make_customer, make_user, make_wallet
from wallet_project.core.exceptions import NotFound
from wallets import queries
from wallets.gateways.base import Card
from wallets.ledger.models import JournalEntry
from wallets.ledger.seals import seal_now
from wallets.models import TopUp
from wallets.services import freeze_wallet, place_hold, save_card

pytestmark = pytest.mark.django_db


def eur(amount):
    return Money(amount, "EUR")


def hold(wallet, amount="8.00", reference="1000042"):
    return place_hold(wallet_id=wallet.pk, amount=eur(amount), key=uuid4().hex, reference=reference)


def waiting_top_up(wallet, amount="20.00"):
    return TopUp.objects.create(
        wallet=wallet, amount=eur(amount), method="checkout", key=uuid4().hex, gateway_key=uuid4().hex
    )


def test_the_summary_is_one_query_and_complete(query_count):
    wallet = make_wallet("50.00")
    hold(wallet)
    customer = wallet.customer
    with query_count(1):
        summary = queries.wallet_summary(customer)
    assert (summary.available, summary.held, summary.balance) == (eur("42.00"), eur("8.00"), eur("50.00"))
    assert summary.is_open
    assert summary.last.title == "Held for order #1000042"
    assert summary.last.amount == eur("-8.00")
    assert summary.last.balance_after == eur("42.00")
    assert summary.last.reference == "1000042"


def test_the_summary_of_a_customer_without_a_wallet_is_empty():
    summary = queries.wallet_summary(make_user())
    assert (summary.wallet_id, summary.balance, summary.last) == (None, eur(0), None)
    assert summary.is_open


def test_the_summary_of_an_untouched_wallet_has_no_last_movement():
    summary = queries.wallet_summary(make_customer())
    assert summary.wallet_id is not None
    assert summary.last is None


def test_the_summary_says_why_a_wallet_is_frozen():
    wallet = make_wallet("5.00")
    freeze_wallet(wallet_id=wallet.pk, reason="We are looking into it.")
    summary = queries.wallet_summary(wallet.customer)
    assert (summary.is_open, summary.status_reason) == (False, "We are looking into it.")


def test_each_customer_has_their_own_summary():
    one, other = make_customer("1.00"), make_customer("2.00")
    assert queries.wallet_summary(one).balance == eur("1.00")
    assert queries.wallet_summary(other).balance == eur("2.00")


def test_a_summary_in_another_currency_has_its_decimals():
    wallet = make_wallet("7", "JPY")
    summary = queries.wallet_summary(wallet.customer, "JPY")
    assert str(summary.balance.amount) == "7"
    assert queries.wallet_summary(wallet.customer).balance == eur(0)


@pytest.mark.parametrize("movements", [1, 3])
def test_wallets_with_balances_are_one_query(query_count, movements):
    customer = make_customer("5.00")
    for _ in range(movements):
        credit(make_wallet("100", "INR", customer=customer), "50")
    with query_count(1):
        found = [(wallet.currency, wallet.balance.amount) for wallet in queries.own_wallets(customer.pk)]
    assert [currency for currency, _ in found] == ["EUR", "INR"]


def test_what_is_somebody_elses_is_not_found():
    customer, stranger = make_customer("5.00"), make_user()
    wallet = queries.own_wallet(customer_id=customer.pk, currency="EUR")
    top_up = waiting_top_up(wallet)
    card = save_card(customer_id=customer.pk, card=Card("pm_1", "visa", "4242", 12, 2040))
    assert queries.own_top_up(customer_id=customer.pk, top_up_id=top_up.pk) == top_up
    assert queries.saved_card(customer_id=customer.pk, card_id=card.pk) == card
    for read in (
        lambda: queries.own_wallet(customer_id=stranger.pk, currency="EUR"),
        lambda: queries.own_top_up(customer_id=stranger.pk, top_up_id=top_up.pk),
        lambda: queries.saved_card(customer_id=stranger.pk, card_id=card.pk),
    ):
        with pytest.raises(NotFound):
            read()
    assert queries.waiting_top_ups(stranger.pk) == []
    assert queries.saved_cards(stranger.pk) == []


def test_the_default_card_comes_first():
    customer = make_customer()
    for number in (1, 2):
        save_card(customer_id=customer.pk, card=Card(f"pm_{number}", "visa", f"000{number}", 12, 2040))
    first, second = queries.saved_cards(customer.pk)
    assert (first.last4, second.last4) == ("0001", "0002")
    assert not first.is_expired(date(2040, 12, 31))


def test_the_offer_leaves_out_what_has_no_room():
    offer = queries.top_up_offer(currency="EUR", balance=eur("960.00"))
    assert offer.most_now == eur("40.00")
    assert offer.presets == (eur("10.00"), eur("20.00"))


@pytest.mark.parametrize("balance", ["996.00", "1000.00", "1500.00"])
def test_a_full_wallet_is_offered_nothing(balance):
    offer = queries.top_up_offer(currency="EUR", balance=eur(balance))
    assert (offer.most_now, offer.presets) == (None, ())


@pytest.mark.django_db(transaction=True)
def test_the_oldest_entry_without_a_seal():
    assert queries.oldest_unsealed() is None
    wallet = make_wallet("5.00")
    credit(wallet, "1.00")
    assert queries.oldest_unsealed() == JournalEntry.objects.earliest("pk").posted_at
    seal_now()
    assert queries.oldest_unsealed() is None
    credit(wallet, "1.00")
    assert queries.oldest_unsealed() == JournalEntry.objects.latest("pk").posted_at


def test_the_oldest_entry_without_a_seal_costs_one_query(query_count):
    make_wallet("5.00")
    with query_count(1):
        queries.oldest_unsealed()
