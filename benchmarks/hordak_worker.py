"""The same payment on django-hordak: the customer's account locked, its balance checked, one
transaction with two legs. `prepare` migrates and opens the accounts; otherwise it is a worker.

Runs in django-hordak's own virtual environment and imports nothing of ours but plain Python.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable

import django

from benchmarks import laps
from benchmarks.sizes import CUSTOMERS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.hordak_settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from hordak.models import Account, AccountType, Leg, Transaction  # noqa: E402
from moneyed import Money  # noqa: E402

OPENING_BALANCE = Money("10000000.00", "EUR")
PRICE = Money("1.00", "EUR")


def prepare() -> None:
    """The tables, the store's sales, and the customers' accounts with money on them."""
    call_command("migrate", verbosity=0)
    granted = Account.objects.create(name="Store credit granted", code="5", type=AccountType.expense)
    Account.objects.create(name="Sales", code="4", type=AccountType.income)
    fresh = [
        Account(name=f"Customer {number}", type=AccountType.liability, tree_id=number, lft=1, rght=2, level=0)
        for number in range(10, 10 + CUSTOMERS)
    ]
    for customer in Account.objects.bulk_create(fresh):
        book(debit=granted, credit=customer, amount=OPENING_BALANCE)


def book(*, debit: Account, credit: Account, amount: Money) -> None:
    with transaction.atomic():
        booked = Transaction.objects.create(description="Order paid")
        Leg.objects.create(transaction=booked, account=debit, debit=amount)
        Leg.objects.create(transaction=booked, account=credit, credit=amount)


def poster() -> Callable[[], None]:
    sales = Account.objects.get(name="Sales")
    customers = list(Account.objects.filter(type=AccountType.liability).values_list("pk", flat=True))

    def post() -> None:
        with transaction.atomic():
            customer = Account.objects.select_for_update().get(pk=random.choice(customers))
            if customer.get_balance()["EUR"] < PRICE:
                raise RuntimeError("Not enough money.")
            booked = Transaction.objects.create(description="Order paid")
            Leg.objects.create(transaction=booked, account=customer, debit=PRICE)
            Leg.objects.create(transaction=booked, account=sales, credit=PRICE)

    return post


if __name__ == "__main__":
    if sys.argv[1:] == ["prepare"]:
        prepare()
    else:
        laps.obey(poster())
