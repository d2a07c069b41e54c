"""The mail server is down during a whole run of payments: all succeed, and every letter goes out later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from djmoney.money import Money

from notifications.channels.email import message_id
from notifications.enums import Status
from notifications.models import Delivery, OutboxMessage
from notifications.services import deliver, due_delivery_ids
from tests.factories.checkout import make_saved_card
from tests.factories.storefront import ProductFactory, make_order, status_of
from tests.factories.wallets import make_wallet
from tests.support.smtp_daemon import PostOffice, post_office
from wallet_project.checkout.services import authorize_payment
from wallet_project.fake_stripe.client import FakeStripe
from wallet_project.storefront.models import Order
from wallets.models import Wallet
from wallets.services import start_top_up

pytestmark = pytest.mark.django_db(transaction=True)

CUSTOMERS = 3


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    """The store's mail server, which was open once and is closed now."""
    with post_office() as office:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        office.open()
        office.close()
        yield office


def test_payments_succeed_without_a_mail_server_and_all_is_told_once_when_it_is_back(
    office: PostOffice, fake: FakeStripe
) -> None:
    product = ProductFactory(stock=100)
    for wallet in [make_wallet("40.00") for _ in range(CUSTOMERS)]:
        top_up(wallet, fake)
        for _ in range(2):
            order = make_order(wallet.customer, (product, 1))
            for _twice in range(2):
                pay(order)
            assert status_of(order) == "paid"
    messages = OutboxMessage.objects.all()
    assert messages.filter(kind="order_paid").count() == 2 * CUSTOMERS
    assert messages.filter(kind="money_added").count() == CUSTOMERS
    assert set(Delivery.objects.values_list("status", flat=True)) == {Status.FAILED}
    assert office.post.letters == []

    office.open()
    later = timezone.now()
    while Delivery.objects.exclude(status=Status.SENT).exists():
        later += timedelta(minutes=5)
        for delivery_id in due_delivery_ids(now=later):
            deliver(delivery_id=delivery_id, now=later)
    assert office.post.ids == {message_id(message): 1 for message in messages}
    assert messages.values("dedupe_key").distinct().count() == len(office.post.letters)


def top_up(wallet: Wallet, fake: FakeStripe) -> None:
    card = make_saved_card(wallet, fake)
    start_top_up(
        customer_id=wallet.customer_id,
        wallet_id=wallet.pk,
        amount=Money("25.00", "EUR"),
        key=uuid4().hex,
        saved_card_id=card.pk,
        success_url="http://shop.test/done",
        cancel_url="http://shop.test/back",
    )


def pay(order: Order) -> None:
    """All of it by wallet; the second time is the same payment."""
    authorize_payment(
        customer_id=order.customer_id,
        order_reference=order.number,
        total=order.total,
        wallet_amount=None,
        saved_card_id=None,
        save_card=False,
        key=f"pay-{order.number}",
        return_url="http://shop.test/back",
        cancel_url="http://shop.test/cart",
    )
