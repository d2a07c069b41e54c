from datetime import date

import pytest
from django.core import mail

from notifications.models import OutboxMessage
from tests.factories.wallets import make_user
from wallets.gateways.base import Card
from wallets.services import remind_of_ending_cards, save_card

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2030, 4, 3)


def keep(number, month, year):
    user = make_user()
    return save_card(customer_id=user.pk, card=Card(f"pm_{number}", "visa", f"424{number}", month, year))


def told():
    messages = OutboxMessage.objects.filter(kind="card_ending").order_by("id")
    return [message.context["card"] for message in messages]


def test_who_has_a_card_that_ends_this_month_is_told_once():
    keep(1, 4, 2030)
    keep(2, 5, 2030)
    keep(3, 4, 2031)
    keep(4, 3, 2030)
    assert [remind_of_ending_cards(today=TODAY) for _ in range(2)] == [1, 0]
    assert told() == ["Visa •••• 4241"]
    message = OutboxMessage.objects.get(kind="card_ending")
    assert (message.context["month"], message.context["url"]) == ("04/2030", "/wallet/cards/")
    assert not [letter for letter in mail.outbox if "4241 ends" in letter.subject]


def test_a_removed_card_is_not_spoken_of():
    card = keep(1, 4, 2030)
    type(card).objects.filter(pk=card.pk).update(removed_at="2030-01-01T00:00Z", is_default=False)
    assert remind_of_ending_cards(today=TODAY) == 0
    assert told() == []


def test_a_store_without_the_pages_of_cards_gets_no_link(settings):
    settings.ROOT_URLCONF = "tests.wallets.no_urls"
    keep(1, 4, 2030)
    assert remind_of_ending_cards(today=TODAY) == 1
    assert OutboxMessage.objects.get(kind="card_ending").context["url"] == ""
