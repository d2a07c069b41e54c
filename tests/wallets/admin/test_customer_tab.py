"""The tabs of a customer's page: what they show, freezing, another currency."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from djmoney.money import Money

from tests.factories.wallets import credit, fresh, make_user, make_wallet
from tests.support.staff import address, client_of
from wallets.enums import TopUpStatus
from wallets.models import SavedCard, TopUp, Wallet
from wallets.services import close_wallet, place_hold, set_credit_line

pytestmark = pytest.mark.django_db


def tab(client, customer):
    answer = client.get(address("customer_wallet", customer.pk))
    assert answer.status_code == 200
    return answer.content.decode()


def make_top_up(wallet, status=TopUpStatus.PROCESSING, **fields):
    count = TopUp.objects.count()
    page = "https://shop.example/back"
    return TopUp.objects.create(
        wallet=wallet,
        amount=Money("40", wallet.currency),
        method="checkout",
        status=status,
        key=f"t{count}",
        gateway_key=f"g{count}",
        success_url=page,
        cancel_url=page,
        **fields,
    )


def test_the_tab_shows_everything_about_the_money():
    wallet = make_wallet("50")
    place_hold(wallet_id=wallet.pk, amount=Money("8", "EUR"), key="h", reference="1000042")
    set_credit_line(wallet_id=wallet.pk, amount=Money("7", "EUR"))
    make_top_up(wallet)
    SavedCard.objects.create(
        customer=wallet.customer,
        payment_method="pm_secret",
        brand="visa",
        last4="4242",
        exp_month=1,
        exp_year=2031,
    )
    make_wallet("700", "JPY", customer=wallet.customer)
    page = tab(client_of("Support"), wallet.customer)
    for words in ("€42.00", "€8.00", "€50.00", "€7.00", "¥700", "1000042", "Waiting for your bank", "4242"):
        assert words in page
    assert "Held for order #1000042" in page
    assert "pm_secret" not in page


def test_support_sees_no_form_to_change_anything():
    page = tab(client_of("Support"), make_wallet("50").customer)
    for words in ("Preview", "Freeze", "Open wallet", 'name="key"'):
        assert words not in page


def test_a_customer_without_a_wallet_and_one_that_does_not_exist():
    client = client_of("Support")
    assert "no wallet yet" in tab(client, make_user())
    assert client.get(address("customer_wallet", 999999)).status_code == 404


def test_the_tabs_lead_to_each_other_and_rewards_says_honestly_that_there_are_none():
    wallet, client = make_wallet("50"), client_of("Support")
    page = client.get(address("customer_rewards", wallet.customer_id)).content.decode()
    assert "No reward wallet yet" in page
    assert address("customer_wallet", wallet.customer_id) in page
    page = client.get(address("accounts_user_change", wallet.customer_id)).content.decode()
    assert address("customer_wallet", wallet.customer_id) in page


def test_freezing_and_unfreezing_with_a_reason():
    wallet, client = make_wallet("50"), client_of("Operations")
    url = address("change_wallet_status", wallet.customer_id, wallet.pk)
    client.post(url, {"to": "frozen", "reason": "Card <b>stolen</b>"})
    frozen = fresh(wallet)
    assert (frozen.status, frozen.status_reason) == ("frozen", "Card <b>stolen</b>")
    assert str(frozen.status_changed_by_id) == client.session["_auth_user_id"]
    page = tab(client, wallet.customer)
    assert "Card &lt;b&gt;stolen" in page
    assert "Unfreeze" in page
    client.post(url, {"to": "open", "reason": "New card"})
    assert fresh(wallet).is_open
    notes = LogEntry.objects.filter(object_id=str(wallet.customer_id)).values_list(
        "change_message", flat=True
    )
    assert len(notes) == 2


def test_freezing_without_a_reason_is_refused_beside_the_field():
    wallet, client = make_wallet("50"), client_of("Operations")
    url = address("change_wallet_status", wallet.customer_id, wallet.pk)
    answer = client.post(url, {"to": "frozen", "reason": "  "})
    assert "id_status_EUR_reason_error" in answer.content.decode()
    assert fresh(wallet).is_open


def test_a_closed_wallet_is_shown_without_forms_and_stays_closed():
    wallet, client = make_wallet(), client_of("Finance")
    close_wallet(wallet_id=wallet.pk, reason="left us")
    page = tab(client, wallet.customer)
    assert "left us" in page
    assert "Preview" not in page
    url = address("change_wallet_status", wallet.customer_id, wallet.pk)
    assert client.post(url, {"to": "open", "reason": "oops"}).status_code == 200
    assert fresh(wallet).status == "closed"


def test_opening_a_wallet_in_another_currency():
    wallet, client = make_wallet("50"), client_of("Operations")
    client.post(address("open_wallet", wallet.customer_id), {"currency": "KWD"})
    assert "KWD0.000" in tab(client, wallet.customer)


@pytest.mark.parametrize("currency", ["EUR", "CHF", "", "eur", "<b>"])
def test_a_currency_that_is_taken_or_that_the_store_does_not_have_is_refused(currency):
    wallet, client = make_wallet("50"), client_of("Operations")
    assert client.post(address("open_wallet", wallet.customer_id), {"currency": currency}).status_code == 200
    assert Wallet.objects.filter(customer=wallet.customer).count() == 1


def test_the_tab_costs_the_same_with_few_and_with_many_rows(django_assert_max_num_queries):
    wallet, client = make_wallet("50"), client_of("Operations")
    tab(client, wallet.customer)
    with django_assert_max_num_queries(60) as few:
        tab(client, wallet.customer)
    for number in range(3):
        place_hold(wallet_id=wallet.pk, amount=Money("1", "EUR"), key=f"h{number}", reference="1000042")
        make_top_up(wallet)
        credit(wallet, "1")
    with django_assert_max_num_queries(60) as many:
        tab(client, wallet.customer)
    assert len(many) == len(few)
