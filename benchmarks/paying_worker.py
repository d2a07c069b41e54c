"""Pays orders out of wallets through the shop's checkout, with and without telling of it, in turns.

    python -m benchmarks.paying_worker PAYMENTS

Writes how long the payments took, in ms, as one line of JSON: `with` and `without` their message.
"""

from __future__ import annotations

import json
import random
import sys
import time
from uuid import uuid4

import django

CUSTOMERS = 200
WARM_UP = 20


class Orders:
    """The shop's side of an order: tells of the payment as the storefront does, unless told not to."""

    tells = True

    def payment_captured(self, *, order_reference: str, payment_id: str) -> bool:
        from notifications.services import enqueue

        if self.tells:
            enqueue(
                kind="order_paid",
                recipient_id=int(order_reference.partition("-")[0]),
                dedupe_key=f"order_paid:{order_reference}",
                context={"order": order_reference, "total": "€1.00", "wallet": "€1.00", "balance": "€99.00"},
                data={"payment": payment_id, "order": order_reference},
            )
        return True

    def payment_failed(self, *, order_reference: str, payment_id: str, reason: str) -> None:
        raise RuntimeError(reason)

    def letter_facts(self, order_reference: str) -> dict[str, str]:
        return {}

    def describe(self, order_reference: str) -> str:
        return order_reference


def main(payments: int) -> None:
    django.setup()
    customers = open_customers()
    took: dict[str, list[float]] = {"with": [], "without": []}
    for number in range(-WARM_UP, payments):
        for name in random.sample(list(took), 2):
            Orders.tells = name == "with"
            elapsed = pay(random.choice(customers))
            if number >= 0:
                took[name].append(elapsed)
    print(json.dumps(took), flush=True)


def open_customers() -> list[int]:
    """Customers with money, by the services."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from djmoney.money import Money

    from wallets.enums import AdjustmentDirection, AdjustmentReason
    from wallets.services import adjust_wallet, open_wallet

    call_command("migrate", verbosity=0)
    users = get_user_model()
    users.objects.bulk_create([users(email=f"c{number}@example.com") for number in range(CUSTOMERS)])
    ids = list(users.objects.values_list("pk", flat=True))
    for customer in ids:
        adjust_wallet(
            wallet_id=open_wallet(customer_id=customer, currency="EUR").pk,
            direction=AdjustmentDirection.CREDIT,
            amount=Money("5000.00", "EUR"),
            reason=AdjustmentReason.GOODWILL,
            key=f"open-{customer}",
            actor_id=None,
        )
    return ids


def pay(customer: int) -> float:
    """Milliseconds of one payment, from the call to its return: what a customer waits for."""
    from djmoney.money import Money

    from wallet_project.checkout.services import authorize_payment

    key = uuid4().hex
    start = time.perf_counter()
    authorize_payment(
        customer_id=customer,
        order_reference=f"{customer}-{key[:12]}",
        total=Money("1.00", "EUR"),
        wallet_amount=None,
        saved_card_id=None,
        save_card=False,
        key=key,
        return_url="https://shop.example/back",
        cancel_url="https://shop.example/",
    )
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]))
