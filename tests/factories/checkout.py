"""Payments as a shop would make them, and a shop to make them for."""

from __future__ import annotations

import threading
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone
from djmoney.money import Money

from tests.factories.wallets import make_wallet
from tests.support.fake_stripe import sdk, session_params
from wallet_project.checkout.models import Payment
from wallet_project.checkout.services import PaymentOutcome, authorize_payment, settle_payment
from wallet_project.fake_stripe.client import FakeStripe
from wallets.ledger import chart
from wallets.ledger.models import Posting
from wallets.models import SavedCard, Wallet
from wallets.services import ensure_gateway_customer, open_wallet, save_card

RETURN_URL = "http://shop.test/orders/back"
CANCEL_URL = "http://shop.test/orders"


class Shop:
    """An order side in memory: what it was told counts once the transaction has committed."""

    paid: list[str] = []
    failed: list[tuple[str, str]] = []
    ended: set[str] = set()
    asked: list[str] = []
    _lock = threading.Lock()

    @classmethod
    def reset(cls) -> None:
        cls.paid, cls.failed, cls.ended, cls.asked = [], [], set(), []

    def payment_captured(self, *, order_reference: str, payment_id: str) -> bool:
        if order_reference in self.ended:
            return False
        transaction.on_commit(lambda: self.paid.append(order_reference))
        return True

    def payment_failed(self, *, order_reference: str, payment_id: str, reason: str) -> None:
        transaction.on_commit(lambda: self.failed.append((order_reference, reason)))

    def letter_facts(self, order_reference: str) -> dict[str, str]:
        self.asked.append(order_reference)
        return {}

    def pay_again_url(self, order_reference: str) -> str:
        return ""

    def describe(self, order_reference: str) -> str:
        return f"Order #{order_reference}"


def pay(wallet: Wallet, total: str | Money = "20.00", **changes: Any) -> PaymentOutcome:
    """Pay an order of the wallet's customer: as much as possible by wallet, the rest by a new card."""
    arguments: dict[str, Any] = {
        "customer_id": wallet.customer_id,
        "order_reference": uuid4().hex[:8],
        "total": Money(total, wallet.currency) if isinstance(total, str) else total,
        "wallet_amount": None,
        "saved_card_id": None,
        "save_card": False,
        "key": uuid4().hex,
        "return_url": RETURN_URL,
        "cancel_url": CANCEL_URL,
    }
    return authorize_payment(**{**arguments, **changes})


def make_payment(total: str = "20.00", balance: str = "8.00", **changes: Any) -> tuple[Wallet, Payment]:
    """A new customer's payment: 8.00 held in the wallet, 12.00 waiting on the payment page."""
    wallet = make_wallet(balance, changes.pop("currency", "EUR"))
    return wallet, pay(wallet, total, **changes).payment


def make_quarantined_payment(
    fake: FakeStripe, *, amount: int = 1199, currency: str = "eur", customer: Any = None
) -> tuple[Wallet, Payment]:
    """8.00 by wallet, 12.00 asked of the card; the gateway captured something else (minor units)."""
    wallet = make_wallet("8.00", customer=customer)
    payment = pay(wallet, "20.00").payment
    gateway_customer = ensure_gateway_customer(customer_id=wallet.customer_id)
    parameters = session_params(gateway_customer, amount=amount, currency=currency)
    page = sdk(fake).v1.checkout.sessions.create(parameters)
    payment.tenders.filter(kind="card").update(gateway_session=page.id)
    assert page.url
    fake.pay(page.url)
    return wallet, settle_payment(payment_id=payment.pk)


def make_saved_card(wallet: Wallet, fake: FakeStripe, ready_made: str = "pm_card_visa") -> SavedCard:
    """One of the fake's ready-made cards, saved for the wallet's customer."""
    customer = ensure_gateway_customer(customer_id=wallet.customer_id)
    method = sdk(fake).v1.payment_methods.attach(ready_made, {"customer": customer})
    from wallets.gateways.base import Card

    assert method.card is not None
    card = Card(method.id, method.card.brand, str(method.card.last4), 12, 2034)
    return save_card(customer_id=wallet.customer_id, card=card)


def fresh_payment(payment: Payment) -> Payment:
    return Payment.objects.prefetch_related("tenders").get(pk=payment.pk)


def state(payment: Payment) -> dict[str, str]:
    """The payment's and its tenders' statuses: `{"payment": "captured", "wallet": "captured"}`."""
    now = fresh_payment(payment)
    return {"payment": now.status, **{tender.kind: tender.status for tender in now.tenders.all()}}


def booked(account: chart.ChartAccount, currency: str = "EUR") -> int:
    """What stands on one of the store's own accounts; minor units, a credit is positive."""
    postings = Posting.objects.filter(account_id=chart.system_account(account, currency))
    return sum(posting.amount for posting in postings)


def sales(currency: str = "EUR") -> int:
    return booked(chart.SALES, currency)


def at_the_gateway(currency: str = "EUR") -> int:
    """What the gateway owes the store; minor units."""
    return -booked(chart.GATEWAY_CLEARING, currency)


def age(payment: Payment, **how_long: float) -> Payment:
    """Let a payment have begun, and been asked about, so long ago."""
    from datetime import timedelta

    ago = timezone.now() - timedelta(**how_long)
    Payment.objects.filter(pk=payment.pk).update(created_at=ago)
    Payment.objects.filter(pk=payment.pk, settled_at__isnull=False).update(settled_at=ago)
    payment.tenders.filter(checked_at__isnull=False).update(checked_at=ago)
    return fresh_payment(payment)


def require_sums() -> None:
    """Let the database check now what it checks at the end of a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def another_currency(wallet: Wallet, currency: str) -> Wallet:
    return open_wallet(customer_id=wallet.customer_id, currency=currency)
