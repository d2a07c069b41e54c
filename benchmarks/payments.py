"""The payment that is measured: 1 EUR from one of many customers to the store's sales.

As a program, it is a worker that makes such payments through Django and `wallets.ledger.journal`.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from benchmarks import laps
from benchmarks.sizes import CUSTOMERS, FIRST_CUSTOMER

if TYPE_CHECKING:
    from wallets.ledger.journal import Entry

OPENING_BALANCE = 10**12


def random_customer() -> int:
    return FIRST_CUSTOMER + random.randrange(CUSTOMERS)


def random_key() -> str:
    """As random as pgbench makes it for the reference: both pay for the same kind of index."""
    return f"payment-{random.getrandbits(63)}"


def payments() -> Callable[[], Entry]:
    """What makes a new payment at each call. Needs Django to be set up."""
    from djmoney.money import Money

    from wallets.ledger import chart
    from wallets.ledger.enums import EntryKind
    from wallets.ledger.journal import Entry, Line

    debit, credit = Money("-1.00", "EUR"), Money("1.00", "EUR")
    sales = chart.system_account(chart.SALES, "EUR")

    def new_payment() -> Entry:
        customer = random_customer()
        return Entry(
            key=random_key(),
            kind=EntryKind.ORDER_PAID,
            lines=[Line(customer, debit), Line(sales, credit)],
            reference=f"order-{customer}",
            description="Order paid",
        )

    return new_payment


def poster() -> Callable[[], None]:
    """What one worker does again and again: a payment in a transaction of its own."""
    import django

    django.setup()
    from django.db import transaction

    from wallets.ledger import journal

    new_payment = payments()

    def post() -> None:
        with transaction.atomic():
            journal.post_entry(new_payment())

    return post


def open_customers() -> None:
    """The customers' accounts, each with money enough for all benchmarks."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(OPEN, {"first": FIRST_CUSTOMER, "customers": CUSTOMERS, "amount": OPENING_BALANCE})


OPEN = """
    INSERT INTO ledger_account (id, code, currency, type, guarded, balance)
    SELECT %(first)s + n, 'customer_available', 'EUR', 'liability', true, 0
    FROM generate_series(0, %(customers)s - 1) AS n;

    SELECT count(*) FROM generate_series(%(first)s, %(first)s + %(customers)s - 1) AS customer,
    LATERAL ledger_post_entry('open-' || customer, 'adjustment_credit', '', '', '', NULL,
                              ARRAY[501978, customer], '{EUR,EUR}', ARRAY[-%(amount)s, %(amount)s])
"""


if __name__ == "__main__":
    laps.obey(poster())
