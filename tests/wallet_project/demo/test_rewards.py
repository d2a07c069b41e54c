"""The demo's offers and scratch card, loaded twice, are there once."""

import pytest

from rewards.models import Offer, ScratchCard
from rewards.offer_queries import points_of
from tests.factories.wallets import make_user
from wallet_project.demo.rewards import load_offers, load_scratch_cards


@pytest.mark.django_db
@pytest.mark.parametrize(("currency", "gives"), [("EUR", "€5.00 off"), ("JPY", "¥750 off")])
def test_what_the_demo_gives(settings, currency, gives):
    settings.STORE_CURRENCY = currency
    customer = make_user()
    for _time in range(2):
        load_offers()
        load_scratch_cards(customer)
    card = ScratchCard.objects.select_related("game").get()
    assert (card.status, points_of(customer.pk, now=card.created_at)) == ("granted", 450)
    assert (Offer.objects.count(), Offer.objects.get(title="Five off").gives) == (3, gives)
