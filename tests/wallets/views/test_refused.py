"""What no page of the wallet may do: change by GET, take a forged form, show itself to a guest."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.factories.wallets import balances, make_user, make_wallet
from wallets.gateways.base import Card
from wallets.models import SavedCard, TopUp, Wallet
from wallets.services import save_card

pytestmark = pytest.mark.django_db

SOMETHING = uuid4()
POSTS = [
    ("top_up", []),
    ("top_up_cancel", [SOMETHING]),
    ("top_up_retry", [SOMETHING]),
    ("card_add", []),
    ("card_default", [SOMETHING]),
    ("card_remove", [SOMETHING]),
]
GETS = [
    ("wallet", []),
    ("top_up", []),
    ("top_up_state", [SOMETHING]),
    ("cards", []),
    ("card_added", []),
    ("card_remove", [SOMETHING]),
    ("transactions", []),
    ("transactions_export", []),
    ("movement", [1]),
]


@pytest.mark.parametrize(("name", "arguments"), POSTS)
def test_a_forged_form_is_refused(as_customer, fake, name, arguments):
    wallet = make_wallet("5.00")
    client = as_customer(wallet.customer, enforce_csrf_checks=True)
    form = {"key": str(uuid4()), "currency": "EUR", "preset": "2000", "pay_with": "page"}
    assert client.post(reverse(f"wallets:{name}", args=arguments), form).status_code == 403
    assert not TopUp.objects.exists()
    assert balances(wallet) == ("5.00", "0.00")
    assert fake.calls() == []


@pytest.mark.parametrize(("name", "arguments"), [*GETS, *POSTS])
def test_a_guest_is_sent_to_the_log_in(client, name, arguments):
    send = client.post if (name, arguments) in POSTS else client.get
    answer = send(reverse(f"wallets:{name}", args=arguments))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/?next=")


@pytest.mark.parametrize(("name", "arguments"), GETS)
def test_looking_changes_nothing_and_is_not_kept_by_any_cache(as_customer, fake, name, arguments):
    user = make_user()
    card = save_card(customer_id=user.pk, card=Card("pm_1", "visa", "4242", 12, 2040))
    before = SavedCard.objects.values().get(pk=card.pk)
    answer = as_customer(user).get(reverse(f"wallets:{name}", args=arguments))
    assert SavedCard.objects.values().get() == before
    assert not Wallet.objects.exists()
    assert not TopUp.objects.exists()
    assert fake.calls() == []
    if answer.status_code == 200:
        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]
