"""A worker that makes the reference's payments through Django, as an ordinary program would."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks import laps
from benchmarks.payments import random_customer, random_key
from benchmarks.sizes import REFERENCE_SYSTEM_ACCOUNT

POST = "SELECT reference.post(%s, %s, %s, %s, %s, %s, %s)"


def poster() -> Callable[[], None]:
    """What one worker does again and again: a payment in a transaction of its own."""
    import django

    django.setup()
    from django.db import connection, transaction

    def post() -> None:
        customer = random_customer()
        values = [
            *(random_key(), "order_paid", f"order-{customer}", "Order paid"),
            *(customer, REFERENCE_SYSTEM_ACCOUNT, 100),
        ]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(POST, values)
            cursor.fetchone()

    return post


if __name__ == "__main__":
    laps.obey(poster())
