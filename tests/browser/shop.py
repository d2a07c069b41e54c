"""The shop as its keeper sees it: what the database and the payment service say."""

from __future__ import annotations

from io import StringIO
from typing import Any
from urllib.parse import urlsplit

from django.core.management import call_command

from notifications.models import OutboxMessage
from tests.support.fake_stripe import sdk, wait_until
from wallet_project.checkout.tasks import reconcile_payments
from wallet_project.fake_stripe.client import FakeStripe
from wallet_project.storefront.models import CartLine, Order, Product
from wallets.models import Wallet
from wallets.tasks import reconcile_top_ups


class Shop:
    """A running shop at `url` and its payment service, `bank`."""

    def __init__(self, url: str, bank: FakeStripe) -> None:
        self.url = url
        self.bank = bank

    @property
    def hosts(self) -> set[str]:
        """Who a browser may talk to."""
        return {urlsplit(self.url).netloc, urlsplit(self.bank.base_url).netloc}

    def close(self) -> None:
        """Let the last webhooks arrive, count the money, and let nobody write any more."""
        self.hears_everything()
        self.bank.configure(delivery="drop")
        call_command("verify_ledger", stdout=StringIO(), stderr=StringIO())

    def hears_everything(self) -> None:
        """Wait until each webhook that was sent has been answered."""
        wait_until(lambda: not {"waiting", "sending"} & self._deliveries(), seconds=20)

    def _deliveries(self) -> set[str]:
        return {row["state"] for event in self.bank.events() for row in event["deliveries"]}

    def hears_nothing(self) -> None:
        """From now on webhooks are lost."""
        self.bank.configure(delivery="drop")

    def reconciles(self) -> None:
        """What the clock does once a minute."""
        reconcile_top_ups(older_than_seconds=0)
        reconcile_payments(older_than_seconds=0)

    def charged(self) -> list[str]:
        """What the bank was asked for and how it stands, oldest first: `12.50 succeeded`."""
        payments = sdk(self.bank).v1.payment_intents.list().data
        return [f"{one.amount / 100:.2f} {one.status}" for one in reversed(payments)]


def money_of(customer: Any) -> tuple[str, str]:
    """What the customer's wallet has to spend, and what is held: `("50.00", "0.00")`."""
    wallet = Wallet.objects.select_related("available_account", "held_account").get(customer=customer)
    return str(wallet.available.amount), str(wallet.held.amount)


def told(customer: Any) -> list[str]:
    """The kinds of messages to the customer, oldest first."""
    return list(
        OutboxMessage.objects.filter(recipient=customer).order_by("id").values_list("kind", flat=True)
    )


def last_order(customer: Any) -> Order:
    return Order.objects.filter(customer=customer).latest("placed_at")


def orders_of(customer: Any) -> int:
    return Order.objects.filter(customer=customer).count()


def stock_of(slug: str) -> int:
    return Product.objects.get(slug=slug).stock


def in_cart(customer: Any) -> dict[str, int]:
    """How many of which product: `{"moka-pot": 1}`."""
    lines = CartLine.objects.filter(cart__customer=customer)
    return dict(lines.values_list("product__slug", "quantity"))
