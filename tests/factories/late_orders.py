"""Orders whose money came too late."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from djmoney.money import Money

from tests.factories.storefront import ADDRESS, fill_cart
from wallet_project.checkout.services import settle_payment
from wallet_project.fake_stripe.client import FakeStripe
from wallet_project.storefront.models import Order, Product
from wallet_project.storefront.services.checkout import PaymentChoice, call_off_order, order_and_pay
from wallets.models import Wallet


def address_of(name: str, number: str) -> str:
    return f"http://shop.test/{name}/{number}/"


def too_late(
    fake: FakeStripe,
    wallet: Wallet,
    product: Product,
    *,
    quantity: int = 2,
    by_wallet: str = "0",
    by_reward: str = "0",
) -> Any:
    """The customer cancels while the bank is at work, and then it pays."""
    fill_cart(wallet.customer, (product, quantity))
    order, url = order_and_pay(
        customer_id=wallet.customer_id,
        address=ADDRESS,
        key=uuid4(),
        agreed_total=product.price * quantity,
        choice=PaymentChoice(Money(by_wallet, "EUR"), Money(by_reward, "EUR"), None, save_card=False),
        address_of=address_of,
    )
    fake.pay_by_bank(url, method="netbanking", outcome="never")
    payment = settle_payment(payment_id=order.payment_id)
    call_off_order(number=order.number, reason="You canceled it.")
    fake.settle_payment(payment.card_tender.gateway_payment)
    settle_payment(payment_id=order.payment_id)
    return Order.objects.get(pk=order.pk)
