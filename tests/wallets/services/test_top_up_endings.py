"""Top-ups that are called off, refused, forgotten, or paid by a card of somebody else."""

from datetime import timedelta

import pytest
from django.utils import timezone
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of
from tests.factories.checkout import make_saved_card
from tests.factories.wallets import balances, make_wallet
from wallet_project.core.exceptions import NotFound
from wallet_project.core.ids import uuid7
from wallets.enums import TopUpStatus
from wallets.gateways.registry import get_gateway
from wallets.ledger.models import JournalEntry
from wallets.models import SavedCard, TopUp
from wallets.services import cancel_top_up, save_card, settle_top_up, start_top_up
from wallets.services.top_up_results import fail_top_up

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "http://shop.test/wallet/top-ups/{top_up}/"
PAGES, PAYMENTS = "/v1/checkout/sessions", "/v1/payment_intents"
REFUSED = "The payment service refused this request."


def start(wallet, **changes):
    arguments = {"amount": Money("25", "EUR"), "key": "k1", "success_url": PAGE, "cancel_url": PAGE}
    return start_top_up(customer_id=wallet.customer_id, wallet_id=wallet.pk, **{**arguments, **changes})


def settle(top_up):
    return settle_top_up(top_up_id=top_up.pk)


def cancel(top_up):
    return cancel_top_up(customer_id=top_up.wallet.customer_id, top_up_id=top_up.pk)


def begun(top_up, **ago):
    TopUp.objects.filter(pk=top_up.pk).update(created_at=timezone.now() - timedelta(**ago))


def asked_to_begin(fake, path):
    return [call for call in fake.calls(path) if call["method"] == "POST"]


def test_canceling_while_the_gateway_is_down_leaves_the_page_open(fake):
    wallet = make_wallet()
    top_up = start(wallet)
    fake.inject("error_503", f"{PAGES}/.*/expire", times=9)
    assert cancel(top_up).status == TopUpStatus.OPEN
    fake.clear_faults()
    fake.pay(top_up.redirect_url)
    assert settle(top_up).status == TopUpStatus.SUCCEEDED
    assert balances(wallet) == ("25.00", "0.00")


def test_canceling_a_page_that_the_gateway_keeps_open_leaves_it_open(fake):
    wallet = make_wallet()
    top_up = start(wallet)
    fake.inject("error_400", f"{PAGES}/.*/expire", times=9)
    kept = cancel(top_up)
    assert (kept.status, kept.redirect_url) == (TopUpStatus.OPEN, top_up.redirect_url)
    assert TopUp.objects.get().status == TopUpStatus.OPEN


def test_canceling_what_waits_for_three_d_secure_cancels_the_payment(fake):
    wallet = make_wallet()
    card = make_saved_card(wallet, fake, "pm_card_authenticationRequired")
    top_up = start(wallet, saved_card_id=card.pk)
    assert (top_up.status, top_up.gateway_session) == (TopUpStatus.REQUIRES_ACTION, "")
    assert cancel(top_up).status == TopUpStatus.CANCELED
    fake.authenticate(top_up.redirect_url)
    assert settle(top_up).status == TopUpStatus.CANCELED
    assert balances(wallet) == ("0.00", "0.00")


def test_what_has_ended_is_not_canceled_any_more(fake):
    wallet = make_wallet()
    top_up = start(wallet)
    fake.pay(top_up.redirect_url)
    settle(top_up)
    before = len(fake.calls())
    assert cancel(top_up).status == TopUpStatus.SUCCEEDED
    assert (len(fake.calls()), balances(wallet)) == (before, ("25.00", "0.00"))


def test_what_the_gateway_has_not_heard_of_can_not_be_closed_there(fake):
    fake.inject("error_503", PAGES, times=9)
    top_up = start(make_wallet())
    before = len(fake.calls())
    assert cancel(top_up).status == TopUpStatus.CREATED
    assert len(fake.calls()) == before


def test_an_unknown_top_up_is_not_found():
    with pytest.raises(NotFound):
        settle_top_up(top_up_id=uuid7())
    with pytest.raises(NotFound):
        cancel_top_up(customer_id=1, top_up_id=uuid7())


def test_what_the_gateway_refuses_for_good_has_failed_in_words(fake):
    wallet = make_wallet()
    fake.inject("error_400", PAGES)
    top_up = start(wallet)
    assert (top_up.status, top_up.failure, top_up.redirect_url) == (TopUpStatus.FAILED, REFUSED, "")
    assert settle(top_up).status == TopUpStatus.FAILED
    assert len(asked_to_begin(fake, PAGES)) == 1
    assert details_of(OutboxMessage.objects.get()) == {"amount": "€25.00", "reason": REFUSED}


def test_a_refusal_to_tell_how_it_stands_is_not_a_failed_payment(fake):
    wallet = make_wallet()
    top_up = start(wallet)
    fake.pay(top_up.redirect_url)
    fake.inject("error_400", f"{PAGES}/.*", method="GET")
    waiting = settle(top_up)
    assert waiting.status == TopUpStatus.OPEN
    assert waiting.checked_at > top_up.checked_at
    assert settle(top_up).status == TopUpStatus.SUCCEEDED
    assert balances(wallet) == ("25.00", "0.00")


def test_a_refusal_that_arrives_after_the_money_changes_nothing(fake):
    wallet = make_wallet()
    top_up = start(wallet)
    fake.pay(top_up.redirect_url)
    settle(top_up)
    late = fail_top_up(top_up_id=top_up.pk, reason=REFUSED)
    assert (late.status, late.failure) == (TopUpStatus.SUCCEEDED, "")
    assert balances(wallet) == ("25.00", "0.00")
    assert not OutboxMessage.objects.filter(kind="top_up_failed").exists()


def test_a_charge_whose_answer_was_lost_is_found_after_the_key_was_forgotten(fake):
    wallet = make_wallet()
    card = make_saved_card(wallet, fake)
    fake.inject("reset_after", PAYMENTS, times=9)
    top_up = start(wallet, saved_card_id=card.pk)
    fake.clear_faults()
    fake.advance_clock(25 * 3600)
    begun(top_up, hours=25)
    asked = len(asked_to_begin(fake, PAYMENTS))
    assert settle(top_up).status == TopUpStatus.SUCCEEDED
    assert (len(asked_to_begin(fake, PAYMENTS)), balances(wallet)) == (asked, ("25.00", "0.00"))


def test_a_charge_that_never_arrived_is_not_made_long_after_the_customer_asked_for_it(fake):
    wallet = make_wallet()
    card = make_saved_card(wallet, fake)
    fake.inject("error_503", PAYMENTS, times=9)
    top_up = start(wallet, saved_card_id=card.pk)
    fake.clear_faults()
    begun(top_up, hours=1)
    for _ in range(2):
        ended = settle(top_up)
        assert (ended.status, ended.failure) == (TopUpStatus.FAILED, "The payment could not begin in time.")
    assert not fake.events("payment_intent.succeeded")
    assert balances(wallet) == ("0.00", "0.00")


def test_another_currency_than_asked_for_is_quarantined(fake):
    """As only an attack or a bug could make it: the page of an order in yen, for a wallet in euros."""
    yen = make_wallet(currency="JPY")
    page = start(yen, amount=Money("2500", "JPY"))
    wallet = make_wallet(customer=yen.customer)
    top_up = start(wallet)
    TopUp.objects.filter(pk=page.pk).update(gateway_session="cs_elsewhere")
    TopUp.objects.filter(pk=top_up.pk).update(gateway_session=page.gateway_session)
    fake.pay(page.redirect_url)
    doubted = settle(top_up)
    assert (doubted.status, doubted.captured) == (TopUpStatus.QUARANTINED, Money("2500", "JPY"))
    assert doubted.failure == "The gateway captured another currency than was asked for."
    assert (balances(wallet), balances(yen)) == (("0.00", "0.00"), ("0", "0"))
    assert not JournalEntry.objects.exists()


def test_a_card_that_belongs_to_another_customer_pays_but_is_not_saved_twice(fake):
    wallet, other = make_wallet(), make_wallet()
    top_up = start(wallet, save_card=True)
    fake.pay(top_up.redirect_url)
    card = get_gateway().fetch_checkout(top_up.gateway_session).card
    save_card(customer_id=other.customer_id, card=card)
    assert settle(top_up).status == TopUpStatus.SUCCEEDED
    assert SavedCard.objects.get().customer_id == other.customer_id
    assert balances(wallet) == ("25.00", "0.00")
