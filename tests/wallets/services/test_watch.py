from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from djmoney.money import Money

from tests.factories.checkout import make_saved_card
from tests.factories.wallets import balances, make_user, make_wallet
from tests.support.threads import at_once
from wallet_project.core.exceptions import NotFound
from wallets.models import TopUp
from wallets.services import retry_top_up, start_top_up, watch_top_up

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "http://shop.test/wallet/top-ups/{top_up}/"


def started(wallet, **changes):
    arguments = {"amount": Money("20.00", "EUR"), "key": uuid4().hex, "success_url": PAGE, "cancel_url": PAGE}
    return start_top_up(customer_id=wallet.customer_id, wallet_id=wallet.pk, **{**arguments, **changes})


def watch(top_up, **arguments):
    return watch_top_up(customer_id=top_up.wallet.customer_id, top_up_id=top_up.pk, **arguments)


def reads(fake):
    """How often a payment page was read."""
    return len([call for call in fake.calls() if call["path"].startswith("/v1/checkout/sessions/")])


def test_looking_credits_what_was_paid(fake):
    wallet = make_wallet()
    top_up = started(wallet)
    fake.pay(top_up.redirect_url, card="4242424242424242")
    assert watch(top_up).status == "succeeded"
    assert watch(top_up).status == "succeeded"
    assert balances(wallet) == ("20.00", "0.00")


def checked(**ago):
    TopUp.objects.update(checked_at=timezone.now() - timedelta(**ago))


def test_the_gateway_is_asked_once_in_a_while(fake):
    top_up = started(make_wallet())
    before = reads(fake)
    for _ in range(3):
        watch(top_up, at_once=False)
    assert reads(fake) == before
    checked(seconds=6)
    for _ in range(3):
        watch(top_up, at_once=False)
    assert reads(fake) == before + 1


def test_the_longer_it_takes_the_seldomer_it_is_asked(fake):
    top_up = started(make_wallet())
    before = reads(fake)
    TopUp.objects.update(created_at=timezone.now() - timedelta(hours=1))
    checked(minutes=2)
    watch(top_up, at_once=False)
    assert reads(fake) == before
    checked(minutes=4)
    watch(top_up, at_once=False)
    assert reads(fake) == before + 1


def test_of_many_who_look_at_once_one_asks(fake):
    top_up = started(make_wallet())
    checked(minutes=1)
    before = reads(fake)
    at_once(lambda: watch(top_up, at_once=False), times=6)
    assert reads(fake) == before + 1


def test_another_customers_top_up_is_not_found_and_not_asked_about(fake):
    top_up, stranger = started(make_wallet()), make_user()
    before = reads(fake)
    for look in (watch_top_up, retry_top_up):
        with pytest.raises(NotFound):
            look(customer_id=stranger.pk, top_up_id=top_up.pk)
    assert reads(fake) == before


def test_looking_never_begins_a_payment_and_trying_again_does_once(fake):
    wallet = make_wallet()
    card = make_saved_card(wallet, fake)
    fake.inject("error_503", "/v1/payment_intents", times=10)
    top_up = started(wallet, saved_card_id=card.pk)
    fake.clear_faults()
    before = len(fake.calls("/v1/payment_intents"))
    assert watch(top_up).status == "created"
    assert len(fake.calls("/v1/payment_intents")) == before
    for _ in range(2):
        found = retry_top_up(customer_id=wallet.customer_id, top_up_id=top_up.pk)
        assert found.status == "succeeded"
    assert balances(wallet) == ("20.00", "0.00")
